from media_relay.session.recording cimport StereoRecording

cdef int SPOOL_EVERY_BYTES  # a C variable: only this module sees it

cdef class Recorder:
    cdef public str key
    cdef public object store, writer, uploads
    cdef public StereoRecording track
    cdef object _file, _error
    cpdef caller_said(self, bytes audio, long long timestamp_ms)
    cpdef agent_said(self, bytes audio)
