"""Prefetching fetches memory and changes nothing else, even when the memory was freed."""

import asyncio
import gc

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect, ws_create_server

from media_relay.native import event_loop
from tests.fakes.echo_agent import calls, echoing_relay, hang_up, talk, until


class Echo(WSListener):
    def __init__(self, heard: list[bytes]) -> None:
        self.heard = heard

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        self.heard.append(frame.get_payload_as_bytes())
        transport.send(WSMsgType.TEXT, frame.get_payload_as_bytes())


class Listens(Echo):
    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        self.heard.append(frame.get_payload_as_bytes())


def address(server: asyncio.Server) -> str:
    return f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def test_prefetching_changes_nothing_even_of_freed_objects():
    """Frames come through while the objects are there, when they are freed, and when the socket is closed."""
    came, back = [], []
    server = await ws_create_server(lambda _: Echo(came), "127.0.0.1", 0)
    transport, _ = await ws_connect(lambda: Listens(back), address(server))
    objects = [object() for _ in range(40)]  # more than there is room for
    event_loop.prefetch(transport, transport, *objects)
    transport.send(WSMsgType.TEXT, b"one")
    await until(lambda: len(back) == 1)
    del objects
    gc.collect()
    transport.send(WSMsgType.TEXT, b"two")
    await until(lambda: len(back) == 2)
    transport.disconnect(False)
    await transport.wait_disconnected()
    event_loop.prefetch(transport, transport)
    server.close()
    assert came == back == [b"one", b"two"]


async def test_both_sides_of_a_call_prefetch_what_they_share_and_the_other_side(monkeypatch):
    seen: dict[WSTransport, set[str]] = {}
    monkeypatch.setattr(
        event_loop,
        "prefetch",
        lambda socket, *objects: seen.update({socket: {type(each).__name__ for each in objects}}),
    )
    async with echoing_relay(1) as (relay, _), calls(relay, 1, record=True) as callers:
        await talk(callers)
        await hang_up(relay, callers)
    shared = {
        "AudioPath",
        "CallSession",
        "LivenessMonitor",
        "AudioMetrics",
        "Playback",
        "Recorder",
        "StereoRecording",
        "WSTransport",
    }
    assert list(seen.values()) == [shared | {"CallerLeg", "AgentLeg"}] * 2


def test_on_another_loop_prefetching_does_nothing():
    async def prefetches() -> None:
        heard: list[bytes] = []
        server = await ws_create_server(lambda _: Echo(heard), "127.0.0.1", 0)
        transport, _ = await ws_connect(lambda: Listens(heard), address(server))
        event_loop.prefetch(transport, transport)
        transport.send(WSMsgType.TEXT, b"one")
        await until(lambda: heard == [b"one", b"one"])  # at both ends
        transport.disconnect(False)
        server.close()

    asyncio.run(prefetches())
