"""Both vendors, as far as a stage is set up there ("IncomingPhoneNumber resource", Twilio 2010-04-01; ElevenLabs)."""

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
        """Where its calls and their status changes go from now on."""
        form = {"VoiceUrl": voice_url, "VoiceMethod": "POST"}
        form |= {"StatusCallback": status_url, "StatusCallbackMethod": "POST"}
        self._ask("POST", f"{self._root}/IncomingPhoneNumbers/{sid}.json", form)

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> Any:
        try:
            answer = self._client.request(method, path, data=form)
        except httpx.HTTPError as error:
            raise CarrierError("unreachable", "Twilio does not answer") from error
        if answer.is_error:
            raise CarrierError(str(answer.status_code), f"Twilio answers {answer.status_code}")
        return answer.json()


def _number(told: dict[str, Any]) -> NumberSetup:
    return NumberSetup(
        told["sid"], told.get("voice_url") or "", told.get("voice_method") or "", told.get("status_callback") or ""
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

    def choose(self, webhook_id: str) -> None:
        choice = {"post_call_webhook_id": webhook_id, "events": list(EVENTS)}
        self._ask("PATCH", "/v1/convai/settings", {"webhooks": choice})

    def formats(self, agent_id: str) -> tuple[str, str] | None:
        """What it hears and what it says; None when there is no such agent."""
        try:
            config = self._ask("GET", f"/v1/convai/agents/{agent_id}")["conversation_config"]
        except ProviderError as error:
            if error.status == MISSING:
                return None
            raise
        return config["asr"]["user_input_audio_format"], config["tts"]["agent_output_audio_format"]

    def use_phone_format(self, agent_id: str) -> None:
        config = {"asr": {"user_input_audio_format": PHONE_FORMAT}, "tts": {"agent_output_audio_format": PHONE_FORMAT}}
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
