"""<Dial>: rings other people, screens them with a whisper, bridges the two lines and reports how it went."""

import asyncio
import re
import time
from dataclasses import dataclass, field

from local.twilio.callbacks import StatusCallbacks, subscribed
from local.twilio.caller import Person
from local.twilio.calls.call_state import CallState
from local.twilio.calls.documents import Fetch, Step
from local.twilio.calls.engine import CallEngine
from local.twilio.calls.legs import ring
from local.twilio.media.line import bridge, sample_at
from local.twilio.media.recordings import keep, notice_of, url_of
from local.twilio.state import end_task
from local.twilio.twiml.parser import Verb

E164 = re.compile(r"^\+[1-9]\d{1,14}$")
MAX_NOUNS = 10


@dataclass
class Outcome:
    """The outcome of a dial, for the action's parameters. A failed attempt without a leg has no sid."""

    status: str = "failed"
    leg: CallState | None = None
    is_bridged: bool = False
    extra: dict[str, str] = field(default_factory=dict)

    def params(self) -> dict[str, str]:
        fields = {"DialCallStatus": self.status, "DialBridged": str(self.is_bridged).lower()}
        if self.leg is not None:
            fields["DialCallSid"] = self.leg.sid
            fields["DialCallDuration"] = str(self.leg.duration_s)
        return fields | self.extra


async def dial(engine: CallEngine, verb: Verb) -> Step:
    if verb.get("answerOnBridge") != "true":
        engine.call.answer()
    engine.call.note("dials", nouns=[noun.text for noun in _nouns(verb)])
    conferences = verb.inside("Conference")
    outcome = await _conference(engine, conferences[0]) if conferences else await _dial_people(engine, verb)
    engine.call.note("dialled", status=outcome.status, bridged=outcome.is_bridged)
    return engine.action(verb, **outcome.params())


def _nouns(verb: Verb) -> list[Verb]:
    """Plain text inside <Dial> is a number."""
    plain = [Verb("Number", text=verb.text)] if verb.text else []
    return (plain + [child for child in verb.children if child.name != "Conference"])[:MAX_NOUNS]


async def _dial_people(engine: CallEngine, verb: Verb) -> Outcome:
    caller_id = verb.get("callerId", engine.call.from_)
    if caller_id not in {engine.call.from_, engine.call.to, *engine.state.numbers}:
        engine.call.log(13214, caller_id)
        return Outcome()
    nouns = [noun for noun in _nouns(verb) if _can_be_dialled(engine, noun)]
    if verb.get("sequential") != "true":
        return await _ring_all(engine, verb, nouns, caller_id)
    outcome = Outcome()
    for noun in nouns:
        outcome = await _ring_all(engine, verb, [noun], caller_id)
        if outcome.status == "completed":
            break
    return outcome


def _can_be_dialled(engine: CallEngine, noun: Verb) -> bool:
    if noun.name == "Number" and not E164.match(noun.text):
        engine.call.log(13223, noun.text)
        return False
    return True


async def _ring_all(engine: CallEngine, verb: Verb, nouns: list[Verb], caller_id: str) -> Outcome:
    """All phones ring at once; the first to answer wins and the others stop ringing."""
    legs = [(_new_leg(engine, noun, caller_id), noun) for noun in nouns]
    people = {leg.sid: engine.state.person_at(leg.to) for leg, _noun in legs}
    attempts = {
        asyncio.create_task(ring(leg, people[leg.sid], verb.number("timeout", 30))): (leg, noun) for leg, noun in legs
    }
    try:
        winner = await _first_answer(attempts)
        if winner is None:
            return Outcome(legs[-1][0].status, legs[-1][0]) if legs else Outcome()
        for leg, _noun in legs:
            if leg is not winner[0]:
                leg.hang_up("carrier")
        return await _talk(engine, verb, winner, people[winner[0].sid])
    finally:
        for attempt in attempts:
            await end_task(attempt)
        _end_legs([leg for leg, _noun in legs])


