# cython: language_level=3, boundscheck=False, wraparound=False
"""uvloop, with all sockets that are ready answered in one go.

For each of them uvloop would take the interpreter's lock, find a handle, enter its context and call, and none of these
are in the processor's caches when there are hundreds. Here its libuv only notes which are ready. Then all are answered with
the lock taken once, and meanwhile the memory that the next will touch is prefetched.

Readers and writers run in no context of their own: they cannot count on context variables.
"""

import asyncio
import ctypes
from functools import partial

import uvloop
import uvloop.loop
from cpython.pycapsule cimport PyCapsule_GetPointer
from cpython.ref cimport Py_DECREF, Py_INCREF
from media_relay.native.prefetch cimport PrefetchList, prefetch_next
from picows.picows cimport WSTransport

DEF HANDLE_BYTES = 192
DEF MOST_READY = 1024
DEF CHECK_HANDLE = 2  # in libuv's list of kinds
DEF POLL_HANDLE = 8
DEF LINE_BYTES = 64
DEF PREFETCHED_LINES = 5
DEF READABLE = 1
DEF WRITABLE = 2

cdef extern from *:
    """
    #define ask_for(place) __builtin_prefetch(place, 1)
    """
    void ask_for(void* place) noexcept nogil

# --- libuv, as uvloop has it inside ----------------------------------------------------------------------------------

ctypedef void (*OnEvents)(void* handle, int status, int events) noexcept nogil
ctypedef void (*Done)(void* handle) noexcept nogil
ctypedef size_t (*HandleSize)(int kind) noexcept nogil
ctypedef int (*PollInit)(void* loop, void* handle, int fd) noexcept nogil
ctypedef int (*PollStart)(void* handle, int events, OnEvents on_events) noexcept nogil
ctypedef int (*PollStop)(void* handle) noexcept nogil
ctypedef int (*CheckInit)(void* loop, void* handle) noexcept nogil
ctypedef int (*CheckStart)(void* handle, Done done) noexcept nogil
ctypedef void (*Close)(void* handle, Done done) noexcept nogil


cdef size_t address(str name) except 0:
    try:
        return ctypes.cast(ctypes.CDLL(uvloop.loop.__file__)[name], ctypes.c_void_p).value
    except AttributeError as missing:
        raise ImportError(f"this uvloop does not export {name}") from missing


cdef HandleSize uv_handle_size = <HandleSize>address("uv_handle_size")
cdef PollInit uv_poll_init = <PollInit>address("uv_poll_init")
cdef PollStart uv_poll_start = <PollStart>address("uv_poll_start")
cdef PollStop uv_poll_stop = <PollStop>address("uv_poll_stop")
cdef CheckInit uv_check_init = <CheckInit>address("uv_check_init")
cdef CheckStart uv_check_start = <CheckStart>address("uv_check_start")
cdef Close uv_close = <Close>address("uv_close")

if max(uv_handle_size(POLL_HANDLE), uv_handle_size(CHECK_HANDLE)) > HANDLE_BYTES:
    raise ImportError("the handles of this uvloop's libuv are larger than expected")


cdef int well(int result) except -1:
    if result < 0:
        raise OSError(-result, "libuv refused a socket")
    return 0


# --- what libuv calls ------------------------------------------------------------------------------------------------

cdef void note(void* handle, int status, int events) noexcept nogil:
    cdef Line* line = <Line*>handle
    cdef Ready* ready = line.ready
    cdef int part
    line.events = events if status == 0 else READABLE | WRITABLE  # the read or write that follows finds the error
    if ready.count == MOST_READY:
        answer_all(ready)
    ready.lines[ready.count] = line
    ready.count += 1
    ask_for(line.polled)
    for part in range(PREFETCHED_LINES):
        ask_for(<char*>line.prefetched + part * LINE_BYTES)


cdef void after_poll(void* handle) noexcept nogil:
    cdef Ready* ready = (<Ready**>handle)[0]
    if ready.count:
        answer_all(ready)


cdef void answer_all(Ready* ready) noexcept with gil:
    cdef int place
    prefetch_next(<PrefetchList>ready.lines[0].prefetched)
    for place in range(ready.count):
        prefetch_next(<PrefetchList>ready.lines[place + 1].prefetched if place + 1 < ready.count else None)
        (<Polled>ready.lines[place].polled).answer()
    ready.count = 0


