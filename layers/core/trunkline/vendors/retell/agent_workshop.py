"""Settings of Retell's agents, read and changed: only what is asked for, so that fields unknown to us stay.

Retell documentation "Agent", SDK 6.2.13, read 2026-11. An update changes a draft; a published version stays as it is.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import quote

from trunkline.errors import BadRequest, ProviderError
from trunkline.speech.domain.agent_settings import AgentPlan, KnownAgent, SettingChange
from trunkline.vendors.retell.agent_settings import checked, provider_of_model
from trunkline.vendors.retell.agent_translations import translated
from trunkline.vendors.retell.api import RetellApi, read
from trunkline.web.json_responses import objects, optional_text, text
from trunkline.web.vendor_requests import VendorRequest

Read = TypeVar("Read")

MISSING, PAGE_SIZE = 404, 100
FOREIGN_VOICE = (
    "Retell has no voice {}: a voice of ElevenLabs is added there first (add-community-voice) and then has another id"
)


class RetellWorkshop:
    """The port `AgentWorkshop`."""

    def __init__(self, api: Callable[[], RetellApi]) -> None:
        self._api = api

    def all(self) -> list[KnownAgent]:
        agents, cursor = list[KnownAgent](), ""
        while True:
            found, cursor = self._ask(_page(cursor), _read_page)
            agents += found
            if not cursor:
                return agents

    def find(self, agent_id: str) -> KnownAgent | None:
        return self._find(_path("get-agent", agent_id), known_agent)

    def plan(self, agent: KnownAgent, wanted: Mapping[str, Any]) -> AgentPlan:
        settings, remarks = translated(wanted)
        values = checked(settings)
        self._check_voice(agent, values)
        before = agent.settings
        changes = (SettingChange(name, before.get(name), value) for name, value in values.items())
        return AgentPlan(agent, tuple(change for change in changes if change.before != change.after), tuple(remarks))

    def apply(
        self, plan: AgentPlan, *, publish: bool = False, on_draft: Callable[[KnownAgent], None] | None = None
    ) -> KnownAgent:
        """Of a published agent a draft is made, changed and published; a person's own draft only where that is said.
        `on_draft` changes what the draft refers to."""
        agent, was_draft = plan.agent, plan.agent.is_draft
        if plan.changes or on_draft:
            version = agent.version if was_draft else self._new_draft(agent)
            path, query = _path("update-agent", agent.agent_id), {"version": str(version)}
            agent = self._ask(VendorRequest("PATCH", path, json=plan.values, query=query), known_agent)
        if on_draft:
            on_draft(agent)
        if agent.is_draft and (publish or not was_draft):
            self._publish(agent)
        return self.find(agent.agent_id) or agent

    def _new_draft(self, agent: KnownAgent) -> int:
        base = {"base_version": agent.version}
        made = VendorRequest("POST", _path("create-agent-version", agent.agent_id), json=base)
        return self._ask(made, lambda payload: int(payload["version"]))

    def _publish(self, agent: KnownAgent) -> None:
        path = _path("publish-agent-version", agent.agent_id)
        status, body = self._api().send(VendorRequest("POST", path, json={"version": agent.version}))
        if not 200 <= status < 300:  # the answer of a success has no body
            read(status, body, dict)

    def _check_voice(self, agent: KnownAgent, values: Mapping[str, Any]) -> None:
        """Raises BadRequest for a voice that is not there, and for a model of another provider's."""
        if not {"voice_id", "voice_model"} & values.keys():
            return
        voice_id = str(values.get("voice_id") or agent.voice_id)
        maker = self._find(_path("get-voice", voice_id), lambda voice: optional_text(voice, "provider"))
        if maker is None:
            raise BadRequest(f"voice_id: {FOREIGN_VOICE.format(voice_id)}")
        model = str((values if "voice_model" in values else agent.settings).get("voice_model") or "")
        of_model = provider_of_model(model)
        if of_model and maker not in {of_model, "platform", ""}:
            raise BadRequest(f"voice_model: {model} is a model of {of_model}, and the voice {voice_id} is of {maker}")

    def _find(self, path: str, reader: Callable[[dict[str, Any]], Read]) -> Read | None:
        try:
            return self._ask(VendorRequest("GET", path), reader)
        except ProviderError as error:
            if error.status == MISSING:
                return None
            raise

    def _ask(self, request: VendorRequest, reader: Callable[[dict[str, Any]], Read]) -> Read:
        return read(*self._api().send(request), reader)


def _path(action: str, name: str) -> str:
    return f"/{action}/{quote(name, safe='')}"


def _page(cursor: str) -> VendorRequest:
    query = {"limit": str(PAGE_SIZE)} | ({"pagination_key": cursor} if cursor else {})
    return VendorRequest("POST", "/v2/list-agents", json={}, query=query)


def _read_page(page: dict[str, Any]) -> tuple[list[KnownAgent], str]:
    further = optional_text(page, "pagination_key") if page.get("has_more") else ""
    return [known_agent(item) for item in objects(page, "items")], further


def known_agent(payload: dict[str, Any]) -> KnownAgent:
    return KnownAgent(
        text(payload, "agent_id"),
        optional_text(payload, "agent_name"),
        optional_text(payload, "voice_id"),
        int(payload.get("version") or 0),
        is_draft=not payload.get("is_published"),
        settings=payload,
    )
