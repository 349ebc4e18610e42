cpdef bint is_voiced(bytes audio) except -1
