from media_relay.io.agent_leg cimport AgentLeg
from media_relay.io.caller_leg cimport CallerLeg, CallerSound
from media_relay.io.recorder cimport Recorder
from media_relay.session.call_session cimport CallSession
from media_relay.session.quality cimport Quality

cdef class AudioPath(CallerSound):
    cdef CallSession _session
    cdef CallerLeg _caller
    cdef object _clock
    cdef public AgentLeg agent
    cdef public Recorder recorder
    cpdef from_caller(self, bytes payload, bytes sound, long long timestamp_ms)
    cpdef from_agent(self, bytes payload, bytes sound, object event_id)
