"""Calls that programs place, take and steer: what they are to say comes through here as text."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response, Security
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBasicCredentials
from pydantic import StringConstraints

from api.auditing import Audit
from api.errors import answers
from api.identity import BASIC, BEARER, HEADER, Operator, Reader, deps_of, destinations_of, key_in, known_key
from api.models.calls import (
    CallCreated,
    CallHandled,
    CallInfo,
    CallOrdered,
    CallStatus,
    IncomingCall,
    NewCall,
    Streaming,
    TextToSpeak,
    TextToStream,
    VoiceUpdated,
)
from api.models.fields import CallSid, IdempotencyKey, VoiceId, zulu
from api.models.voices import VoiceInfo, VoiceSettingsShape, voice_to_response
from api.once import once
from api.own_call import allowed
from trunkline.accounts.domain.companies import ApiKey, Scope
from trunkline.accounts.use_cases.manage_routes import with_those_of
from trunkline.accounts.use_cases.ownership import refuse_foreign_agent, refuse_foreign_number
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import CallDeps
from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import RingingCall, TimelineEvent
from trunkline.calls.domain.carrier_speech import Disclosures
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.calls.domain.outbound.outbound_calls import PlacedCall
from trunkline.calls.domain.outbound.waiting_calls import WaitingCall
from trunkline.calls.use_cases.control_call import change_voice, end, own_call, speak, stop, take_ringing_call, voice_of
from trunkline.calls.use_cases.order_voice_call import order_voice_call
from trunkline.calls.use_cases.place_voice_call import VoiceCallRequest, find_placed
from trunkline.errors import BadRequest, NotFound
from trunkline.ids import CallId
from trunkline.numbering.e164 import one_writing
from trunkline.speech.domain.speech_privacy import PII_REMOVED, speech_redactor
from trunkline.speech.domain.voices import VoiceChoice
from trunkline.speech.use_cases.synthesize_speech import Spoken, synthesize_speech
from trunkline.telemetry import count, measure

router = APIRouter(tags=["calls"])
Deps = Annotated[CallDeps, Depends(deps_of)]
OrderId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
ORDERED: dict[str, object] = {"model": CallOrdered, "description": "The relay sleeps: the phone rings when it wakes"}


@router.post("/calls", response_model=CallCreated, responses={202: ORDERED, **answers(409)})
def create_call(
    body: NewCall, key: Operator, deps: Deps, idempotency_key: IdempotencyKey = None
) -> dict[str, Any] | Response:
    """Places one call: a repeated request with the same `Idempotency-Key` gets the first answer.
    `webhook_url` receives the call's events, signed with the company's secret for calls.
    Where the relay may sleep and does, the answer is 202 and the phone rings when it has woken, in about a minute."""
    refuse_foreign_number(body.from_number, key.company_id, deps.owners)
    if body.webhook_url:
        deps.event_addresses.refuse(body.webhook_url, "webhook_url")
    voice = _voice(key.company_id, body, deps)
    asked = VoiceCallRequest(
        company_id=key.company_id,
        to_number=body.to_number,
        from_number=body.from_number,
        voice=voice,
        webhook_url=body.webhook_url or "",
        metadata=body.metadata,
        max_duration_s=body.max_duration_s,
        remove_pii=body.remove_pii,
        disclosures=_disclosures(body, body.from_number, key.company_id, deps),
        destinations=destinations_of(key.company_id, deps),
    )
    ordering = deps.ordering
    answer = once(
        deps,
        key.company_id,
        idempotency_key,
        body.model_dump_json(),
        do=lambda now: _ordered(order_voice_call(asked, ordering, now), voice, zulu(now)),
        ask=lambda since, now: _created(find_placed(asked, ordering.placing, since, now), voice, zulu(since)),
    )
    return JSONResponse(answer, 202) if "order_id" in answer else answer


@router.get("/calls/orders/{order_id}", response_model=CallOrdered, responses=answers(404))
def get_call_order(order_id: OrderId, key: Reader, deps: Deps) -> CallOrdered:
    """The state of a call that was ordered while the relay slept; `call_sid` once it is `placed`. Kept for a day."""
    call = deps.ordering.orders.find(order_id)
    if call is None or call.company_id != key.company_id:
        raise NotFound("Order not found")
    return CallOrdered(**order_to_response(call))


@router.post(
    "/calls/incoming",
    response_model=CallHandled,
    responses=answers(404),
    openapi_extra={"x-scope": Scope.OPERATE.word},  # checked below: the key may be in the body
)
def take_incoming_call(
    incoming: IncomingCall,
    deps: Deps,
    header: Annotated[str | None, Security(HEADER)] = None,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)] = None,
    basic: Annotated[HTTPBasicCredentials | None, Security(BASIC)] = None,
) -> CallHandled:
    """The TwiML for a call that rang at a program of yours. The company's key may be in the body, not in a header."""
    key = known_key(header or incoming.company_api_key or key_in(bearer, basic), Scope.OPERATE, deps)
    refuse_foreign_number(incoming.to_number, key.company_id, deps.owners, "to_number")
    refuse_foreign_agent(incoming.agent_id, key.company_id, deps.owners)
    voice = _voice(key.company_id, incoming, deps)
    ringing = RingingCall(CallId(incoming.call_sid), one_writing(incoming.from_number), incoming.to_number)
    answered = take_ringing_call(
        key.company_id,
        ringing,
        voice,
        incoming.agent_id or "",
        deps.call_search,
        deps.answering,
        deps.now(),
        remove_pii=incoming.remove_pii,
        disclosures=_disclosures(incoming, incoming.to_number, key.company_id, deps),
    )
    return CallHandled(call_sid=incoming.call_sid, twiml=deps.render(answered.instruction), status="handled")


