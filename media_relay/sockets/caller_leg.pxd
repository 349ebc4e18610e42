cimport media_relay.native.frame_scanner as frame_scanner
cimport picows.picows as ws

cdef ws.WSMsgType TEXT

cdef class AudioSink:
    cpdef from_caller(self, bytes payload, bytes sound, long long timestamp_ms)

cdef class CallerLeg(ws.WSListener):
    cdef object _call, _fragments
    cdef AudioSink _audio
    cdef bytes _media_head
    cdef public object _frames
    cdef public ws.WSTransport transport
    cdef Py_ssize_t _frame_count, _frames_seen
    cdef double _debt
    cdef bint _is_choked
    cpdef play(self, bytes payload)
    cpdef mark(self, str name)
    cpdef str abuse(self, double seconds)
    cpdef on_ws_connected(self, ws.WSTransport transport)
    cpdef on_ws_frame(self, ws.WSTransport transport, ws.WSFrame frame)
    cpdef on_ws_disconnected(self, ws.WSTransport transport)
    cpdef _take(self, bytes frame)
    cpdef bint _is_overfull(self) except -1
    cpdef _send(self, bytes frame)
