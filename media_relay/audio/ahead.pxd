DEF MOST_THINGS = 14

cdef class Ahead:
    cdef int _count
    cdef unsigned char _lines[MOST_THINGS]
    cdef char* _places[MOST_THINGS]
    cdef void _note(self, object thing)
    cdef void fetch(self) noexcept
