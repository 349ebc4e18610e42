"""Invariants of a call under any events in any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_relay.session.admission import AdmissionPhase, RedeemTicket, RefuseCaller
from media_relay.session.call_session import Phase
from media_relay.session.messages import (
    ClearCaller,
    CloseAgent,
    EndStream,
    OpenAgent,
)
from tests.fakes.calls_in_progress import ONE_OF_EACH, Stream, admission_in, session_in
from trunkline.realtime.agent_events import CallerInterrupted

EVENTS = st.sampled_from(ONE_OF_EACH) | st.builds(CallerInterrupted, st.none() | st.integers(0, 5))
AUDIO = st.integers(0, 5)  # an event id: agent audio is no event, the session is only asked about it
STEPS = st.lists(st.tuples(EVENTS, st.floats(0, 3)), max_size=40)
ALLOWED = {
    AdmissionPhase.LISTENING: {AdmissionPhase.LISTENING, AdmissionPhase.CHECKING, AdmissionPhase.REFUSED},
    AdmissionPhase.CHECKING: {AdmissionPhase.CHECKING, AdmissionPhase.ADMITTED, AdmissionPhase.REFUSED},
    AdmissionPhase.ADMITTED: {AdmissionPhase.ADMITTED},
    AdmissionPhase.REFUSED: {AdmissionPhase.REFUSED},
    Phase.CONNECTING: {Phase.CONNECTING, Phase.TALKING, Phase.OVER},
    Phase.TALKING: {Phase.TALKING, Phase.RECONNECTING, Phase.DRAINING, Phase.OVER},
    Phase.RECONNECTING: {Phase.RECONNECTING, Phase.TALKING, Phase.DRAINING, Phase.OVER},
    Phase.DRAINING: {Phase.DRAINING, Phase.OVER},
    Phase.OVER: {Phase.OVER},
}


def live(steps) -> tuple[Stream, list]:
    """A whole life: every event, and a tick after each."""
    session, commands, now = Stream(), [], 0.0
    for event, passes_s in steps:
        now += passes_s
        commands += session.receive(event, now) + session.tick(now)
    return session, commands


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda e: type(e).__name__)
def test_every_event_in_every_phase_leads_to_an_allowed_phase(phase, event):
    session = session_in(phase)
    session.receive(event, 0.1)
    assert session.phase in ALLOWED[phase]


@pytest.mark.parametrize("phase", AdmissionPhase)
@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda e: type(e).__name__)
def test_every_event_in_every_phase_of_admission_leads_to_an_allowed_phase(phase, event):
    admission = admission_in(phase)
    admission.receive(event, 0.1)
    assert admission.phase in ALLOWED[phase]


@pytest.mark.parametrize("phase", Phase)
def test_time_alone_ends_every_call(phase):
    session = session_in(phase)
    session.tick(10_000.0)
    assert session.phase is Phase.OVER


@pytest.mark.parametrize("phase", [AdmissionPhase.LISTENING, AdmissionPhase.CHECKING])
def test_time_alone_ends_every_admission(phase):
    admission = admission_in(phase)
    admission.tick(10_000.0)
    assert admission.phase is AdmissionPhase.REFUSED


@given(STEPS)
def test_a_call_ends_at_most_once_and_is_silent_afterwards(steps):
    _, commands = live(steps)
    ends = [n for n, command in enumerate(commands) if isinstance(command, EndStream | RefuseCaller)]
    assert ends in ([], [len(commands) - 1])


@given(STEPS)
def test_no_agent_is_opened_before_its_token_was_spent(steps):
    _, commands = live(steps)
    kinds = [type(c) for c in commands]
    if OpenAgent in kinds:
        assert RedeemTicket in kinds[: kinds.index(OpenAgent)]


@given(STEPS)
def test_every_opened_agent_is_closed(steps):
    session, commands = live(steps)
    if any(isinstance(c, OpenAgent) for c in commands) and session.is_over:
        assert any(isinstance(c, CloseAgent) for c in commands)


@given(st.lists(EVENTS | AUDIO, max_size=40))
def test_after_an_interruption_no_audio_of_a_cut_turn_plays(events):
    session, cut_through = session_in(Phase.TALKING), -1
    for event in events:
        if isinstance(event, int):
            assert session.plays(event, 160, 1.0) is None or event > cut_through
            continue
        commands = session.receive(event, 1.0)
        if any(isinstance(c, OpenAgent) for c in commands):
            cut_through = -1  # another conversation counts its events anew; of the old one nothing is heard any more
        if isinstance(event, CallerInterrupted) and any(isinstance(c, ClearCaller) for c in commands):
            newest = session.playback.newest  # what has not come yet may be the answer
            cut_through = max(cut_through, newest if event.event_id is None else min(event.event_id, newest))


@given(STEPS, AUDIO)
def test_audio_flows_only_while_both_sides_talk(steps, event_id):
    session, _ = live(steps)
    talking = session.phase is Phase.TALKING
    assert session.forwards(b"frame") == talking
    if not talking:
        assert session.plays(event_id, 160, 1000.0) is None
