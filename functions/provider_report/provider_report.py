"""POST /webhooks/{provider}: a voice provider's report on a finished call. Verify it, store it, answer 200.

Everything else happens after the 200. A failed write is answered 500: the vendor counts it and may try again.
"""

from functools import cache
from typing import Any

from trunkline.aws.secrets import VendorSecrets
from trunkline.bootstrap.provider_report import ProviderReportDeps, provider_report_deps
from trunkline.bootstrap.shared.common import initialize
from trunkline.conversations.ports import VoiceProvider
from trunkline.errors import BadRequest, InvalidSignature
from trunkline.telemetry import count, log
from trunkline.web.lambda_http import Answer, HttpRequest, answer, problem, read_request
from trunkline.web.webhook_auth import reject, verify

# Lambda takes 6 MB an event, and the gateway may send base64. Larger reports never arrive; recordings are pulled.
REPORT_LIMIT_BYTES = 4_500_000


@cache
def deps() -> ProviderReportDeps:
    return provider_report_deps()


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> Answer:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: ProviderReportDeps) -> Answer:
    provider = deps.providers.get(event["rawPath"].rpartition("/")[2])
    if provider is None:
        count("ReportTurnedAway")
        return problem(404, "no such provider")
    return _kept(event, provider, deps)


def _kept(event: dict[str, Any], provider: VoiceProvider, deps: ProviderReportDeps) -> Answer:
    try:
        request = read_request(event, REPORT_LIMIT_BYTES)
        _verify(request, provider, deps)
        key = provider.inbox_key(request.body)
    except (BadRequest, InvalidSignature) as error:
        count("ReportTurnedAway")  # the vendor counts them, too, and stops sending after ten in a row
        return reject(error, "provider_report", unverified_status=401)
    deps.inbox.keep(key, request.body)
    count("ReportKept")
    log.info("report kept", key=key, size_bytes=len(request.body))
    return answer(200)


def _verify(request: HttpRequest, provider: VoiceProvider, deps: ProviderReportDeps) -> None:
    now_s, sources = deps.now().timestamp(), deps.sources.get(provider.name)
    if sources and request.source not in sources:
        raise InvalidSignature

    def proof(secrets: VendorSecrets) -> None:
        provider.verify(request.headers, request.body, secrets.of_provider(provider.name).webhook_secrets, now_s)

    verify(proof, deps.secrets, now_s)
