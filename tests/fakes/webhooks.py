"""What stands around the use cases in tests: a bucket, a vendor line, secrets, signed events, a clock that stands."""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha1, sha256
from typing import Any, ClassVar
from urllib.parse import urlencode

from trunkline.aws.secrets import SecretCache
from trunkline.calls.domain.agent_start import NOTHING_CHANGED, AgentStart
from trunkline.calls.domain.call_instructions import CallInstruction, RegisteredCall
from trunkline.calls.domain.calls import RingingCall
from trunkline.calls.domain.public_urls import Addresses
from trunkline.errors import ProviderError
from trunkline.vendors.elevenlabs.calls_api import read_registered_call
from trunkline.vendors.twilio import twiml

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ADDRESSES = Addresses("https://voice.example.com", "wss://relay.example.com")
TWILIO_TOKEN = "0123456789abcdef0123456789abcdef"
WEBHOOK_SECRET = "wsec_test"
CONTEXT_SECRET = "context-secret"
COMMAND_KEY = "command-key"
LLM_SOCKET_SECRET = "llm-socket-secret-0123456789"
REGISTERED = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Connect><Stream url="wss://api.elevenlabs.test/v1/convai/'
    'conversation"><Parameter name="conversation_id" value="conv_1" /></Stream></Connect></Response>'
)


def render(instruction: CallInstruction) -> str:
    return twiml.render(instruction, ADDRESSES)


class Bucket(dict[str, bytes]):
    """Inbox and archive at once, as in the cloud."""

    def keep(self, key: str, body: bytes) -> None:
        self[key] = body

    def write(self, key: str, body: bytes, content_type: str) -> None:
        self[key] = body

    def read(self, key: str) -> bytes:
        return self[key]

    def remove(self, key: str) -> None:
        self.pop(key, None)

    def remove_folder(self, folder: str) -> None:
        for key in [key for key in self if key.startswith(folder)]:
            del self[key]


class ScriptedLine:
    """A voice provider with scripted answers that records requests."""

    has_socket: ClassVar[bool] = True

    def __init__(self, document: str = REGISTERED, error: ProviderError | None = None) -> None:
        self.document, self.error = document, error
        self.asked: list[tuple[RingingCall, str, dict[str, str]]] = []
        self.starts: list[AgentStart] = []

    def register_call(
        self, call: RingingCall, agent_id: str, variables: Mapping[str, str], start: AgentStart = NOTHING_CHANGED
    ) -> RegisteredCall:
        self.starts.append(start)
        self.asked.append((call, agent_id, dict(variables)))
        if self.error:
            raise self.error
        return read_registered_call(200, self.document.encode())


def secret_text(
    twilio: str = TWILIO_TOKEN,
    webhook: str = WEBHOOK_SECRET,
    context: str = CONTEXT_SECRET,
    tools: Mapping[str, Any] | None = None,
) -> str:
    return json.dumps(
        {
            "twilio_auth_tokens": [twilio],
            "elevenlabs_api_key": "xi-key",
            "elevenlabs_webhook_secrets": [webhook],
            "relay_command_key": COMMAND_KEY,
            "caller_context_secrets": [context],
            "tool_secrets": tools or {},
            "llm_socket_secrets": [LLM_SOCKET_SECRET],
        }
    )


def secrets(**values: str) -> SecretCache:
    return SecretCache(lambda: secret_text(**values))


def http_event(path: str, body: bytes, headers: dict[str, str], *, base64_body: bool = True) -> dict[str, Any]:
    """A payload 2.0 event as API Gateway makes it: forms arrive base64."""
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {name.lower(): value for name, value in headers.items()},
        "requestContext": {"http": {"method": "POST", "path": path}},
        "body": base64.b64encode(body).decode() if base64_body else body.decode(),
        "isBase64Encoded": base64_body,
    }


def twilio_event(path: str, form: dict[str, str], token: str = TWILIO_TOKEN) -> dict[str, Any]:
    signed = ADDRESSES.public_base_url + path + "".join(name + form[name] for name in sorted(form))
    signature = base64.b64encode(hmac.new(token.encode(), signed.encode(), sha1).digest()).decode()
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    return http_event(path, urlencode(form).encode(), headers)


def report_event(body: bytes, secret: str = WEBHOOK_SECRET, at: datetime = NOW, **kwargs: Any) -> dict[str, Any]:
    timestamp = str(int(at.timestamp()))
    mac = hmac.new(secret.encode(), timestamp.encode() + b"." + body, sha256).hexdigest()
    headers = {"ElevenLabs-Signature": f"t={timestamp},v0={mac}", "Content-Type": "application/json"}
    return http_event("/webhooks/elevenlabs", body, headers, **kwargs)
