from picows.picows cimport WSTransport

DEF MOST_PLACES = 28

cdef class PrefetchList:
    cdef int _count
    cdef unsigned char _lines[MOST_PLACES]
    cdef char* _places[MOST_PLACES]
    cdef void _note_reading(self, WSTransport socket)
    cdef void _note_sending(self, WSTransport socket)
    cdef void _note(self, object object_)
    cdef void _note_memory(self, char* place, Py_ssize_t size) noexcept
    cdef void fetch(self, int first, int last) noexcept

cdef void prefetch_next(PrefetchList coming) noexcept
cdef void prefetch_rest() noexcept
