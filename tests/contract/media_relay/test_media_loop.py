"""The relay's loop keeps what asyncio promises of readers and writers, answering in batches or as uvloop does.

Interpreted it is uvloop's: then these show that the questions are the right ones.
"""

import asyncio
import gc
import os
import resource
import signal
import socket
import struct
import threading
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import aiofastnet
import pytest
import uvloop

from media_relay.native import event_loop, frame_scanner
from media_relay.native.event_loop import MediaLoop

AT_ONCE = 1500  # more than are noted before they are answered
BIG = bytes(8 * 1024 * 1024)  # more than two sockets keep


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


async def until(happened: list[object], count: int = 1) -> None:
    """Not waited for by an event: how often the loop has to turn is what is asked."""
    deadline = asyncio.get_running_loop().time() + 10
    while len(happened) < count:
        assert asyncio.get_running_loop().time() < deadline, "it did not happen"
        await asyncio.sleep(0)


def fill(end: socket.socket) -> None:
    with suppress(BlockingIOError):
        while end.send(BIG):
            pass


def empty(end: socket.socket) -> None:
    end.setblocking(False)
    with suppress(BlockingIOError):
        while end.recv(len(BIG)):
            pass


async def turns_of_the_loop() -> None:
    for _ in range(5):
        await asyncio.sleep(0.001)


async def test_it_is_the_loop_the_relay_runs_on():
    loop = asyncio.get_running_loop()
    assert isinstance(loop, uvloop.Loop)
    assert type(loop) is MediaLoop
    assert (event_loop.NATIVE is not None) == frame_scanner.IS_COMPILED


async def test_a_reader_is_called_for_what_comes_and_not_after_it_was_removed(pair):
    loop, (ours, theirs), read = asyncio.get_running_loop(), pair, []
    loop.add_reader(ours, lambda: read.append(ours.recv(9)))
    theirs.send(b"one")
    await until(read)
    loop.remove_reader(ours)
    theirs.send(b"two")
    await turns_of_the_loop()
    assert read == [b"one"]
    loop.remove_reader(ours)  # again: it has no reader or writer


async def test_arguments_are_handed_on_and_a_number_is_as_good_as_a_socket(pair):
    loop, (ours, theirs), read = asyncio.get_running_loop(), pair, []
    loop.add_reader(ours.fileno(), lambda *words: read.append((ours.recv(9), *words)), "a", "b")
    theirs.send(b"one")
    await until(read)
    assert read == [(b"one", "a", "b")]
    loop.remove_reader(ours.fileno())


async def test_the_last_reader_is_the_one_that_counts(pair):
    loop, (ours, theirs), read = asyncio.get_running_loop(), pair, []
    loop.add_reader(ours, lambda: read.append("first"))
    loop.add_reader(ours, lambda: read.append(ours.recv(9)))
    theirs.send(b"one")
    await until(read)
    assert read == [b"one"]
    loop.remove_reader(ours)


async def test_unread_bytes_are_reported_again(pair):
    loop, (ours, theirs), read = asyncio.get_running_loop(), pair, []
    loop.add_reader(ours, lambda: read.append(ours.recv(1)))
    theirs.send(b"abc")
    await until(read, 3)
    assert b"".join(read) == b"abc"
    loop.remove_reader(ours)


async def test_a_writer_waits_for_room_and_a_reader_beside_it_goes_on(pair):
    loop, (ours, theirs), read, rooms = asyncio.get_running_loop(), pair, [], []
    fill(ours)
    loop.add_writer(ours, lambda: rooms.append(1))
    loop.add_reader(ours, lambda: read.append(ours.recv(9)))
    theirs.send(b"one")
    await until(read)
    assert not rooms
    empty(theirs)
    await until(rooms)
    loop.remove_writer(ours)
    loop.remove_writer(ours)  # again: it has no reader or writer
    theirs.send(b"two")
    await until(read, 2)
    loop.remove_reader(ours)


async def test_an_end_and_a_reset_reach_the_reader():
    loop, seen = asyncio.get_running_loop(), []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        for linger in (struct.pack("ii", 0, 0), struct.pack("ii", 1, 0)):  # goodbye; no goodbye
            theirs = socket.create_connection(listener.getsockname())
            ours, _ = listener.accept()
            ours.setblocking(False)

            def reads(ours: socket.socket = ours) -> None:
                loop.remove_reader(ours)
                try:
                    seen.append(ours.recv(9))
                except OSError as error:
                    seen.append(type(error))

            loop.add_reader(ours, reads)
            await turns_of_the_loop()
            theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            theirs.close()
            await until(seen, len(seen) + 1)
            ours.close()
    assert seen == [b"", ConnectionResetError]


async def test_a_reader_that_fails_is_reported_and_the_others_are_called(pair):
    loop, (ours, theirs), read, faults = asyncio.get_running_loop(), pair, [], []
    loop.set_exception_handler(lambda _, context: faults.append(context["exception"]))

    def fails() -> None:
        loop.remove_reader(theirs)
        raise ZeroDivisionError("mine")

    loop.add_reader(theirs, fails)
    loop.add_reader(ours, lambda: read.append(ours.recv(9)))
    theirs.send(b"one")
    ours.send(b"two")
    await until(read)
    await until(faults)
    assert repr(faults) == "[ZeroDivisionError('mine')]"
    loop.remove_reader(ours)


