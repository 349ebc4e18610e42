from enum import StrEnum

class Trouble(StrEnum):
    AGENT_LOST = "agent_lost"
    AGENT_MISCONFIGURED = "agent_misconfigured"
    AGENT_REFUSED = "agent_refused"
    AGENT_UNREACHABLE = "agent_unreachable"
    CALL_FAILED = "call_failed"
    FALLBACK = "fallback"
    NEVER_STARTED = "never_started"
    ONE_SIDED = "one_sided"
    PROVIDER_FAILED = "provider_failed"
    REAPED = "reaped"
    RELAY_STOPPED = "relay_stopped"
    RESUMED = "resumed"
    TOOL_FAILED = "tool_failed"

    def __str__(self) -> str:
        return str(self.value)
