"""The life of a call as a table: which status may follow which, and what each one is called on which wire. Pure."""

TERMINAL = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
UNANSWERED = frozenset({"busy", "failed", "no-answer", "canceled"})

MAY_BECOME: dict[str, frozenset[str]] = {
    "queued": frozenset({"initiated", "canceled", "failed"}),
    "initiated": frozenset({"ringing", *UNANSWERED}),
    "ringing": frozenset({"in-progress", *UNANSWERED}),
    "in-progress": frozenset({"completed"}),
    **dict.fromkeys(TERMINAL, frozenset()),
}
SIP_RESPONSE = {"completed": 200, "busy": 486, "no-answer": 487, "canceled": 487, "failed": 404}


class IllegalTransition(Exception):
    """A bug in this fake: the real carrier's calls never do that."""


def move(status: str, to: str) -> str:
    if to not in MAY_BECOME[status]:
        raise IllegalTransition(f"a call that is {status} cannot become {to}")
    return to


def rest_status(status: str) -> str:
    """`initiated` exists in status callbacks only; over REST such a call is still queued."""
    return "queued" if status == "initiated" else status


def callback_event(status: str) -> str | None:
    """The StatusCallbackEvent a customer subscribes to in order to hear of this status."""
    if status in TERMINAL:
        return "completed"
    return {"initiated": "initiated", "ringing": "ringing", "in-progress": "answered"}.get(status)
