"""POST /api/v1/twilio/call-status, /twilio/amd, /twilio/stream-status, /twilio/recording: how a call fares."""

from datetime import datetime
from functools import cache
from typing import Any

from trunkline.bootstrap.common import warm
from trunkline.bootstrap.progress import ProgressServices, progress_services
from trunkline.domain.errors import BadRequest, CarrierError, NotGenuine
from trunkline.doors import prove, refuse
from trunkline.protocols.lambda_http import Answer, answer, read_request
from trunkline.protocols.twilio_signatures import Form
from trunkline.protocols.twilio_webhooks import (
    FORM_LIMIT_BYTES,
    read_machine_verdict,
    read_recording_status,
    read_signed_form,
    read_status_update,
    read_stream_status,
)
from trunkline.telemetry import count, log
from trunkline.use_cases.limit_call import limit_call
from trunkline.use_cases.record_progress import record_progress


@cache
def services() -> ProgressServices:
    return progress_services()


warm(services)


def handler(event: dict[str, Any], _context: object) -> Answer:
    return respond(event, services())


def respond(event: dict[str, Any], services: ProgressServices) -> Answer:
    now = services.now()
    try:
        request = read_request(event, FORM_LIMIT_BYTES)
        form = prove(
            lambda secrets: read_signed_form(request, services.public_base_url, secrets.twilio_auth_tokens),
            services.secrets,
            now.timestamp(),
        )
        _record(request.path, form, services, now)
    except (BadRequest, NotGenuine) as error:
        return refuse(error, "call_progress", not_genuine_status=403)
    return answer(204)


def _record(path: str, form: Form, services: ProgressServices, now: datetime) -> None:
    match path.rsplit("/", 1)[-1]:
        case "amd":
            services.calls.note(*read_machine_verdict(form, now))
        case "stream-status":
            _record_stream(form, services, now)
        case "recording":
            services.calls.note(*read_recording_status(form, now))
        case _:
            update = read_status_update(form, now)
            moved = record_progress(update, services.calls)
            log.info("call status", call_id=update.call_id, status=update.status, moved=moved)


def _record_stream(form: Form, services: ProgressServices, now: datetime) -> None:
    """What happened is on file before the carrier is asked for anything: it may not answer."""
    call_id, event = read_stream_status(form, now)
    services.calls.add_event(call_id, event)
    try:
        limit_call(call_id, event.kind, services.calls, services.carrier, now)
    except CarrierError as error:
        log.warning("carrier's limit not set", call_id=call_id, reason=error.code)
        count("CarrierLimitNotSet")
