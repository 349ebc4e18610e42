cpdef Py_ssize_t lengthened(bytearray tape, Py_ssize_t length, bytes audio) except -1
