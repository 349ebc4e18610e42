cimport media_relay.native.frame_scanner as frame_scanner
cimport picows.picows as ws
from media_relay.calls.audio_path cimport AudioPath

cdef ws.WSMsgType TEXT

cdef class AgentLeg(ws.WSListener):
    cdef object _call, _fragments, _codec
    cdef bytes _head, _end
    cdef AudioPath _audio
    cdef public ws.WSTransport transport
    cdef int _close_code
    cdef bint _is_let_go, _said_goodbye, _is_scanned
    cpdef send_audio(self, bytes payload)
    cpdef send(self, bytes frame)
    cpdef on_ws_frame(self, ws.WSTransport transport, ws.WSFrame frame)
    cpdef on_ws_disconnected(self, ws.WSTransport transport)
    cpdef _take(self, bytes frame)
