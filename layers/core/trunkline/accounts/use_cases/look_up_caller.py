"""Looks up the caller of an inbound call of the provider. Without a caller, the number's defaults."""

from dataclasses import dataclass
from typing import Any

from trunkline.accounts.domain.callers import Caller, CallerQuestion
from trunkline.accounts.ports import Callers, CallerSource
from trunkline.errors import SourceFailed
from trunkline.numbering.e164 import is_withheld


@dataclass(frozen=True, slots=True)
class Context:
    """A caller's variables, and one word for their source, which is a metric dimension without personal data."""

    caller: Caller | None
    defaults: dict[str, Any]
    origin: str


def look_up_caller(question: CallerQuestion, callers: Callers, source: CallerSource) -> Context:
    """The company's stored caller overrides its system's answer; both override the number's defaults."""
    called = callers.called(question.called)
    if called is None:
        return Context(None, {}, "unknown-number")
    defaults = dict(called.defaults)
    known = callers.find(called.company_id, question.caller) if not is_withheld(question.caller) else None
    if known:
        return Context(known, defaults, "directory")
    if called.source is None:
        return Context(None, defaults, "defaults")
    try:
        answer = source.ask(called.source, question)
    except SourceFailed:
        return Context(None, defaults, "source-failed")
    return Context(answer, defaults, "source" if answer else "defaults")
