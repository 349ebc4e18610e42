"""Both vendors, as far as a stage is set up there ("IncomingPhoneNumber resource", Twilio 2010-04-01; ElevenLabs)."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import httpx

from cli.doctor.checks import EVENTS, PHONE_FORMAT, NumberSetup, WebhookSetup
from trunkline.errors import CarrierError, ProviderError
from trunkline.vendors.elevenlabs.calls_api import provider_error
from trunkline.web.json_responses import Unreadable, objects, optional_text, read_object, text
from trunkline.web.vendor_client import VendorClient, provider_errors

Read = TypeVar("Read")

PATIENCE_S = 10.0
PAGE = 1000
MISSING = 404


class TwilioNumbers:
    """Raises CarrierError."""

    def __init__(self, base_url: str, account_sid: str, token: str) -> None:
        self._root = f"/2010-04-01/Accounts/{account_sid}"
        self._client = VendorClient(base_url, auth=(account_sid, token))

    def all(self) -> dict[str, NumberSetup]:
        path: str | None = f"{self._root}/IncomingPhoneNumbers.json?PageSize={PAGE}"
        found: dict[str, NumberSetup] = {}
        while path:
            page, path = self._ask("GET", path, _numbers)
            found |= page
        return found

    def point(self, sid: str, voice_url: str, status_url: str) -> None:
        """Where its calls and their status changes go from now on; no application is asked instead."""
        self.set_up(NumberSetup(sid, voice_url, "POST", status_url))

    def set_up(self, setup: NumberSetup) -> None:
        form = {"VoiceUrl": setup.voice_url, "VoiceMethod": setup.voice_method}
        form |= {"StatusCallback": setup.status_url, "StatusCallbackMethod": setup.status_method}
        form["VoiceApplicationSid"] = setup.application_sid
        self._ask("POST", f"{self._root}/IncomingPhoneNumbers/{setup.sid}.json", dict, form)

    def _ask(
        self, method: str, path: str, read: Callable[[dict[str, Any]], Read], form: dict[str, str] | None = None
    ) -> Read:
        try:
            answer = self._client.request(method, path, data=form, timeout=PATIENCE_S)
        except httpx.HTTPError as error:
            raise CarrierError("unreachable", "Twilio does not answer") from error
        if not 200 <= answer.status_code < 300:
            raise CarrierError(str(answer.status_code), f"Twilio answers {answer.status_code}")
        try:
            return read_object(answer.content, read)
        except Unreadable as error:
            raise CarrierError("malformed_answer", "Twilio's answer cannot be read") from error


def _numbers(payload: dict[str, Any]) -> tuple[dict[str, NumberSetup], str | None]:
    """A page of numbers, and where the next one is."""
    listed = {text(number, "phone_number"): _number(number) for number in objects(payload, "incoming_phone_numbers")}
    return listed, optional_text(payload, "next_page_uri") or None


def _number(payload: dict[str, Any]) -> NumberSetup:
    return NumberSetup(
        text(payload, "sid"),
        optional_text(payload, "voice_url"),
        optional_text(payload, "voice_method"),
        optional_text(payload, "status_callback"),
        optional_text(payload, "status_callback_method") or "POST",
        optional_text(payload, "voice_application_sid"),
        optional_text(payload, "trunk_sid"),
    )


class ElevenLabsSetup:
    """Raises ProviderError."""

    def __init__(self, base_url: str, api_key: str) -> None:
        self._client = VendorClient(base_url, headers={"xi-api-key": api_key})

    def webhooks(self) -> tuple[WebhookSetup, ...]:
        return self._ask("GET", "/v1/workspace/webhooks", _webhooks)

    def chosen(self) -> tuple[str, frozenset[str]]:
        """Which webhook is told of conversations, and of what."""
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
        """Nobody is told any more when the id is empty."""
        choice = {"post_call_webhook_id": webhook_id or None, "events": sorted(events)}
        self._send("PATCH", "/v1/convai/settings", {"webhooks": choice})

    def remove_webhook(self, webhook_id: str) -> None:
        self._send("DELETE", f"/v1/workspace/webhooks/{webhook_id}")

    def formats(self, agent_id: str) -> tuple[str, str] | None:
        """What it hears and what it says; None when there is no such agent."""
        try:
            return self._ask("GET", f"/v1/convai/agents/{agent_id}", _formats)
        except ProviderError as error:
            if error.status == MISSING:
                return None
            raise

    def use_formats(self, agent_id: str, hears: str = PHONE_FORMAT, says: str = PHONE_FORMAT) -> None:
        config = {"asr": {"user_input_audio_format": hears}, "tts": {"agent_output_audio_format": says}}
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
