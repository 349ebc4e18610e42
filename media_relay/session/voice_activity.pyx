# cython: language_level=3, boundscheck=False, wraparound=False
"""The same answer as `voice_activity.py`, in C. `tests/properties/test_compiled_twins.py` asks both."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_GET_SIZE

QUIET_CODES = bytes([code for code in range(256) if (~code & 0x70) >> 4 <= 1])


cpdef bint is_voiced(bytes audio) except -1:
    cdef const unsigned char* codes = <const unsigned char*>PyBytes_AS_STRING(audio)
    cdef Py_ssize_t place, length = PyBytes_GET_SIZE(audio), loud = 0
    for place in range(length):
        loud += (codes[place] & 0x60) != 0x60  # the complement's exponent is above 1
    return loud * 4 > length
