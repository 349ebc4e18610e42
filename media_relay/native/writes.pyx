# cython: language_level=3, boundscheck=False, wraparound=False
"""`writes.py` in C: the interpreter's lock is let go of once for all of them, not once for each."""

from cpython.buffer cimport PyBUF_SIMPLE, PyBuffer_Release, PyObject_GetBuffer
from libc.errno cimport EINTR, ENOSPC, errno
from libc.stdlib cimport free, malloc

cdef extern from "<unistd.h>" nogil:
    Py_ssize_t pwrite(int file, const void* audio, size_t length, long long at)

Write = tuple  # for who annotates with it

cdef struct Pending:
    Py_buffer audio
    int file
    int trouble
    long long at


def write_all(writes):
    cdef Py_ssize_t count = len(writes), place, known = 0
    cdef Pending* all_of_them = <Pending*>malloc(max(count, 1) * sizeof(Pending))
    if all_of_them == NULL:
        raise MemoryError
    try:
        for place in range(count):
            all_of_them[place].file, all_of_them[place].at, audio = writes[place]
            PyObject_GetBuffer(audio, &all_of_them[place].audio, PyBUF_SIMPLE)
            known += 1
        with nogil:
            for place in range(count):
                write_one(&all_of_them[place])
        return [all_of_them[place].trouble for place in range(count)]
    finally:
        for place in range(known):
            PyBuffer_Release(&all_of_them[place].audio)
        free(all_of_them)


cdef void write_one(Pending* one) noexcept nogil:
    cdef Py_ssize_t done = 0, written
    one.trouble = 0
    while done < one.audio.len:
        written = pwrite(one.file, <char*>one.audio.buf + done, one.audio.len - done, one.at + done)
        if written > 0:
            done += written
        elif written == 0 or errno != EINTR:
            one.trouble = ENOSPC if written == 0 else errno
            return
