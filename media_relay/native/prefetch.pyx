# cython: language_level=3, boundscheck=False, wraparound=False
"""What a socket's next frame will touch, asked of memory while another frame is still worked on.

With hundreds of calls whatever a frame needs has left the processor's caches since the call's last one, 20 ms ago, and
is waited for two dozen times in a row. Asked for beforehand it is there. In two halves: so many requests at once would
be waited for themselves. An address that is nobody's any more does no harm: what cannot be fetched the processor leaves.
"""

import gc

from picows.picows cimport MemoryBuffer, WSTransport

DEF LINE_BYTES = 64
DEF MOST_BYTES = 5 * LINE_BYTES  # what is larger ends in tables that audio does not touch
DEF MOST_PLACES = 28

cdef extern from *:
    """
    #define ask_for(place) __builtin_prefetch(place, 1)
    """
    void ask_for(char* place) noexcept

cdef extern from "Python.h":
    ctypedef struct PyTypeObject:
        Py_ssize_t tp_basicsize
    PyTypeObject* Py_TYPE(object thing)


cdef class Ahead:
    """Of one socket's reader. Keeps nothing alive: whoever replaces one of the `things` makes a new one."""

    def __init__(self, WSTransport socket, reader, *things):
        self._note(reader)
        self._note_reading(socket)
        for thing in things:
            self._note(thing)
            if isinstance(thing, WSTransport):
                self._note_sending(thing)

    cdef void _note_reading(self, WSTransport socket):
        protocol = socket.underlying_transport.get_protocol()
        for thing in (socket.underlying_transport, protocol, socket):
            self._note(thing)
        for thing in gc.get_referents(protocol):  # picows does not tell otherwise where it reads to
            if isinstance(thing, MemoryBuffer):
                self._note(thing)
                self._note_memory((<MemoryBuffer>thing).data, LINE_BYTES)

    cdef void _note_sending(self, WSTransport socket):
        """Asks at every frame what still waits to be sent."""
        self._note(socket.underlying_transport)
        self._note(socket._tr_get_write_buffer_size)

    cdef void _note(self, object thing):
        self._note_memory(<char*><void*>thing, min(Py_TYPE(thing).tp_basicsize, MOST_BYTES))

    cdef void _note_memory(self, char* place, Py_ssize_t size) noexcept:
        cdef size_t first = <size_t>place // LINE_BYTES, last = (<size_t>place + size - 1) // LINE_BYTES
        if self._count < MOST_PLACES:
            self._places[self._count] = <char*>(first * LINE_BYTES)
            self._lines[self._count] = last - first + 1
            self._count += 1

    cdef void fetch(self, int first, int last) noexcept:
        cdef int place, line
        for place in range(first, last):
            for line in range(self._lines[place]):
                ask_for(self._places[place] + line * LINE_BYTES)


cdef Ahead half_fetched = None


cdef void expect(Ahead coming) noexcept:
    """The next frame, unless it is None: one half now, the other when there is time for it, at the latest now."""
    global half_fetched
    fetch_rest()
    if coming is not None:
        coming.fetch(0, coming._count // 2)
        half_fetched = coming


cdef void fetch_rest() noexcept:
    global half_fetched
    if half_fetched is not None:
        half_fetched.fetch(half_fetched._count // 2, half_fetched._count)
        half_fetched = None
