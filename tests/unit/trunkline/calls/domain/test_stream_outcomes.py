"""What an outcome of a stream says about the caller."""

from trunkline.calls.domain.calls import StreamOutcome


def test_a_call_is_dropped_when_something_else_has_to_take_over():
    dropped = {outcome.value for outcome in StreamOutcome if outcome.is_dropped}
    assert dropped == {"agent-unreachable", "agent-misconfigured", "agent-refused", "agent-lost", "relay-stopped"}
