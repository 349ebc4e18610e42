cdef double NEVER  # a C variable: only this module sees it

cdef class LivenessMonitor:
    cdef public double agent_alive_at_s, agent_spoke_at_s
    cdef public Py_ssize_t caller_frames
    cdef public double _must_speak_by_s, _caller_alive_at_s
    cdef public bint _was_prompted
    cdef public Py_ssize_t _frames_seen
    cpdef agent_spoke(self, double now_s)
    cpdef agent_timeout(self, double now_s)
    cpdef bint caller_stalled(self, double now_s) except -1