@router.post(
    "/calls/{call_sid}/synthesize",
    response_class=Response,
    responses={200: {"content": {"audio/mpeg": {"schema": {"type": "string", "format": "binary"}}}}, **answers(404)},
)
def synthesize(call_sid: CallSid, body: TextToSpeak, key: Operator, deps: Deps) -> Response:
    """The text as MP3, in the call's voice or another one. The caller does not hear it: that is `stream`."""
    call = own_call(key.company_id, CallId(call_sid), deps.call_search)
    profiles = deps.companies.voice_profiles(key.company_id)
    asked = VoiceChoice(body.voice_id, body.voice_settings.domain()) if body.voice_id else None
    voice = asked or (profiles.voice_for(body.inquiry_type) if body.inquiry_type else voice_of(call)) or profiles.usual
    if voice is None:
        raise BadRequest("voice_id is missing, and neither the call nor the company has a voice")
    redactor = speech_redactor(call.facts, profiles, requested=body.remove_pii)
    spoken = synthesize_speech(
        key.company_id, body.text, voice, profiles, deps.speaking, pauses=body.pauses, redactor=redactor
    )
    count("SpeechMade", kept=str(spoken.was_kept).lower(), instead=str(spoken.voice_id != voice.voice_id).lower())
    if not spoken.was_kept:
        _note_synthesis(call.call_id, spoken, deps)
    cost = {} if spoken.credits is None else {"x-speech-credits": str(spoken.credits)}
    cost |= {"x-compliance-status": PII_REMOVED} if redactor else {}
    return Response(spoken.audio, media_type="audio/mpeg", headers={"x-voice-id": spoken.voice_id, **cost})


@router.post(
    "/calls/{call_sid}/stream",
    response_model=Streaming,
    response_model_exclude_none=True,
    responses=answers(404, 409),
)
def stream_text(call_sid: CallSid, body: TextToStream, key: Operator, deps: Deps) -> Streaming:
    """Speaks the text after the texts before it; `queued` until the call is answered."""
    call, name = _own(call_sid, key, deps), deps.new_secrets.key_id()
    profiles = deps.companies.voice_profiles(key.company_id)
    redactor = speech_redactor(call.facts, profiles, requested=body.remove_pii)
    text = redactor.text(body.text) if redactor else body.text
    order = LiveCallCommand("speak", text, inquiry_type=body.inquiry_type or "", pauses=body.pauses)
    status = speak(call, order, deps.live, deps.waiting, name, deps.now())
    return Streaming(
        call_sid=call_sid,
        status=status,
        text_length=len(body.text),
        compliance_status=PII_REMOVED if redactor else None,
    )


@router.post("/calls/{call_sid}/stop", response_model=CallStatus, responses=answers(404, 409))
def stop_speaking(call_sid: CallSid, key: Operator, deps: Deps) -> CallStatus:
    """Silence at once; what was still to be said is forgotten, also before the call is picked up."""
    stop(_own(call_sid, key, deps), deps.live, deps.waiting)
    return CallStatus(call_sid=call_sid, status="stopped")


@router.get("/calls/{call_sid}", response_model=CallInfo, responses=answers(404))
def get_call(call_sid: CallSid, key: Reader, deps: Deps, audit: Audit) -> CallInfo:
    """The call's record and, while a relay carries the call, its queue and its voice."""
    call = allowed(_own(call_sid, key, deps), key, audit, Action.CALL_READ)
    heard = None if call.is_over else deps.live.command(call.call_id, LiveCallCommand("query"))
    payload = voice_to_response(voice_of(call)) | {"audio_queue_size": 0, "elevenlabs_voice_info": None}
    payload |= {"metadata": call.facts.get("metadata") or {}}
    status = call.status if heard is None else "in-progress"  # the relay's state is ahead of the carrier's callbacks
    if heard is not None and "voice" in heard:
        info = VoiceInfo.model_validate(heard["voice"])
        payload |= {"audio_queue_size": int(heard.get("audio_queue_size", 0)), "elevenlabs_voice_info": info}
        payload |= {"voice_id": info.voice_id, "voice_settings": info.voice_settings}
    return CallInfo(call_sid=call_sid, status=status, created_at=_zulu_text(call.started_at), **payload)


