"""Both vendors, as far as a stage is set up there ("IncomingPhoneNumber resource", Twilio 2010-04-01; ElevenLabs)."""

from collections.abc import Iterable
from typing import Any

import httpx

from cli.doctor.checks import EVENTS, PHONE_FORMAT, NumberSetup, WebhookSetup
from trunkline.domain.errors import CarrierError, ProviderError

PATIENCE_S = 10.0
PAGE = 1000
MISSING = 404


class TwilioNumbers:
    """Raises CarrierError."""

    def __init__(self, base_url: str, account_sid: str, token: str) -> None:
        self._root = f"/2010-04-01/Accounts/{account_sid}"
        self._client = httpx.Client(base_url=base_url, auth=(account_sid, token), timeout=PATIENCE_S)

    def all(self) -> dict[str, NumberSetup]:
        path: str | None = f"{self._root}/IncomingPhoneNumbers.json?PageSize={PAGE}"
        found: dict[str, NumberSetup] = {}
        while path:
            told = self._ask("GET", path)
            found |= {one["phone_number"]: _number(one) for one in told["incoming_phone_numbers"]}
            path = told.get("next_page_uri")
        return found

    def point(self, sid: str, voice_url: str, status_url: str) -> None:
        """Where its calls and their status changes go from now on; no application is asked instead."""
        self.set_up(NumberSetup(sid, voice_url, "POST", status_url))

    def set_up(self, setup: NumberSetup) -> None:
        form = {"VoiceUrl": setup.voice_url, "VoiceMethod": setup.voice_method}
        form |= {"StatusCallback": setup.status_url, "StatusCallbackMethod": setup.status_method}
        form["VoiceApplicationSid"] = setup.application_sid
        self._ask("POST", f"{self._root}/IncomingPhoneNumbers/{setup.sid}.json", form)

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> Any:
        try:
            answer = self._client.request(method, path, data=form)
        except httpx.HTTPError as error:
            raise CarrierError("unreachable", "Twilio does not answer") from error
        if answer.is_error:
            raise CarrierError(str(answer.status_code), f"Twilio answers {answer.status_code}")
        return answer.json()


def _number(told: dict[str, Any]) -> NumberSetup:
    said = {name: told.get(name) or "" for name in ("voice_url", "voice_method", "status_callback", "trunk_sid")}
    return NumberSetup(
        told["sid"],
        said["voice_url"],
        said["voice_method"],
        said["status_callback"],
        told.get("status_callback_method") or "POST",
        told.get("voice_application_sid") or "",
        said["trunk_sid"],
    )


class ElevenLabsSetup:
    """Raises ProviderError."""

    def __init__(self, base_url: str, api_key: str) -> None:
        self._client = httpx.Client(base_url=base_url, headers={"xi-api-key": api_key}, timeout=PATIENCE_S)

    def webhooks(self) -> tuple[WebhookSetup, ...]:
        return tuple(_webhook(one) for one in self._ask("GET", "/v1/workspace/webhooks")["webhooks"])

    def chosen(self) -> tuple[str, frozenset[str]]:
        """Which webhook is told of conversations, and of what."""
        told = self._ask("GET", "/v1/convai/settings").get("webhooks") or {}
        return told.get("post_call_webhook_id") or "", frozenset(told.get("events") or ())

    def add_webhook(self, name: str, url: str) -> tuple[str, str]:
        """Its id and its secret, which is never shown again."""
        made = self._ask(
            "POST", "/v1/workspace/webhooks", {"settings": {"auth_type": "hmac", "name": name, "webhook_url": url}}
        )
        return made["webhook_id"], made["webhook_secret"]

    def choose(self, webhook_id: str, events: Iterable[str] = EVENTS) -> None:
        """Nobody is told any more when the id is empty."""
        choice = {"post_call_webhook_id": webhook_id or None, "events": sorted(events)}
        self._ask("PATCH", "/v1/convai/settings", {"webhooks": choice})

    def remove_webhook(self, webhook_id: str) -> None:
        self._ask("DELETE", f"/v1/workspace/webhooks/{webhook_id}")

    def formats(self, agent_id: str) -> tuple[str, str] | None:
        """What it hears and what it says; None when there is no such agent."""
        try:
            config = self._ask("GET", f"/v1/convai/agents/{agent_id}")["conversation_config"]
        except ProviderError as error:
            if error.status == MISSING:
                return None
            raise
        return config["asr"]["user_input_audio_format"], config["tts"]["agent_output_audio_format"]

    def use_formats(self, agent_id: str, hears: str = PHONE_FORMAT, says: str = PHONE_FORMAT) -> None:
        config = {"asr": {"user_input_audio_format": hears}, "tts": {"agent_output_audio_format": says}}
        self._ask("PATCH", f"/v1/convai/agents/{agent_id}", {"conversation_config": config})

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        try:
            answer = self._client.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise ProviderError("unreachable", retryable=True) from error
        if answer.is_error:
            raise ProviderError(f"answers {answer.status_code}", status=answer.status_code)
        return answer.json()


def _webhook(told: dict[str, Any]) -> WebhookSetup:
    is_disabled = bool(told.get("is_disabled") or told.get("is_auto_disabled"))
    return WebhookSetup(told["webhook_id"], told["webhook_url"], is_disabled)
