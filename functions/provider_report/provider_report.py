"""POST /webhooks/elevenlabs: a provider reports on a finished call. Prove who speaks, make it durable, say 200.

Everything else happens after the 200. A write that fails is let out as 500: the vendor counts it and may try again.
"""

from functools import cache
from typing import Any

from trunkline.aws.secrets import VendorSecrets
from trunkline.bootstrap.common import warm
from trunkline.bootstrap.provider_report import ReportServices, report_services
from trunkline.conversations.domain.inbox_keys import inbox_key
from trunkline.errors import BadRequest, InvalidSignature
from trunkline.telemetry import count, log
from trunkline.vendors.elevenlabs import signatures
from trunkline.vendors.elevenlabs.signatures import SIGNATURE_HEADER
from trunkline.web.lambda_http import Answer, HttpRequest, answer, read_request
from trunkline.web.webhook_auth import prove, refuse

# Lambda takes 6 MB an event, and the gateway may send base64. Larger reports never arrive; recordings are pulled.
REPORT_LIMIT_BYTES = 4_500_000


@cache
def services() -> ReportServices:
    return report_services()


warm(services)


def handler(event: dict[str, Any], _context: object) -> Answer:
    return respond(event, services())


def respond(event: dict[str, Any], services: ReportServices) -> Answer:
    try:
        request = read_request(event, REPORT_LIMIT_BYTES)
        _verify(request, services)
        key = inbox_key("elevenlabs", request.body)
    except (BadRequest, InvalidSignature) as error:
        count("ReportTurnedAway")  # the vendor counts them, too, and stops sending after ten in a row
        return refuse(error, "provider_report", not_genuine_status=401)
    services.inbox.keep(key, request.body)
    count("ReportKept")
    log.info("report kept", key=key, size_bytes=len(request.body))
    return answer(200)


def _verify(request: HttpRequest, services: ReportServices) -> None:
    now_s = services.now().timestamp()
    if services.sources and request.source not in services.sources:
        raise InvalidSignature

    def proof(secrets: VendorSecrets) -> None:
        header = request.headers.get(SIGNATURE_HEADER)
        signatures.verify(header, request.body, secrets.elevenlabs_webhook_secrets, now_s)

    prove(proof, services.secrets, now_s)
