cimport media_relay.session.voice_activity as voice_activity

cdef int FRAME_MS, GAP_MS, LOOKED_AT, LARGE_BYTES, QUIET_BEFORE_SPEECH  # C variables: only this module sees them

cdef class AudioMetrics:
    cdef public object hops, _caller_level, _agent_level
    cdef public list barge_ins_s
    cdef public Py_ssize_t caller_frames, caller_gaps, underruns
    cdef public Py_ssize_t _caller_voiced, _caller_quiet, _agent_pieces, _scores
    cdef public long long _caller_gap_ms, _caller_at_ms
    cdef public double _caller_began_at_s, _caller_spoke_at_s, _dry_s, _interrupted_at_s, _slowest_clear_s, _score_sum
    cpdef caller_heard(self, bytes audio, long long timestamp_ms, double now_s)
    cpdef bint agent_heard(self, bytes audio) except -1
