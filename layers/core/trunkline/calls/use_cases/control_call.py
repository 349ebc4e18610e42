"""Programs and their voice calls: take one that rings, steer it, end it. Another company's call is not there."""

from datetime import datetime
from typing import Any

from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import RingingCall, TimelineEvent
from trunkline.calls.domain.carrier_speech import NO_DISCLOSURES, Disclosures
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.ports.carrier import Carrier
from trunkline.calls.ports.live_calls import LiveCalls, QueuedCommands
from trunkline.calls.ports.records import CallRecords, CallSearch
from trunkline.calls.use_cases.answer_call import AnswerCallDeps, Answered, answer_as
from trunkline.errors import Conflict, NotFound
from trunkline.ids import CallId
from trunkline.speech.domain.voices import VoiceChoice, VoiceSettings

NO_SUCH_CALL = "Call not found"


def own_call(company_id: str, call_id: CallId, call_search: CallSearch) -> CallSummary:
    """Raises NotFound, for another company's call as well."""
    call = call_search.find(call_id)
    if call is None or call.company_id != company_id:
        raise NotFound(NO_SUCH_CALL)
    return call


def take_ringing_call(
    company_id: str,
    ringing: RingingCall,
    voice: VoiceChoice,
    agent_id: str,
    call_search: CallSearch,
    deps: AnswerCallDeps,
    now: datetime,
    *,
    remove_pii: bool = False,
    disclosures: Disclosures = NO_DISCLOSURES,
) -> Answered:
    """The answer for a call that the carrier announced to a program. Idempotent."""
    known = call_search.find(ringing.call_id)
    if known is not None and known.company_id != company_id:
        raise NotFound(NO_SUCH_CALL)
    route = Route(
        number=ringing.to_number,
        mode=Mode.VOICE,
        company_id=company_id,
        agent_id=agent_id,
        voice=voice,
        remove_pii=remove_pii,
        disclosures=disclosures,
    )
    return answer_as(ringing, route, deps, now)


def steer(call: CallSummary, order: LiveCallCommand, live: LiveCalls) -> dict[str, Any]:
    """The relay's answer to a command. Raises Conflict when no relay carries the call."""
    answer = live.command(call.call_id, order)
    if answer is None:
        raise Conflict("Call is not in progress" if not call.is_over else "Call has ended")
    return answer


def speak(
    call: CallSummary, order: LiveCallCommand, live: LiveCalls, waiting: QueuedCommands, name: str, now: datetime
) -> str:
    """ "streaming", or "queued" until the call is answered: the relay says it first. Raises Conflict."""
    if live.command(call.call_id, order) is not None:
        return "streaming"
    if call.is_over:
        raise Conflict("Call has ended")
    waiting.leave(call.call_id, now, name, order)
    live.command(call.call_id, LiveCallCommand("collect_texts"))  # it may have been picked up this very moment
    return "queued"


def stop(call: CallSummary, live: LiveCalls, waiting: QueuedCommands) -> None:
    """Silence; texts that wait for the call to be picked up are withdrawn. Raises Conflict for a call that is over."""
    order = LiveCallCommand("stop_speaking")
    if live.command(call.call_id, order) is not None:
        return
    if call.is_over:
        raise Conflict("Call has ended")
    waiting.withdraw_texts(call.call_id)
    live.command(call.call_id, order)  # it may have been picked up this very moment


def change_voice(
    call: CallSummary,
    order: LiveCallCommand,
    live: LiveCalls,
    waiting: QueuedCommands,
    calls: CallRecords,
    name: str,
    now: datetime,
) -> VoiceChoice:
    """The voice from the next text on; before the call is picked up, the voice it begins with. Raises Conflict."""
    before = voice_of(call)
    answer = live.command(call.call_id, order)
    if answer is not None:
        voice = answer["voice"]
        return VoiceChoice(voice["voice_id"], VoiceSettings(**voice["voice_settings"]))
    if call.is_over or before is None:
        raise Conflict("Call has ended" if call.is_over else "this call has an agent; its voice is the agent's")
    voice = before.changed_by(order.text, VoiceSettings(**order.settings))  # type: ignore[arg-type]
    waiting.leave(call.call_id, now, name, order)
    calls.note(call.call_id, TimelineEvent(f"voice-{name}", now, "voice changed"), {"voice": voice.values()})
    live.command(call.call_id, LiveCallCommand("collect_texts"))
    return voice


def voice_of(call: CallSummary) -> VoiceChoice | None:
    """The voice on file; None for a call with an agent."""
    values = call.facts.get("voice")
    return VoiceChoice.of(values) if values else None


def end(call: CallSummary, carrier: Carrier, calls: CallRecords, now: datetime) -> None:
    """Hangs up at the carrier, which ends everything else. Ending twice is ending once."""
    if not call.is_over:
        carrier.end(call.call_id)
        calls.add_event(call.call_id, TimelineEvent("ended-by-program", now, "ended by a program"))
