from picows.picows cimport WSTransport

DEF MOST_PLACES = 28

cdef class Ahead:
    cdef int _count
    cdef unsigned char _lines[MOST_PLACES]
    cdef char* _places[MOST_PLACES]
    cdef void _note_reading(self, WSTransport socket)
    cdef void _note_sending(self, WSTransport socket)
    cdef void _note(self, object thing)
    cdef void _note_memory(self, char* place, Py_ssize_t size) noexcept
    cdef void fetch(self, int first, int last) noexcept

cdef void expect(Ahead coming) noexcept
cdef void fetch_rest() noexcept
