from media_relay.native.prefetch cimport PrefetchList

DEF HANDLE_BYTES = 192  # at least what libuv needs, which is asked
DEF MOST_READY = 1024  # as many as libuv asks the kernel for at once

cdef struct Ready

cdef struct Line:
    char handle[HANDLE_BYTES]
    Ready* ready
    void* polled
    void* prefetched
    int events

cdef struct Ready:
    int count
    Line* lines[MOST_READY]

cdef class Polled:
    cdef Line line
    cdef object loop
    cdef object reader
    cdef object writer
    cdef PrefetchList prefetched
    cdef void prefetch(self, PrefetchList prefetched)
    cdef void answer(self) noexcept
    cdef void call(self, object callback) noexcept

cdef class Polls:
    cdef object _loop
    cdef void* _uv_loop
    cdef dict _by_fd
    cdef Ready _ready
    cdef char _check[HANDLE_BYTES]
    cdef Polled _polled(self, int fd)
    cdef void _follow(self, int fd, Polled polled) except *
