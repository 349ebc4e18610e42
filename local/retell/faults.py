"""Faults of the fake Retell, as switches."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Faults:
    """`answers` gives a route's next answers by its name: a status, or 0 for a connection that breaks."""

    answers: dict[str, list[int]] = field(default_factory=dict)
    lose_answers: dict[str, int] = field(default_factory=dict)  # carried out, and the connection breaks
    error_message_key: str = "message"  # or error_message, as seen on live 400s
    duplicate: bool = False
    analysis_first: bool = False  # call_analyzed before call_ended, which comes before call_started
    without: frozenset[str] = frozenset()  # optional fields left out of webhooks
    wrong_key: bool = False
    age_ms: int = 0  # how long ago a webhook says it was signed
    unknown_event: bool = False  # one more webhook, of a kind that is not documented
    lose_webhooks: bool = False
    repeat_functions: bool = False  # each request of a custom function comes twice, as after a lost answer
    any_variables: bool = False  # values of variables may be other than texts

    def take(self, route: str) -> int | None:
        waiting = self.answers.get(route)
        return waiting.pop(0) if waiting else None

    def loses(self, route: str) -> bool:
        left = self.lose_answers.get(route, 0)
        self.lose_answers[route] = max(left - 1, 0)
        return left > 0