async def test_a_reader_removed_by_the_reader_before_it_is_not_called(pair):
    """Both are ready at once, and each would end the other."""
    loop, (ours, theirs), read = asyncio.get_running_loop(), pair, []

    def ends(mine: socket.socket, other: socket.socket) -> None:
        read.append(mine.recv(9))
        loop.remove_reader(other)

    loop.add_reader(ours, ends, ours, theirs)
    loop.add_reader(theirs, ends, theirs, ours)
    await turns_of_the_loop()
    ours.send(b"x")
    theirs.send(b"x")
    await turns_of_the_loop()
    assert read == [b"x"]
    loop.remove_reader(ours)
    loop.remove_reader(theirs)


async def test_a_file_number_reused_within_a_batch_is_not_confused(pair):
    """The first reader closes the second socket and opens another, which gets its number."""
    loop, (ours, theirs), read = asyncio.get_running_loop(), pair, []
    second, its_peer = socket.socketpair()
    with ExitStack() as opened:
        for end in (second, its_peer):
            opened.enter_context(end)
        number = second.fileno()

        def replaces() -> None:
            read.append(ours.recv(9))
            loop.remove_reader(number)
            second.close()
            third, its = socket.socketpair()
            opened.enter_context(third)
            opened.enter_context(its)
            assert number in (third.fileno(), its.fileno())
            loop.add_reader(number, read.append, b"of the third")

        loop.add_reader(ours, replaces)
        loop.add_reader(second, read.append, b"of the second")
        await turns_of_the_loop()
        theirs.send(b"x")
        its_peer.send(b"y")
        await turns_of_the_loop()
        assert set(read) <= {b"x", b"of the second"}
        assert b"x" in read
        assert b"of the third" not in read
        loop.remove_reader(number)
    loop.remove_reader(ours)


@pytest.fixture
def many() -> Iterator[list[tuple[socket.socket, socket.socket]]]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2 * AT_ONCE + 200:
        pytest.skip(f"NOT TESTED: {AT_ONCE} sockets ready at once, this machine allows {hard} files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * AT_ONCE + 200), hard))
    pairs = [socket.socketpair() for _ in range(AT_ONCE)]
    yield pairs
    for pair in pairs:
        for end in pair:
            end.close()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_more_than_are_noted_at_once_are_all_answered_once(many):
    loop, read = asyncio.get_running_loop(), []

    def reads(ours: socket.socket, number: int) -> None:
        read.append((number, ours.recv(9)))

    for number, (ours, _) in enumerate(many):
        loop.add_reader(ours, reads, ours, number)
    await turns_of_the_loop()
    for _, theirs in many:
        theirs.send(b"x")
    await until(read, AT_ONCE)
    assert sorted(read) == [(number, b"x") for number in range(AT_ONCE)]
    for ours, _ in many:
        loop.remove_reader(ours)


async def test_timers_and_callbacks_run_although_sockets_are_always_ready(pair):
    loop, (ours, theirs), done = asyncio.get_running_loop(), pair, []
    theirs.send(b"never read")
    loop.add_reader(ours, lambda: None)
    loop.call_soon(done.append, "soon")
    loop.call_later(0.01, done.append, "later")
    threading.Timer(0.02, loop.call_soon_threadsafe, (done.append, "from a thread")).start()
    await until(done, 3)
    assert done == ["soon", "later", "from a thread"]
    loop.remove_reader(ours)


async def test_a_reader_is_let_go_when_it_is_removed(pair):
    loop, (ours, _) = asyncio.get_running_loop(), pair

    class Reader:
        def __call__(self) -> None: ...

    reader = Reader()
    known = weakref.ref(reader)
    loop.add_reader(ours, reader)
    loop.remove_reader(ours)
    del reader
    await turns_of_the_loop()
    gc.collect()
    assert known() is None


def test_it_closes_although_readers_remain(pair):
    ours, _ = pair
    loop = MediaLoop()
    loop.add_reader(ours, lambda: None)
    loop.add_writer(ours, lambda: None)
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()
    loop.close()
    with pytest.raises(RuntimeError, match="closed"):
        loop.add_reader(ours, lambda: None)
    with pytest.raises(RuntimeError, match="closed"):
        loop.add_writer(ours, lambda: None)


@pytest.mark.parametrize("ends", [KeyboardInterrupt, SystemExit])
def test_an_exit_raised_in_a_reader_ends_the_loop(pair, ends):
    ours, theirs = pair
    loop = MediaLoop()

    def stops() -> None:
        loop.remove_reader(ours)
        raise ends

    loop.add_reader(ours, stops)
    theirs.send(b"x")
    with pytest.raises(ends):
        loop.run_forever()
    loop.close()


def test_signals_reach_it(pair):
    loop = MediaLoop()
    seen: list[str] = []
    loop.add_signal_handler(signal.SIGUSR1, lambda: (seen.append("signal"), loop.stop()))
    loop.call_later(0.01, os.kill, os.getpid(), signal.SIGUSR1)
    loop.run_forever()
    loop.close()
    assert seen == ["signal"]


async def test_bytes_beyond_the_socket_buffer_follow_when_there_is_room():
    """aiofastnet asks this loop for room, and reads on while it waits for it."""
    loop, came, all_came = asyncio.get_running_loop(), bytearray(), asyncio.Event()

    class Takes(asyncio.Protocol):
        def data_received(self, data: bytes) -> None:
            came.extend(data)
            if len(came) == len(BIG):
                all_came.set()

    server = await aiofastnet.create_server(loop, Takes, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    transport, _ = await aiofastnet.create_connection(loop, asyncio.Protocol, host, port)
    transport.write(BIG)
    await asyncio.wait_for(all_came.wait(), 10)
    transport.close()
    server.close()
    await turns_of_the_loop()
