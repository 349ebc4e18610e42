cimport cython
from media_relay.session.playback cimport Playback
from media_relay.session.quality cimport Quality
from media_relay.session.watch cimport Watch

cdef object TALKING  # a C variable: only this module sees it

@cython.final  # a class with a dictionary is otherwise searched for a method of the same name at every call
cdef class CallSession:
    cdef dict __dict__  # whatever no frame of audio touches
    cdef public object phase, measures
    cdef public Quality quality
    cdef public Playback playback
    cdef public Watch _watch
    cdef public object _early, _requests
    cdef public int _attempts
    cpdef bint forwards(self, bytes payload) except -1
    cpdef plays(self, object event_id, Py_ssize_t audio_bytes, double now_s)
