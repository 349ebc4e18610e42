"""Set-up of a stage at Retell: its key, and the agents of its routes with their webhooks, looked at and repaired."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from cli.doctor.checks import Finding, Fix, Wanted
from cli.doctor.providers import Remember
from cli.doctor.secret_names import value_of
from trunkline.errors import ProviderError
from trunkline.speech.domain.agent_settings import KnownAgent
from trunkline.vendors.retell.agent_workshop import RetellWorkshop
from trunkline.vendors.retell.api import RetellApi, read
from trunkline.web.vendor_client import VendorClient
from trunkline.web.vendor_requests import VendorRequest

NAME, PATIENCE_S = "retell", 10.0
EVENTS = ("call_analyzed", "call_ended", "call_started")  # Retell's default, and what the records need
URL, KINDS = "webhook_url", "webhook_events"
WEBHOOK, AGENT = "webhook of agent", "agent "


@dataclass(frozen=True, slots=True)
class AgentSetup:
    """An agent's webhook; no address: the account's webhook is called, which Retell's API does not show."""

    webhook_url: str
    events: frozenset[str]
    is_draft: bool = False

    @classmethod
    def of(cls, agent: KnownAgent) -> "AgentSetup":
        events = frozenset(agent.settings.get(KINDS) or EVENTS)
        return cls(str(agent.settings.get(URL) or ""), events, agent.is_draft)


@dataclass(frozen=True, slots=True)
class Seen:
    """The workspace as it is. `trouble` where Retell could not be asked; None for an agent that is not there."""

    agents: Mapping[str, AgentSetup | None] = field(default_factory=dict)
    trouble: str = ""


class Setup:
    """A stage at Retell."""

    SECRETS: ClassVar[Mapping[str, str]] = {
        "retell_api_key": "a key of the Retell workspace",
        "retell_webhook_secrets": "a list with the API key that has the webhook badge",
    }
    WEBHOOK_SECRETS = "retell_webhook_secrets"
    REPORT_URL = "RetellReportUrl"

    def __init__(self, base_url: str, secret: Mapping[str, Any], report_url: str) -> None:
        self._api = RetellApi(VendorClient(base_url), lambda: str(value_of(secret, "retell_api_key") or ""))
        self._workshop = RetellWorkshop(lambda: self._api)
        self._report_url = report_url

    def look(self, wanted: Wanted) -> list[Finding]:
        return findings(self._report_url, self._see(wanted))

    def _see(self, wanted: Wanted) -> Seen:
        routes = (route for route in wanted.routes if route.get("provider") == NAME and route.get("agent_id"))
        try:
            read(*self._api.send(VendorRequest("GET", "/get-api-key-info"), PATIENCE_S), dict)
            return Seen({agent: self._agent(agent) for agent in sorted({str(route["agent_id"]) for route in routes})})
        except ProviderError as error:
            return Seen(trouble=f"answers {error.status}: {error.code}" if error.status else error.code)

    def _agent(self, agent_id: str) -> AgentSetup | None:
        found = self._workshop.find(agent_id)
        return AgentSetup.of(found) if found else None

    def apply(self, fix: Fix, _stage: str, _remember: Remember) -> None:
        """The agent reports to this stage, and no fewer events than before."""
        agent = self._workshop.find(fix.about)
        if agent is not None:
            events = sorted(AgentSetup.of(agent).events | {*EVENTS})
            self._change(agent, {URL: self._report_url, KINDS: events})

    def save(self, fixes: Iterable[Fix]) -> dict[str, Any]:
        found = (self._workshop.find(fix.about) for fix in fixes if fix.what == WEBHOOK)
        return {"agents": {agent.agent_id: _webhook_of(agent) for agent in found if agent}}

    def put_back(self, payload: Mapping[str, Any], ours: Iterable[str]) -> list[str]:
        """A later change by others is left alone."""
        addresses, said = frozenset(ours), list[str]()
        for agent_id, before in payload.get("agents", {}).items():
            agent = self._workshop.find(agent_id)
            if agent is not None and agent.settings.get(URL) in addresses:
                self._change(agent, before)
                said.append(f"agent {agent_id} reports to {before[URL] or 'the webhook of the account'} again")
        return said

    def _change(self, agent: KnownAgent, wanted: Mapping[str, Any]) -> None:
        self._workshop.apply(self._workshop.plan(agent, wanted))


def findings(report_url: str, seen: Seen) -> list[Finding]:
    """Pure: the workspace as it is, compared with what the stage needs."""
    if seen.trouble:
        return [Finding("Retell", False, seen.trouble, "fix the secret first")]
    agents = [_agent(agent_id, setup, report_url) for agent_id, setup in seen.agents.items()]
    return [Finding("Retell", True, "takes the key"), *agents]


def _agent(agent_id: str, setup: AgentSetup | None, report_url: str) -> Finding:
    about = AGENT + agent_id
    if setup is None:
        return Finding(about, False, "is not in this workspace", "make it there, or change the route")
    draft = " (its latest version is a draft: publish it at Retell)" if setup.is_draft else ""
    good = Finding(about, True, f"reports to {report_url}{draft}")
    return next(_faults(about, setup, report_url, Fix(WEBHOOK, agent_id, NAME)), good)


def _faults(about: str, setup: AgentSetup, report_url: str, fix: Fix) -> Iterator[Finding]:
    missing = sorted(set(EVENTS) - setup.events)
    if setup.webhook_url != report_url:
        says = f"reports to {setup.webhook_url or 'the webhook of the account'}"
        yield Finding(about, False, says, f"its webhook_url should be {report_url}", fix)
    if missing:
        yield Finding(about, False, f"does not report {', '.join(missing)}", "add them to its webhook_events", fix)


def _webhook_of(agent: KnownAgent) -> dict[str, Any]:
    return {name: agent.settings.get(name) for name in (URL, KINDS)}
