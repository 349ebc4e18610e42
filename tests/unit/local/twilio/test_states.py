"""Pure: the life of a call."""

import pytest

from local.twilio.calls.statuses import MAY_BECOME, TERMINAL, IllegalTransition, callback_event, move, rest_status


def test_an_answered_call_goes_through_every_stage():
    status = "queued"
    for step in ("initiated", "ringing", "in-progress", "completed"):
        status = move(status, step)
    assert status == "completed"


@pytest.mark.parametrize("final", sorted(TERMINAL))
def test_nothing_follows_a_final_status(final):
    for status in MAY_BECOME:
        with pytest.raises(IllegalTransition):
            move(final, status)


def test_an_answered_call_can_only_complete():
    for status in TERMINAL - {"completed"}:
        with pytest.raises(IllegalTransition):
            move("in-progress", status)


def test_initiated_is_never_seen_over_rest():
    assert rest_status("initiated") == "queued"
    assert rest_status("ringing") == "ringing"


def test_every_final_status_is_the_completed_event():
    assert {callback_event(status) for status in TERMINAL} == {"completed"}
    assert callback_event("in-progress") == "answered"
    assert callback_event("queued") is None
