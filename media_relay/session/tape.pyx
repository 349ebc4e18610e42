# cython: language_level=3
"""The same as `tape.py`, in C. A bytearray that grows by 160 bytes fifty times a second asks for new memory at every third."""

from cpython.bytearray cimport PyByteArray_AS_STRING, PyByteArray_GET_SIZE, PyByteArray_Resize
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_GET_SIZE
from libc.string cimport memcpy

DEF STEP = 2048  # bytes of scrap at most when it grows; what was cut before may be more


cpdef Py_ssize_t lengthened(bytearray tape, Py_ssize_t length, bytes audio) except -1:
    cdef Py_ssize_t whole = length + PyBytes_GET_SIZE(audio)
    if not 0 <= length <= PyByteArray_GET_SIZE(tape):
        raise IndexError("a tape has no holes")
    if whole > PyByteArray_GET_SIZE(tape):
        PyByteArray_Resize(tape, whole + STEP)
    memcpy(PyByteArray_AS_STRING(tape) + length, PyBytes_AS_STRING(audio), PyBytes_GET_SIZE(audio))
    return whole
