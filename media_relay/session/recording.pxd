from media_relay.session.append_audio cimport append_audio

cdef long long GAP_TOLERANCE_MS, BYTES_PER_MS, NOT_YET  # C variables: only this module sees them

cdef class StereoRecording:
    cdef public list gaps
    cdef public Py_ssize_t _caller_at, _agent_at, _caller_bytes, _agent_bytes
    cdef public long long _next_ms
    cdef public object _cut_at
    cdef public bytearray _caller, _agent
    cpdef Py_ssize_t caller_said(self, bytes audio, long long timestamp_ms) except -1
    cpdef Py_ssize_t agent_said(self, bytes audio) except -1
