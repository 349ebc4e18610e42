cpdef Py_ssize_t append_audio(bytearray buffer, Py_ssize_t length, bytes audio) except -1