async def _first_answer(
    attempts: "dict[asyncio.Task[bool], tuple[CallState, Verb]]",
) -> tuple[CallState, Verb] | None:
    for attempt in asyncio.as_completed(attempts):
        if await attempt:
            return next(pair for pair in attempts.values() if pair[0].status == "in-progress")
    return None


def _end_legs(legs: list[CallState]) -> None:
    for leg in legs:
        if leg.status == "in-progress":
            leg.enter("completed")
        elif not leg.is_over:
            leg.enter("canceled")


def _new_leg(engine: CallEngine, noun: Verb, caller_id: str) -> CallState:
    leg = engine.state.new_call(noun.text, caller_id, "outbound-dial", parent_sid=engine.call.sid)
    if url := noun.get("statusCallback"):
        events = subscribed(noun.get("statusCallbackEvent"))
        method = noun.get("statusCallbackMethod", "POST")
        leg.on_status = StatusCallbacks(engine.state, engine.absolute(url), method, events).report
    engine.call.note("rings", to=noun.text, sid=leg.sid)
    return leg


async def _talk(engine: CallEngine, verb: Verb, answered: tuple[CallState, Verb], who: Person | None) -> Outcome:
    """An answered leg counts as completed even if the whisper then ends it."""
    leg, noun = answered
    outcome = Outcome("completed", leg)
    person = engine.state.seat_person(leg, who.play if who else None)
    try:
        if await _passes_whisper(engine, leg, noun):
            await _bridged(engine, verb, leg, outcome)
    finally:
        if leg.status == "in-progress":
            leg.enter("completed")
        await engine.state.farewell(person)
    return outcome


async def _passes_whisper(engine: CallEngine, leg: CallState, noun: Verb) -> bool:
    """The whisper is heard by the callee alone; running off its end means `put me through`."""
    url = noun.get("url")
    if not url:
        return not leg.hung_up_by
    whisper = Whisper(engine.state, leg)
    await whisper.run(Fetch(engine.absolute(url), noun.get("method", "POST")))
    return not (whisper.was_declined or leg.hung_up_by)


class Whisper(CallEngine):
    """Like any document, except that <Hangup> here means that the callee does not take the call."""

    was_declined = False

    async def _perform(self, verb: Verb) -> Step:
        self.was_declined = self.was_declined or verb.name in {"Hangup", "Reject"}
        return await super()._perform(verb)


async def _bridged(engine: CallEngine, verb: Verb, leg: CallState, outcome: Outcome) -> None:
    engine.call.answer()
    engine.call.note("bridged", to=leg.to)
    outcome.is_bridged, started_s = True, time.monotonic()
    try:
        async with asyncio.timeout(verb.number("timeLimit", 14400)):
            await bridge(engine.call.line, leg.line)
    except TimeoutError:
        leg.hang_up("carrier")
    if verb.get("record", "do-not-record") != "do-not-record":
        outcome.extra["RecordingUrl"] = _recorded(engine, verb, leg, started_s)


def _recorded(engine: CallEngine, verb: Verb, leg: CallState, started_s: float) -> str:
    first = sample_at(started_s)
    audio = leg.line.output.audio(first, sample_at(time.monotonic()) - first)
    callback = verb.get("recordingStatusCallback")
    notice = notice_of(verb, engine.absolute(callback) if callback else "")
    return url_of(engine.state, keep(engine.state, engine.call, audio, "DialVerb", notice))


async def _conference(engine: CallEngine, noun: Verb) -> Outcome:
    """The person scripted under the room's name joins; without one the caller waits there until they hang up."""
    person = engine.state.people.get(noun.text)
    engine.call.note("joins", conference=noun.text)
    if person is None or not person.answers:
        await engine.call.line.over.wait()
        return Outcome("answered")
    leg = engine.state.new_call(noun.text, engine.call.to, "outbound-api")
    if await ring(leg, person, 60.0):
        await _talk(engine, Verb("Dial"), (leg, Verb("Number")), person)
    return Outcome("answered")  # a conference reports neither a sid nor a duration
