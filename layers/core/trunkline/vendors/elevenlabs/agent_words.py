"""What an agent at ElevenLabs says and speaks with: the port `AgentWordsBook`. A change sends nothing else.

ElevenLabs documentation "Update agent", read 2026-11: the nested object is merged.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from trunkline.errors import ProviderError
from trunkline.speech.domain.agent_words import AgentWords, WordsPlan, plan_of
from trunkline.vendors.elevenlabs.calls_api import provider_error
from trunkline.vendors.elevenlabs.workspace_api import get_agent
from trunkline.web.json_responses import optional_text, read_object
from trunkline.web.vendor_client import VendorClient, provider_errors
from trunkline.web.vendor_requests import VendorRequest

BUDGET_S, OK, MISSING = 10.0, 200, 404
# Where each setting stands below `conversation_config`.
PATHS = {
    "prompt": ("agent", "prompt", "prompt"),
    "model": ("agent", "prompt", "llm"),
    "greeting": ("agent", "first_message"),
    "language": ("agent", "language"),
    "voice": ("tts", "voice_id"),
}


class ElevenLabsWords:
    def __init__(self, client: VendorClient, api_key: Callable[[], str]) -> None:
        self._client = client
        self._api_key = api_key

    def plan(self, agent_id: str, wanted: AgentWords) -> WordsPlan | None:
        """A language has no region there: `en-US` is `en`."""
        status, body = self._ask(get_agent(agent_id))
        if status == MISSING:
            return None
        if status != OK:
            raise provider_error(status, body)
        config = read_object(body, lambda payload: payload["conversation_config"])
        there = {name: _at(config, path) for name, path in PATHS.items()}
        return plan_of(agent_id, replace(wanted, language=wanted.language.partition("-")[0]), there)

    def apply(self, plan: WordsPlan) -> None:
        config: dict[str, Any] = {}
        for name, value in plan.values.items():
            *folders, last = PATHS[name]
            inner = config
            for folder in folders:
                inner = inner.setdefault(folder, {})
            inner[last] = value
        path = get_agent(plan.agent_id).path
        status, body = self._ask(VendorRequest("PATCH", path, json={"conversation_config": config}))
        if status != OK:
            raise provider_error(status, body)

    def _ask(self, request: VendorRequest) -> tuple[int, bytes]:
        headers = {"xi-api-key": self._api_key()}
        with provider_errors():
            answer = self._client.request(
                request.method, request.path, json=request.json, headers=headers, timeout=BUDGET_S
            )
        return answer.status_code, answer.content


def _at(config: Mapping[str, Any], path: tuple[str, ...]) -> str:
    """Raises ProviderError for an agent of another shape."""
    *folders, last = path
    for folder in folders:
        inner = config.get(folder)
        if not isinstance(inner, dict):
            raise ProviderError("unreadable")
        config = inner
    return optional_text(dict(config), last)
