"""POST /api/v1/twilio/call-status, /twilio/amd, /twilio/stream-status, /twilio/recording and
/twilio/transcription: status callbacks of a call.

The first two exist once more with an attempt's id behind them, for calls that a campaign places.
"""

from datetime import datetime
from functools import cache
from typing import Any

from trunkline.bootstrap.call_progress import CallProgressDeps, call_progress_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.calls.use_cases.limit_call import limit_call
from trunkline.calls.use_cases.record_call_status import record_call_status
from trunkline.campaigns.use_cases.apply_call_status import apply_call_status, apply_machine_verdict
from trunkline.errors import BadRequest, CarrierError, InvalidSignature, NotConfigured
from trunkline.telemetry import count, log
from trunkline.vendors.twilio.signatures import Form
from trunkline.vendors.twilio.webhooks import (
    FORM_LIMIT_BYTES,
    read_machine_verdict,
    read_recording_status,
    read_signed_form,
    read_status_update,
    read_stream_status,
    read_transcription,
)
from trunkline.web.lambda_http import Answer, answer, read_request
from trunkline.web.webhook_auth import reject, verify

WITH_ATTEMPT = {"call-status", "amd"}


@cache
def deps() -> CallProgressDeps:
    return call_progress_deps()


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> Answer:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: CallProgressDeps) -> Answer:
    now = deps.now()
    try:
        request = read_request(event, FORM_LIMIT_BYTES)
        form = verify(
            lambda secrets: read_signed_form(request, deps.public_base_url, secrets.twilio_auth_tokens),
            deps.secrets,
            now.timestamp(),
        )
        _record(request.path, form, deps, now)
    except (BadRequest, InvalidSignature) as error:
        return reject(error, "call_progress", unverified_status=403)
    return answer(204)


def _record(path: str, form: Form, deps: CallProgressDeps, now: datetime) -> None:
    endpoint, attempt_id = _endpoint_of(path)
    match endpoint:
        case "amd":
            _record_verdict(form, attempt_id, deps, now)
        case "stream-status":
            _record_stream(form, deps, now)
        case "recording":
            deps.calls.note(*read_recording_status(form, now))
        case "transcription":
            deps.calls.note(*read_transcription(form, now))
        case _:
            _record_status(form, attempt_id, deps, now)


def _endpoint_of(path: str) -> tuple[str, str]:
    """The signature covers the path, so an attempt's id in it is what we once gave the carrier."""
    before, last = path.rsplit("/", 1)
    own = before.rsplit("/", 1)[-1]
    return (own, last) if own in WITH_ATTEMPT else (last, "")


def _record_status(form: Form, attempt_id: str, deps: CallProgressDeps, now: datetime) -> None:
    update = read_status_update(form, now)
    moved = record_call_status(update, deps.calls)
    log.info("call status", call_id=update.call_id, status=update.status, moved=moved)
    if attempt_id and apply_call_status(attempt_id, update, deps.following(), now):
        log.info("attempt settled", call_id=update.call_id, attempt_id=attempt_id, by="call status")


def _record_verdict(form: Form, attempt_id: str, deps: CallProgressDeps, now: datetime) -> None:
    """On file first, then acted on: a carrier that refuses to hang up is counted, and the agent goes on talking."""
    call_id, event, facts = read_machine_verdict(form, now)
    deps.calls.note(call_id, event, facts)
    if not attempt_id:
        return
    try:
        policy = apply_machine_verdict(attempt_id, call_id, str(facts["answered_by"]), deps.following())
    except (CarrierError, NotConfigured) as error:
        log.warning("machine policy not carried out", call_id=call_id, reason=error.code)
        count("MachinePolicyFailed")
    else:
        log.info("who answered", call_id=call_id, answered_by=facts["answered_by"], policy=policy)


def _record_stream(form: Form, deps: CallProgressDeps, now: datetime) -> None:
    """Files the event before the carrier is asked for anything: it may not answer."""
    call_id, event = read_stream_status(form, now)
    deps.calls.add_event(call_id, event)
    try:
        limit_call(call_id, event.kind, deps.calls, deps.carrier, now)
    except (CarrierError, NotConfigured) as error:
        log.warning("carrier's limit not set", call_id=call_id, reason=error.code)
        count("CarrierLimitNotSet")
