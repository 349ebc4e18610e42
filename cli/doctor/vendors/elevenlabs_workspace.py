"""The workspace of an ElevenLabs account: post-call webhooks and the audio formats of agents."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from trunkline.errors import ProviderError
from trunkline.vendors.elevenlabs.calls_api import provider_error
from trunkline.web.json_responses import Unreadable, objects, optional_text, read_object, text
from trunkline.web.vendor_client import VendorClient, provider_errors

Read = TypeVar("Read")

PHONE_FORMAT = "ulaw_8000"
EVENTS = ("answering_machine_detection", "call_initiation_failure", "transcript")
PATIENCE_S = 10.0
MISSING = 404


@dataclass(frozen=True, slots=True)
class WebhookSetup:
    """A webhook of the workspace."""

    webhook_id: str
    url: str
    is_disabled: bool


class Workspace:
    """Raises ProviderError."""

    def __init__(self, base_url: str, api_key: str) -> None:
        self._client = VendorClient(base_url, headers={"xi-api-key": api_key})

    def webhooks(self) -> tuple[WebhookSetup, ...]:
        return self._ask("GET", "/v1/workspace/webhooks", _webhooks)

    def chosen(self) -> tuple[str, frozenset[str]]:
        """The id of the webhook for post-call events, and its events."""
        return self._ask("GET", "/v1/convai/settings", _chosen)

    def add_webhook(self, name: str, url: str) -> tuple[str, str]:
        """Its id and its secret, which is never shown again."""
        body = {"settings": {"auth_type": "hmac", "name": name, "webhook_url": url}}
        return self._ask(
            "POST",
            "/v1/workspace/webhooks",
            lambda answer: (text(answer, "webhook_id"), text(answer, "webhook_secret")),
            body,
        )

    def choose(self, webhook_id: str, events: Iterable[str] = EVENTS) -> None:
        """No webhook is called any more when the id is empty."""
        choice = {"post_call_webhook_id": webhook_id or None, "events": sorted(events)}
        self._send("PATCH", "/v1/convai/settings", {"webhooks": choice})

    def remove_webhook(self, webhook_id: str) -> None:
        self._send("DELETE", f"/v1/workspace/webhooks/{webhook_id}")

    def formats(self, agent_id: str) -> tuple[str, str] | None:
        """Its input and its output format; None when there is no such agent."""
        try:
            return self._ask("GET", f"/v1/convai/agents/{agent_id}", _formats)
        except ProviderError as error:
            if error.status == MISSING:
                return None
            raise

    def use_formats(self, agent_id: str, heard: str = PHONE_FORMAT, spoken: str = PHONE_FORMAT) -> None:
        config = {"asr": {"user_input_audio_format": heard}, "tts": {"agent_output_audio_format": spoken}}
        self._send("PATCH", f"/v1/convai/agents/{agent_id}", {"conversation_config": config})

    def _ask(
        self, method: str, path: str, read: Callable[[dict[str, Any]], Read], body: dict[str, Any] | None = None
    ) -> Read:
        try:
            return read_object(self._send(method, path, body), read)
        except Unreadable as error:
            raise ProviderError("malformed_answer") from error

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> bytes:
        with provider_errors():
            answer = self._client.request(method, path, json=body, timeout=PATIENCE_S)
        if not 200 <= answer.status_code < 300:
            raise provider_error(answer.status_code, answer.content)
        return answer.content


def _webhooks(payload: dict[str, Any]) -> tuple[WebhookSetup, ...]:
    return tuple(_webhook(listed) for listed in objects(payload, "webhooks"))


def _webhook(payload: dict[str, Any]) -> WebhookSetup:
    is_disabled = bool(payload.get("is_disabled") or payload.get("is_auto_disabled"))
    return WebhookSetup(text(payload, "webhook_id"), text(payload, "webhook_url"), is_disabled)


def _chosen(payload: dict[str, Any]) -> tuple[str, frozenset[str]]:
    settings = payload.get("webhooks") or {}
    return optional_text(settings, "post_call_webhook_id"), frozenset(map(str, settings.get("events") or ()))


def _formats(payload: dict[str, Any]) -> tuple[str, str]:
    config = payload["conversation_config"]
    return text(config["asr"], "user_input_audio_format"), text(config["tts"], "agent_output_audio_format")
