"""POST /webhooks/{provider}/personalization: a voice provider asks for a caller's variables before its agent answers.

The phone rings meanwhile. A verified request always gets a valid answer, also when the lookup fails.
"""

from functools import cache
from typing import Any

from trunkline.accounts.domain.callers import CallerQuestion
from trunkline.accounts.ports import PersonalizationWebhook, WebhookSecrets
from trunkline.accounts.use_cases.look_up_caller import Context, look_up_caller
from trunkline.aws.secrets import VendorSecrets
from trunkline.bootstrap.caller_context import CallerContextDeps, caller_context_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.errors import BadRequest, InvalidSignature
from trunkline.telemetry import count, log
from trunkline.web.lambda_http import Answer, HttpRequest, answer, problem, read_request
from trunkline.web.webhook_auth import reject, verify


@cache
def deps() -> CallerContextDeps:
    return caller_context_deps()


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> Answer:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: CallerContextDeps) -> Answer:
    webhook = deps.webhooks.get(event["rawPath"].split("/")[-2])
    return problem(404, "no such provider") if webhook is None else _answer(event, webhook, deps)


def _answer(event: dict[str, Any], webhook: PersonalizationWebhook, deps: CallerContextDeps) -> Answer:
    try:
        request = read_request(event, webhook.LIMIT_BYTES)
        _verify(request, event["rawPath"].split("/")[-2], webhook, deps)
        question = webhook.read_question(request.body)
    except (BadRequest, InvalidSignature) as error:
        return reject(error, "caller_context", unverified_status=401)
    context = _context(question, deps)
    log.info("caller context answered", origin=context.origin)
    count("ContextTold", origin=context.origin)
    return answer(200, webhook.answer(context.caller, context.defaults), "application/json")


def _context(question: CallerQuestion, deps: CallerContextDeps) -> Context:
    try:
        return look_up_caller(question, deps.callers, deps.source)
    except Exception as error:  # noqa: BLE001 - the outermost line of this edge: a person is listening to it ring
        log.error("caller context failed", reason=type(error).__name__)  # no traceback: it may quote the caller
        return Context(None, {}, "failed")


def _verify(request: HttpRequest, provider: str, webhook: PersonalizationWebhook, deps: CallerContextDeps) -> None:
    now_s = deps.now().timestamp()

    def proof(secrets: VendorSecrets) -> None:
        given = WebhookSecrets(secrets.caller_context_secrets, secrets.of_provider(provider).webhook_secrets)
        webhook.verify(request.headers, request.body, given, now_s)

    verify(proof, deps.secrets, now_s)
