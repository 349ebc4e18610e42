cimport cython
from media_relay.session.playback cimport Playback
from media_relay.session.audio_metrics cimport AudioMetrics
from media_relay.session.liveness cimport LivenessMonitor

cdef object TALKING, RECONNECTING, OVER  # C variables: only this module sees them
cdef tuple OPENING

@cython.final  # a class with a dictionary is otherwise searched for a method of the same name at every call
cdef class CallSession:
    cdef dict __dict__  # for attributes that no frame of audio touches
    cdef public object phase, measures
    cdef public AudioMetrics quality
    cdef public Playback playback
    cdef public LivenessMonitor liveness
    cdef public object _early, _requests
    cdef public int _attempts
    cdef public double _deadline_s, _ends_by_s
    cpdef list tick(self, double now_s)
    cpdef bint forwards(self, bytes payload) except -1
    cpdef plays(self, object event_id, Py_ssize_t audio_bytes, double now_s)
