cdef int MARK_EVERY_BYTES  # a C variable: only this module sees it

from media_relay.session.audio_metrics cimport AudioMetrics

cdef class Playback:
    cdef public AudioMetrics quality
    cdef public Py_ssize_t heard_bytes
    cdef public object cut_through, newest, _turn  # event ids are the vendor's: as large as they like
    cdef public Py_ssize_t _queued, _next_mark, _marked_at
    cdef public double _plays_until_s
    cdef public dict _outstanding
    cpdef bint lets_through(self, object event_id) except -1
    cpdef queue(self, object event_id, Py_ssize_t audio_bytes, double now_s)
