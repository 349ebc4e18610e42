# cython: language_level=3
"""`append_audio.py` in C. A bytearray that grows by 160 bytes, fifty times a second, asks for new memory every third time."""

from cpython.bytearray cimport PyByteArray_AS_STRING, PyByteArray_GET_SIZE, PyByteArray_Resize
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_GET_SIZE
from libc.string cimport memcpy

DEF STEP = 2048  # bytes of scrap at most when it grows; what was cut before may be more


cpdef Py_ssize_t append_audio(bytearray buffer, Py_ssize_t length, bytes audio) except -1:
    cdef Py_ssize_t whole = length + PyBytes_GET_SIZE(audio)
    if not 0 <= length <= PyByteArray_GET_SIZE(buffer):
        raise IndexError("the buffer has no such place")
    if whole > PyByteArray_GET_SIZE(buffer):
        PyByteArray_Resize(buffer, whole + STEP)
    memcpy(PyByteArray_AS_STRING(buffer) + length, PyBytes_AS_STRING(audio), PyBytes_GET_SIZE(audio))
    return whole
