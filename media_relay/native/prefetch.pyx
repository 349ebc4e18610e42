# cython: language_level=3, boundscheck=False, wraparound=False
"""Prefetching: memory that a socket's next frame will touch is requested while another frame is still worked on.

With hundreds of calls the objects of a call have left the processor's caches since its last frame, 20 ms ago, and cost
two dozen waits in a row. The requests go in two halves: so many at once would be waited for themselves. A stale address
does no harm: a prefetch cannot fail.
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
    PyTypeObject* Py_TYPE(object object_)


cdef class PrefetchList:
    """Of one socket's reader. It keeps noobject_ alive, so it is made anew when one of its objects is replaced."""

    def __init__(self, WSTransport socket, reader, *objects):
        self._note(reader)
        self._note_reading(socket)
        for object_ in objects:
            self._note(object_)
            if isinstance(object_, WSTransport):
                self._note_sending(object_)

    cdef void _note_reading(self, WSTransport socket):
        protocol = socket.underlying_transport.get_protocol()
        for object_ in (socket.underlying_transport, protocol, socket):
            self._note(object_)
        for object_ in gc.get_referents(protocol):  # the only way to where picows reads to
            if isinstance(object_, MemoryBuffer):
                self._note(object_)
                self._note_memory((<MemoryBuffer>object_).data, LINE_BYTES)

    cdef void _note_sending(self, WSTransport socket):
        """A frame is sent only after a look at how much still waits to be sent."""
        self._note(socket.underlying_transport)
        self._note(socket._tr_get_write_buffer_size)

    cdef void _note(self, object object_):
        self._note_memory(<char*><void*>object_, min(Py_TYPE(object_).tp_basicsize, MOST_BYTES))

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


cdef PrefetchList half_fetched = None


cdef void prefetch_next(PrefetchList coming) noexcept:
    """One half of the next frame's memory now; the other in `prefetch_rest`, or at the next call of this."""
    global half_fetched
    prefetch_rest()
    if coming is not None:
        coming.fetch(0, coming._count // 2)
        half_fetched = coming


cdef void prefetch_rest() noexcept:
    global half_fetched
    if half_fetched is not None:
        half_fetched.fetch(half_fetched._count // 2, half_fetched._count)
        half_fetched = None
