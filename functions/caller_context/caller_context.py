"""POST /webhooks/elevenlabs/personalization: a call rings at the provider, and it asks what its agent should know.

A person hears it ring meanwhile. Whatever happens inside, a provider that has proved itself gets a valid answer.
"""

from functools import cache
from typing import Any

from trunkline.accounts.domain.callers import CallerQuestion
from trunkline.accounts.use_cases.look_up_caller import Context, tell_context
from trunkline.bootstrap.caller_context import ContextServices, context_services
from trunkline.bootstrap.shared.common import warm
from trunkline.errors import BadRequest, InvalidSignature
from trunkline.telemetry import count, log
from trunkline.vendors.elevenlabs import personalization_webhook as wire
from trunkline.web.lambda_http import Answer, HttpRequest, answer, read_request
from trunkline.web.webhook_auth import prove, refuse


@cache
def services() -> ContextServices:
    return context_services()


warm(services)


def handler(event: dict[str, Any], _context: object) -> Answer:
    return respond(event, services())


def respond(event: dict[str, Any], services: ContextServices) -> Answer:
    try:
        request = read_request(event, wire.LIMIT_BYTES)
        _verify(request, services)
        question = wire.read_question(request.body)
    except (BadRequest, InvalidSignature) as error:
        return refuse(error, "caller_context", not_genuine_status=401)
    context = _context(question, services)
    log.info("caller context told", origin=context.origin)
    count("ContextTold", origin=context.origin)
    return answer(200, wire.answer(context.caller, context.defaults), "application/json")


def _context(question: CallerQuestion, services: ContextServices) -> Context:
    try:
        return tell_context(question, services.callers, services.source)
    except Exception as error:  # noqa: BLE001 - the outermost line of this edge: a person is listening to it ring
        log.error("caller context failed", reason=type(error).__name__)  # no traceback: it may quote the caller
        return Context(None, {}, "failed")


def _verify(request: HttpRequest, services: ContextServices) -> None:
    shown = request.headers.get(wire.SECRET_HEADER)
    prove(
        lambda secrets: wire.verify(shown, secrets.caller_context_secrets),
        services.secrets,
        services.now().timestamp(),
    )