cdef void closed(void* handle) noexcept with gil:
    Py_DECREF(<Polled>(<Line*>handle).polled)


cdef void after_last_poll(void* handle) noexcept nogil:
    pass


# --- sockets ---------------------------------------------------------------------------------------------------------

cdef class Polled:
    """One socket and its callbacks for reading and writing."""

    cdef void prefetch(self, PrefetchList prefetched):
        self.prefetched = prefetched
        self.line.prefetched = <void*>prefetched

    cdef void answer(self) noexcept:
        cdef int events = self.line.events
        reader = self.reader
        if reader is not None and events & ~WRITABLE:
            self.call(reader)
        writer = self.writer  # not before: the reader may have ended it
        if writer is not None and events & ~READABLE:
            self.call(writer)

    cdef void call(self, object callback) noexcept:
        try:
            callback()
        except (SystemExit, KeyboardInterrupt) as error:
            self.loop.call_soon(throw, error)  # from where uvloop lets them end it
        except BaseException as error:
            self.loop.call_exception_handler({"message": f"Exception in callback {callback}", "exception": error})


def throw(error):
    raise error


cdef class Polls:
    """All sockets of a loop."""

    def __init__(self, loop):
        self._loop, self._by_fd = loop, {}
        self._uv_loop = PyCapsule_GetPointer(uvloop.loop.libuv_get_loop_t_ptr(loop), NULL)
        well(uv_check_init(self._uv_loop, self._check))
        (<Ready**>self._check)[0] = &self._ready  # the first field of every handle is its owner's
        well(uv_check_start(self._check, after_poll))

    def set_callback(self, int fd, bint to_read, callback):
        """None removes it."""
        cdef Polled polled = self._by_fd.get(fd)
        if polled is None:
            if callback is None:
                return
            polled = self._polled(fd)
        if to_read:
            polled.reader = callback
        else:
            polled.writer = callback
        self._follow(fd, polled)

    def prefetch(self, WSTransport socket, *objects):
        cdef Polled polled = self._by_fd.get(socket.underlying_transport.get_extra_info("socket").fileno())
        if polled is not None:
            polled.prefetch(PrefetchList(socket, polled.reader, *objects))

    def close(self):
        for fd in list(self._by_fd):
            self.set_callback(fd, True, None)
            self.set_callback(fd, False, None)
        uv_close(self._check, after_last_poll)

    cdef Polled _polled(self, int fd):
        cdef Polled polled = Polled()
        polled.loop = self._loop
        polled.line.ready, polled.line.polled = &self._ready, <void*>polled
        polled.prefetch(None)
        well(uv_poll_init(self._uv_loop, &polled.line, fd))
        Py_INCREF(polled)  # it is libuv's, too, until `closed`
        self._by_fd[fd] = polled
        return polled

    cdef void _follow(self, int fd, Polled polled) except *:
        """Polls for the events that have a callback; without one the socket is forgotten."""
        cdef int polled_for = (READABLE if polled.reader is not None else 0) | (WRITABLE if polled.writer is not None else 0)
        if polled_for:
            well(uv_poll_start(&polled.line, polled_for, note))
        else:
            del self._by_fd[fd]
            uv_close(&polled.line, closed)


class MediaLoop(uvloop.Loop):
    def __init__(self):
        super().__init__()
        self._polls = Polls(self)

    def add_reader(self, fd, callback, *args):
        self._add(fd, True, partial(callback, *args) if args else callback)

    def add_writer(self, fd, callback, *args):
        self._add(fd, False, partial(callback, *args) if args else callback)

    def remove_reader(self, fd):
        self._polls.set_callback(number(fd), True, None)

    def remove_writer(self, fd):
        self._polls.set_callback(number(fd), False, None)

    def prefetch(self, socket, *objects):
        self._polls.prefetch(socket, *objects)

    def close(self):
        if not self.is_running() and not self.is_closed():
            self._polls.close()
        super().close()

    def _add(self, fd, to_read, callback):
        if self.is_closed():
            raise RuntimeError("Event loop is closed")
        self._polls.set_callback(number(fd), to_read, callback)


def number(fd):
    return fd if isinstance(fd, int) else fd.fileno()


def prefetch(socket, *objects):
    loop = asyncio.get_running_loop()
    if isinstance(loop, MediaLoop):
        loop.prefetch(socket, *objects)
