"""Trouble of a call: the reasons for which it did not go as intended, read from its record alone."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from trunkline.calls.domain.calls import StreamOutcome

Facts = Mapping[str, Any]
NO_ONE_PICKED_UP = {"busy", "no-answer", "canceled"}  # an ordinary end of an outbound call


class Trouble(StrEnum):
    """A reason. Lists, counts and the console use these words."""

    FALLBACK = "fallback"  # the route could not answer as it says, and its fallback did
    NEVER_STARTED = "never_started"  # the voice provider could not start the conversation
    CALL_FAILED = "call_failed"  # the carrier could not connect the call
    AGENT_UNREACHABLE = "agent_unreachable"
    AGENT_MISCONFIGURED = "agent_misconfigured"
    AGENT_REFUSED = "agent_refused"
    AGENT_LOST = "agent_lost"  # the agent went away in the middle of the call
    RELAY_STOPPED = "relay_stopped"  # a relay left, and no other took the call
    RESUMED = "resumed"  # the line was cut, and another relay took the call
    REAPED = "reaped"  # the relay was lost, or did not end the call in time
    PROVIDER_FAILED = "provider_failed"  # the voice provider reports the conversation as failed
    TOOL_FAILED = "tool_failed"  # a tool of the agent answered with an error
    ONE_SIDED = "one_sided"  # only one side was ever heard


def trouble_of(facts: Facts) -> list[Trouble]:
    """The reasons of a call, in the order of `Trouble`; empty for a call without any."""
    return [reason for reason in Trouble if _SIGNS[reason](facts)]


def _ended_as(outcome: StreamOutcome) -> Callable[[Facts], bool]:
    return lambda facts: facts.get("stream_outcome") == outcome


def _never_started(facts: Facts) -> bool:
    reason = facts.get("never_started_because")
    return reason is not None and reason not in NO_ONE_PICKED_UP and "transcript_key" not in facts


def _resumed(facts: Facts) -> bool:
    """Whether the line was cut: not by a transfer that was not taken. Older records count both as one."""
    if "cuts" in facts:
        return int(facts["cuts"]) > 0
    return int(facts.get("resumes") or 0) > int(facts.get("transfer_taken") is False)


def _tool_failed(facts: Facts) -> bool:
    return any(tool.get("is_error") for tool in facts.get("tools") or [])


_SIGNS: dict[Trouble, Callable[[Facts], bool]] = {
    Trouble.FALLBACK: lambda facts: facts.get("answer_reason") == "fallback",
    Trouble.NEVER_STARTED: _never_started,
    Trouble.CALL_FAILED: lambda facts: facts.get("status") == "failed",
    Trouble.AGENT_UNREACHABLE: _ended_as(StreamOutcome.AGENT_UNREACHABLE),
    Trouble.AGENT_MISCONFIGURED: _ended_as(StreamOutcome.AGENT_MISCONFIGURED),
    Trouble.AGENT_REFUSED: _ended_as(StreamOutcome.AGENT_REFUSED),
    Trouble.AGENT_LOST: _ended_as(StreamOutcome.AGENT_LOST),
    Trouble.RELAY_STOPPED: _ended_as(StreamOutcome.RELAY_STOPPED),
    Trouble.RESUMED: _resumed,
    Trouble.REAPED: lambda facts: "reaped" in facts,
    Trouble.PROVIDER_FAILED: lambda facts: facts.get("conversation_status") == "failed",
    Trouble.TOOL_FAILED: _tool_failed,
    Trouble.ONE_SIDED: lambda facts: bool(facts.get("is_one_sided")),
}
