"""Twilio's form posts as words of the domain. Twilio documentation "TwiML for Voice" and "Call resource"."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from trunkline.calls.domain.call_status import StatusUpdate
from trunkline.calls.domain.calls import PROGRESS_OF_STATUS, RingingCall, TimelineEvent
from trunkline.calls.domain.transfers import DialResult
from trunkline.errors import BadRequest, InvalidSignature
from trunkline.ids import CallId, is_carriers_id, is_plain_id
from trunkline.numbering.e164 import one_writing
from trunkline.vendors.twilio.signatures import (
    SETTINGS_HEADER,
    SIGNATURE_HEADER,
    Form,
    is_genuine,
    is_genuine_json,
    read_form,
    read_json_form,
)
from trunkline.web.lambda_http import HttpRequest

FORM_LIMIT_BYTES = 64 * 1024


PARTY_LIMIT = 256  # the longest address a SIP carrier takes


SECONDS = re.compile(r"[0-9]{1,9}")  # isdigit() takes more than int() does: "²" is a digit


IDEMPOTENCY_HEADER = "i-twilio-idempotency-token"  # the same for every delivery of one webhook


def read_signed_form(request: HttpRequest, public_base_url: str, tokens: Sequence[str]) -> Form:
    """The form, once its sender has proved to be Twilio. Raises InvalidSignature, or BadRequest for what is no form."""
    signature = request.headers.get(SIGNATURE_HEADER)
    if not signature:
        raise InvalidSignature
    url = public_base_url + request.path + ("?" + request.query if request.query else "")
    if "bodySHA256=" in request.query:  # Twilio's JSON variant: the URL vouches for the body
        if not is_genuine_json(url, request.body, signature, tokens):
            raise InvalidSignature
        return read_json_form(request.body)
    form = read_form(request.body)
    if not is_genuine(url, form, signature, tokens, request.headers.get(SETTINGS_HEADER, "")):
        raise InvalidSignature
    return form


def read_call_id(form: Form) -> CallId:
    return CallId(_id(form, "CallSid"))


def read_parent_call_id(form: Form) -> CallId:
    """The call that waits for the leg this request is about."""
    return CallId(_id(form, "ParentCallSid"))


def _id(form: Form, name: str) -> str:
    """An id of the carrier's, in its form: it becomes a key and stands in logs. Raises BadRequest."""
    value = form.get(name)
    if not value:
        raise BadRequest(f"{name} is missing")
    if not is_carriers_id(value):
        raise BadRequest(f"{name} is no id of the carrier")
    return value


def _id_or_none(form: Form, name: str) -> str:
    return _id(form, name) if form.get(name) else ""


def _word(form: Form, name: str, otherwise: str) -> str:
    """One of the carrier's words, known to us or not. Raises BadRequest for what is none."""
    value = form.get(name) or otherwise
    if not is_plain_id(value):
        raise BadRequest(f"{name} is no word of the carrier")
    return value


def _party(form: Form, name: str) -> str:
    """A number, a word for a withheld one, or an address; no longer than any of them. Raises BadRequest."""
    value = form.get(name)
    if len(value) > PARTY_LIMIT:
        raise BadRequest(f"{name} has more than {PARTY_LIMIT} characters")
    return value


def read_dialled(form: Form) -> DialResult:
    """The result of a <Dial>, and whether both sides were bridged: a mailbox that answers is `completed` as well."""
    return DialResult(_word(form, "DialCallStatus", "unknown"), form.get("DialBridged") != "false")


def read_ringing_call(form: Form, plan_id: str = "") -> RingingCall:
    if plan_id and not is_plain_id(plan_id):
        raise BadRequest("no plan's id")
    return RingingCall(
        call_id=read_call_id(form),
        from_number=one_writing(_party(form, "From")),
        to_number=_party(form, "To"),
        direction="inbound" if form.get("Direction", "inbound") == "inbound" else "outbound",
        plan_id=plan_id,
    )


def read_status_update(form: Form, now: datetime) -> StatusUpdate:
    """Raises BadRequest for a status Twilio does not have."""
    status = form.get("CallStatus")
    if status not in PROGRESS_OF_STATUS:
        raise BadRequest("unknown CallStatus")
    detail = _present(form, "SequenceNumber", "SipResponseCode", "CallDuration", "AnsweredBy", "ParentCallSid")
    event = TimelineEvent(f"status-{status}", _when(form, now), f"call {status}", detail)
    return StatusUpdate(read_call_id(form), status, PROGRESS_OF_STATUS[status], event, _status_facts(form))


def _status_facts(form: Form) -> dict[str, str | int | bool]:
    facts: dict[str, str | int | bool] = {}
    if SECONDS.fullmatch(form.get("CallDuration")):
        facts["duration_s"] = int(form.get("CallDuration"))
    if form.get("SipResponseCode"):
        facts["sip_code"] = form.get("SipResponseCode")
    return facts


def read_machine_verdict(form: Form, now: datetime) -> tuple[CallId, TimelineEvent, dict[str, str | int | bool]]:
    """Asynchronous answering machine detection. `unknown` is kept as such; policies treat it as a human."""
    answered_by = _word(form, "AnsweredBy", "unknown")
    event = TimelineEvent(
        "machine-verdict", now, f"answered by {answered_by}", _present(form, "MachineDetectionDuration")
    )
    return read_call_id(form), event, {"answered_by": answered_by}


def read_stream_status(form: Form, now: datetime) -> tuple[CallId, TimelineEvent]:
    stream_event = _word(form, "StreamEvent", "stream-unknown")
    detail = _present(form, "StreamSid", "StreamName", "StreamError")
    return read_call_id(form), TimelineEvent(
        f"{stream_event}-{_id_or_none(form, 'StreamSid')}", _when(form, now), stream_event, detail
    )


def read_recording_status(form: Form, now: datetime) -> tuple[CallId, TimelineEvent, dict[str, str | int | bool]]:
    """A carrier recording (a voicemail, say) is ready, or never will be."""
    sid, status = _id_or_none(form, "RecordingSid"), _word(form, "RecordingStatus", "completed")
    detail = _present(form, "RecordingSid", "RecordingDuration", "RecordingSource")
    event = TimelineEvent(f"recording-{status}-{sid}", now, f"recording {status}", detail)
    facts = (
        {"carrier_recording": sid, "carrier_recording_url": form.get("RecordingUrl")} if status == "completed" else {}
    )
    return read_call_id(form), event, {name: value for name, value in facts.items() if value}


def read_transcription(form: Form, now: datetime) -> tuple[CallId, TimelineEvent, dict[str, str | int | bool]]:
    """The words of a voicemail, or that the carrier could not write them down."""
    sid, status = _id(form, "RecordingSid"), _word(form, "TranscriptionStatus", "completed")
    event = TimelineEvent(f"transcription-{status}-{sid}", now, f"voicemail transcription {status}")
    text = form.get("TranscriptionText")
    return read_call_id(form), event, {"voicemail_text": text} if status == "completed" and text else {}


def _present(form: Form, *names: str) -> dict[str, str]:
    return {name: form.get(name) for name in names if form.get(name)}


def _when(form: Form, now: datetime) -> datetime:
    """Twilio's own time where the form has one (RFC 2822 for calls, ISO 8601 for streams), else ours."""
    text = form.get("Timestamp")
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
        except (ValueError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return now
