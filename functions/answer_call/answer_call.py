"""POST /twilio/voice and what follows it: a call rings, or comes back from a verb, and Twilio requests instructions.

An error inside is answered with an apology, never with Twilio's own error announcement.
"""

from datetime import datetime
from functools import cache
from typing import Any

from trunkline.bootstrap.answer_call import AnswerCallHandlerDeps, answer_call_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.calls.domain.call_instructions import SayAndHangUp
from trunkline.calls.domain.routes import DEFAULT_APOLOGY
from trunkline.calls.use_cases.answer_call import Answered, answer_call
from trunkline.calls.use_cases.continue_call import after_dial, after_stream, after_voicemail
from trunkline.calls.use_cases.transfer_call import after_transfer, whisper, whisper_answered
from trunkline.errors import BadRequest, InvalidSignature
from trunkline.telemetry import count, log
from trunkline.vendors.twilio import twiml
from trunkline.vendors.twilio.signatures import Form
from trunkline.vendors.twilio.webhooks import (
    FORM_LIMIT_BYTES,
    IDEMPOTENCY_HEADER,
    read_call_id,
    read_dialled,
    read_parent_call_id,
    read_ringing_call,
    read_signed_form,
)
from trunkline.web.lambda_http import Answer, HttpRequest, read_request, twiml_answer
from trunkline.web.webhook_auth import reject, verify


@cache
def deps() -> AnswerCallHandlerDeps:
    return answer_call_deps()


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> Answer:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: AnswerCallHandlerDeps) -> Answer:
    try:
        return _answer(event, deps)
    except (BadRequest, InvalidSignature) as error:
        return reject(error, "answer_call", unverified_status=403)
    except Exception:  # noqa: BLE001 - the outermost line of this edge: a person is listening to the silence
        log.exception("answering failed", path=event.get("rawPath"))
        count("AnswerFailed")
        return twiml_answer(twiml.ending(SayAndHangUp(DEFAULT_APOLOGY)))


def _answer(event: dict[str, Any], deps: AnswerCallHandlerDeps) -> Answer:
    now = deps.now()
    request = read_request(event, FORM_LIMIT_BYTES)
    form = _signed_form(request, deps, now)
    call_id = read_call_id(form)
    answered = _decide(request, form, deps, now)
    log.info("call answered", call_id=call_id, path=request.path, reason=answered.reason, detail=answered.detail)
    count("CallAnswered", reason=answered.reason)
    return twiml_answer(twiml.render(answered.instruction, deps.addresses))


def _signed_form(request: HttpRequest, deps: AnswerCallHandlerDeps, now: datetime) -> Form:
    base_url = deps.addresses.public_base_url
    return verify(
        lambda secrets: read_signed_form(request, base_url, secrets.twilio_auth_tokens),
        deps.secrets,
        now.timestamp(),
    )


def _decide(request: HttpRequest, form: Form, deps: AnswerCallHandlerDeps, now: datetime) -> Answered:
    call, webhook = read_ringing_call(form), request.headers.get(IDEMPOTENCY_HEADER, "")
    match request.path.rsplit("/", 1)[-1]:
        case "after-stream":
            return after_stream(call, webhook, deps.calls, deps.answering, now)
        case "after-dial":
            return after_dial(call.call_id, read_dialled(form), deps.calls)
        case "after-transfer":
            return after_transfer(call, read_dialled(form), webhook, deps.calls, deps.answering, now)
        case "whisper":
            return whisper(read_parent_call_id(form), deps.calls, deps.turns)
        case "whisper-answer":
            caller = read_parent_call_id(form)
            return whisper_answered(caller, call.call_id, form.get("Digits"), deps.calls, now)
        case "voicemail":
            return after_voicemail()
    return answer_call(read_ringing_call(form, _plan_in(request.path)), deps.answering, now)


def _plan_in(path: str) -> str:
    """A call we placed names its plan in the path: the one part of a webhook that no carrier drops."""
    before, _, plan_id = path.partition("/twilio/voice/plan/")
    return plan_id if not before else ""
