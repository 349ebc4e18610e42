"""A call rings: decide what the carrier does with it, and have it on file before the answer leaves.

A retry of the carrier gets the first answer again: same token, same conversation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from trunkline.calls.domain.agent_start import AgentStart
from trunkline.calls.domain.call_instructions import (
    CallInstruction,
    DialSip,
    Forward,
    Reject,
    RenderedDocument,
    SayAndHangUp,
    connection,
    fallback,
    voicemail_of,
)
from trunkline.calls.domain.calls import RingingCall
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.routes import NEEDS_RELAY, Mode, Route
from trunkline.calls.domain.stream_tickets import TOKEN_LIFETIME, StreamTicket, fingerprint
from trunkline.calls.domain.variables import merged
from trunkline.calls.ports.answers import AgentRegistrar, AnswerStore, NewAnswer, RoutingContext
from trunkline.errors import ProviderError

UNKNOWN_NUMBER = "We are sorry, this number is not in service."
RELAY_ASLEEP = "relay asleep"


@dataclass(frozen=True, slots=True)
class Answered:
    """The instruction for the carrier, and why it is this one: for logs and counters, never for the caller.

    `reason` is one of a handful of words, fit to be counted by; what varies goes into `detail`.
    """

    instruction: CallInstruction
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AnswerCallDeps:
    """Dependencies of `answer_call`."""

    answers: AnswerStore
    registrars: Mapping[str, AgentRegistrar]  # by voice provider; those that take a call's media over themselves
    new_token: Callable[[], str]
    destinations: Destinations = field(default_factory=Destinations)


def answer_call(call: RingingCall, deps: AnswerCallDeps, now: datetime) -> Answered:
    context = deps.answers.look_up(call)
    if context.earlier_document:
        return Answered(RenderedDocument(context.earlier_document), "answered before")
    if context.route is None:
        return Answered(SayAndHangUp(UNKNOWN_NUMBER), "unknown number")
    return _committed(call, context.route, context, deps, now)


def answer_as(call: RingingCall, route: Route, deps: AnswerCallDeps, now: datetime) -> Answered:
    """Answers with the given route instead of the number's."""
    context = deps.answers.look_up(call)
    if context.earlier_document:
        return Answered(RenderedDocument(context.earlier_document), "answered before")
    return _committed(call, route, context, deps, now)


def _committed(
    call: RingingCall, route: Route, context: RoutingContext, deps: AnswerCallDeps, now: datetime
) -> Answered:
    ringable = deps.destinations.ringable(route)
    if ringable.is_complete and ringable.mode in NEEDS_RELAY and not context.relay_is_awake:
        answer = _without_relay(call, ringable, deps, now)
    else:
        answer = _new_answer(call, ringable, deps, now, was_complete=route.is_complete)
    return Answered(RenderedDocument(deps.answers.commit(answer)), answer.reason, answer.detail)


def _without_relay(call: RingingCall, route: Route, deps: AnswerCallDeps, now: datetime) -> NewAnswer:
    """The caller does not wait for a relay that sleeps: an agent's provider takes the media itself, a voice of programs
    and the brain have only the fallback. The next call finds a relay."""
    if route.mode is Mode.RELAY:
        answer = _registered(call, replace(route, mode=Mode.REGISTER), deps, now)
    else:
        answer = _instead(call, route, now, RELAY_ASLEEP)
    return replace(answer, detail=answer.detail or RELAY_ASLEEP, wakes_relay=True)


def _new_answer(
    call: RingingCall, route: Route, deps: AnswerCallDeps, now: datetime, *, was_complete: bool
) -> NewAnswer:
    if not route.is_complete:
        reason = "destination not allowed" if was_complete else "incomplete route"
        return _instead(call, route, now, reason)
    match route.mode:
        case Mode.RELAY | Mode.VOICE | Mode.CONVERSE:
            return _relayed(call, route, deps, now)
        case Mode.REGISTER:
            return _registered(call, route, deps, now)
        case Mode.FORWARD:
            instruction: CallInstruction = Forward(route.forward_to, call.caller_id, route.said_first, route.say)
        case Mode.VOICEMAIL:
            instruction = voicemail_of(route)
        case Mode.REJECT:
            instruction = Reject(route.reject_reason)
    return NewAnswer(call, route, instruction, now, reason=route.mode.value)


def _relayed(call: RingingCall, route: Route, deps: AnswerCallDeps, now: datetime) -> NewAnswer:
    token = deps.new_token()
    instruction = connection(route, token, route.said_first)
    ticket = new_ticket(call, route, now)
    return NewAnswer(call, route, instruction, now, fingerprint(token), ticket, reason=route.mode.value)


def new_ticket(
    call: RingingCall, route: Route, now: datetime, *, is_resumed: bool = False, note: str = ""
) -> StreamTicket:
    """The ticket of a media stream. A note is for an agent that resumes the call."""
    return StreamTicket(
        call_id=call.call_id,
        company_id=route.company_id,
        agent_id=route.agent_id,
        provider=route.spoken_by,
        expires_at=now + TOKEN_LIFETIME,
        max_duration_s=route.max_duration_s,
        record=route.record,
        agent_speaks_first=route.agent_speaks_first,
        resume_message=(route.return_message if note else "") or route.resume_message,
        voice=route.voice,
        remove_pii=route.remove_pii,
        is_resumed=is_resumed,
        resume_note=note,
        keypad=route.keypad,
        keypad_on_file=route.keypad_on_file,
        tools=route.tools,
        opening=route.opening,  # a relay that resumes the call repeats it: how much was heard is not known
        person=call.from_number if call.direction == "inbound" else call.to_number,
        opt_out_key=route.opt_out_key,
        attempt_id=route.attempt_id,
        user_id=route.user_id,
        overrides=route.overrides,
        dynamic_variables=_variables(call, route),
    )


def _registered(call: RingingCall, route: Route, deps: AnswerCallDeps, now: datetime) -> NewAnswer:
    registrar = deps.registrars.get(route.provider)
    if registrar is None:
        return _instead(call, route, now, "provider cannot take the call")
    try:
        registered = registrar.register_call(call, route.agent_id, _variables(call, route), start_of(route))
    except ProviderError as error:
        return _instead(call, route, now, error.code)
    instruction = (
        DialSip(registered.sip_uri, route.said_first, route.say)
        if registered.sip_uri
        else RenderedDocument(registered.document, route.said_first, route.say)
    )
    conversation_id = registered.conversation_id
    return NewAnswer(call, route, instruction, now, conversation_id=conversation_id, reason=route.mode.value)


def _variables(call: RingingCall, route: Route) -> dict[str, str]:
    """Variables for an agent's prompt. The vendor's own telephony variables have no value on these paths."""
    known = {
        "call_sid": str(call.call_id),
        "caller_number": call.from_number,
        "called_number": call.to_number,
    }
    return merged(route.dynamic_variables, known | ({"attempt_id": route.attempt_id} if route.attempt_id else {}))


def start_of(route: Route) -> AgentStart:
    return AgentStart(route.user_id, route.overrides)


def _instead(call: RingingCall, route: Route, now: datetime, reason: str) -> NewAnswer:
    return NewAnswer(call, route, fallback(route, call.caller_id), now, reason="fallback", detail=reason)
