"""Transfer of a call: it leaves its agent only after the agent's last words."""

from dataclasses import dataclass

FAREWELL_BEGINS_S = 2.5  # an agent that has nothing more to say is not waited for
FAREWELL_ENDS_S = 12.0  # … nor one that does not stop
BREATH_S = 0.4  # between its sentences


@dataclass(slots=True)
class TransferState:
    """A requested transfer; `is_due` is asked at every tick."""

    whom: str
    summary: str  # briefing for the colleague
    since_s: float

    def is_due(self, now_s: float, agent_spoke_at_s: float, quiet_since_s: float) -> bool:
        waited_s = now_s - self.since_s
        if waited_s >= FAREWELL_ENDS_S:
            return True
        quiet = now_s - quiet_since_s >= BREATH_S
        return quiet and (agent_spoke_at_s > self.since_s or waited_s >= FAREWELL_BEGINS_S)