@router.post("/calls/{call_sid}/voice", response_model=VoiceUpdated, responses=answers(404, 409))
def update_voice(
    call_sid: CallSid, settings: VoiceSettingsShape, key: Operator, deps: Deps, voice_id: VoiceId | None = None
) -> VoiceUpdated:
    """From the next text on, or from the first one of a call that still rings. What is not said stays as it is."""
    call = _own(call_sid, key, deps)
    if voice_id and deps.workspace.voice(voice_id) is None:
        raise BadRequest(f"Invalid voice ID: {voice_id}")
    order = LiveCallCommand("change_voice", voice_id or "", settings=settings.domain().given())
    name = deps.new_secrets.key_id()
    voice = change_voice(call, order, deps.live, deps.waiting, deps.calls, name, deps.now())
    return VoiceUpdated(call_sid=call_sid, status="updated", **voice_to_response(voice))


@router.delete("/calls/{call_sid}", response_model=CallStatus, responses=answers(404))
def end_call(call_sid: CallSid, key: Operator, deps: Deps) -> CallStatus:
    """Hangs up. Ending a call that is over is no error."""
    end(_own(call_sid, key, deps), deps.carrier, deps.calls, deps.now())
    return CallStatus(call_sid=call_sid, status="ended")


def _note_synthesis(call_id: CallId, spoken: Spoken, deps: CallDeps) -> None:
    took_ms = None if spoken.took_s is None else round(spoken.took_s * 1000)
    measure("SpeechCredits", "Count", spoken.credits or None)
    measure("SynthesisLatency", "Milliseconds", took_ms)
    event = TimelineEvent(f"synthesized-{deps.new_secrets.key_id()}", deps.now(), "text synthesized")
    deps.calls.note(call_id, event, {"speech_credits": spoken.credits, "synthesis_ms": took_ms})


def _zulu_text(written: str) -> str | None:
    return zulu(datetime.fromisoformat(written)) if written else None


def _own(call_sid: str, key: ApiKey, deps: CallDeps) -> CallSummary:
    return own_call(key.company_id, CallId(call_sid), deps.call_search)


def _disclosures(body: NewCall | IncomingCall, number: str, company_id: str, deps: CallDeps) -> Disclosures:
    """With those of the number's own route. Raises BadRequest where required ones are missing."""
    known = with_those_of(number, company_id, body.disclosures.domain(), deps.routes)
    if known.required and not (known.ai and known.recording):
        raise BadRequest("disclosures are required: ai and recording")
    return known


def _voice(company_id: str, body: NewCall | IncomingCall, deps: CallDeps) -> VoiceChoice:
    """The voice asked for, or the company's for this kind of inquiry. Raises BadRequest for one that is not there."""
    profiles, voice_id, settings = deps.companies.voice_profiles(company_id), body.voice_id, body.voice_settings
    asked = VoiceChoice(voice_id, settings.domain()) if voice_id else profiles.voice_for(body.inquiry_type)
    if asked is None:
        raise BadRequest("voice_id is missing, and the company has no usual voice")
    if voice_id and deps.workspace.voice(voice_id) is None:
        raise BadRequest(f"Invalid voice ID: {voice_id}")
    spoken_as = asked.settings if voice_id else asked.settings.changed_by(settings.domain())
    return profiles.with_retention(replace(asked, settings=spoken_as))


def _ordered(made: PlacedCall | WaitingCall, voice: VoiceChoice, created_at: str) -> dict[str, Any]:
    return order_to_response(made) if isinstance(made, WaitingCall) else _created(made, voice, created_at)


def order_to_response(call: WaitingCall) -> dict[str, Any]:
    return {
        "order_id": call.order_id,
        "status": call.state.value,
        "created_at": zulu(call.ordered_at),
        "call_sid": call.call_id or None,
        "reason": call.reason or None,
    }


def _created(placed: PlacedCall, voice: VoiceChoice, created_at: str) -> dict[str, Any]:
    return {
        "call_sid": placed.call_id,
        "status": "initiated",
        "direction": "outbound-api",
        "to": placed.to_number,
        "from_": placed.from_number,
        "created_at": created_at,
        **voice_to_response(voice),
    }
