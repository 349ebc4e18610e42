# cython: language_level=3, boundscheck=False, wraparound=False
"""`ahead.py` in C.

With hundreds of calls whatever a frame needs has left the processor's caches since the call's last one, 20 ms ago, and
is waited for a dozen times in a row. Asked for together it comes in the time of a few. An address that is nobody's
any more does no harm: what the processor cannot fetch it leaves.
"""

from picows.picows cimport WSTransport

DEF LINE_BYTES = 64
DEF LINES_OF_ONE = 4  # what is larger ends in tables that audio does not touch
DEF MOST_THINGS = 14

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
    def __init__(self, *things):
        for thing in things:
            self._note(thing)
            if isinstance(thing, WSTransport):  # asks at every frame what still waits to be sent
                self._note((<WSTransport>thing).underlying_transport)
                self._note((<WSTransport>thing)._tr_get_write_buffer_size)

    cdef void _note(self, object thing):
        if self._count < MOST_THINGS:
            self._places[self._count] = <char*><void*>thing
            self._lines[self._count] = min((Py_TYPE(thing).tp_basicsize - 1) // LINE_BYTES + 1, LINES_OF_ONE)
            self._count += 1

    cdef void fetch(self) noexcept:
        cdef int place, line
        for place in range(self._count):
            for line in range(self._lines[place]):
                ask_for(self._places[place] + line * LINE_BYTES)


NOTHING = Ahead()
