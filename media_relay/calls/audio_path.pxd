from media_relay.sockets.agent_leg cimport AgentLeg
from media_relay.sockets.caller_leg cimport CallerLeg, AudioSink
from media_relay.recording.recorder cimport Recorder
from media_relay.session.call_session cimport CallSession
from media_relay.session.audio_metrics cimport AudioMetrics

cdef class AudioPath(AudioSink):
    cdef CallSession _session
    cdef CallerLeg _caller
    cdef object _clock
    cdef public AgentLeg agent
    cdef public Recorder recorder
    cdef public object watchers
    cpdef from_caller(self, bytes payload, bytes sound, long long timestamp_ms)
    cpdef from_agent(self, bytes payload, bytes sound, object event_id)
