"""A carrier's status callback, in the domain's words."""

from dataclasses import dataclass

from trunkline.calls.domain.calls import Progress, TimelineEvent
from trunkline.ids import CallId


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """A call changed state, or so one of several callbacks says that may arrive in any order."""

    call_id: CallId
    status: str
    progress: Progress
    event: TimelineEvent
    facts: dict[str, str | int | bool]
