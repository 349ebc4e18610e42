"""Set-up of a stage at Retell: its key, and the agents of its routes with their webhooks. Nothing is repaired here:
an agent's webhook is a setting of a version, which a person publishes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import quote

from cli.doctor.checks import Finding, Fix, Wanted
from cli.doctor.providers import Remember
from cli.doctor.secret_names import value_of
from trunkline.errors import ProviderError
from trunkline.vendors.retell.api import RetellApi, read
from trunkline.web.json_responses import optional_text
from trunkline.web.vendor_client import VendorClient
from trunkline.web.vendor_requests import VendorRequest

NAME, PATIENCE_S, MISSING = "retell", 10.0, 404
EVENTS = ("call_analyzed", "call_ended", "call_started")  # Retell's default, and what the records need


@dataclass(frozen=True, slots=True)
class AgentSetup:
    """An agent's webhook; no address: the account's webhook is called, which Retell's API does not show."""

    webhook_url: str
    events: frozenset[str]


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
        self._report_url = report_url

    def look(self, wanted: Wanted) -> list[Finding]:
        return findings(self._report_url, self._see(wanted))

    def _see(self, wanted: Wanted) -> Seen:
        routes = (route for route in wanted.routes if route.get("provider") == NAME and route.get("agent_id"))
        try:
            self._ask("/get-api-key-info")
            return Seen({agent: self._agent(agent) for agent in sorted({str(route["agent_id"]) for route in routes})})
        except ProviderError as error:
            return Seen(trouble=f"answers {error.status}: {error.code}" if error.status else error.code)

    def _agent(self, agent_id: str) -> AgentSetup | None:
        try:
            found = self._ask(f"/get-agent/{quote(agent_id, safe='')}")
        except ProviderError as error:
            if error.status == MISSING:
                return None
            raise
        return AgentSetup(optional_text(found, "webhook_url"), frozenset(found.get("webhook_events") or EVENTS))

    def _ask(self, path: str) -> dict[str, Any]:
        return read(*self._api.send(VendorRequest("GET", path), PATIENCE_S), dict)

    def apply(self, fix: Fix, _stage: str, _remember: Remember) -> None:
        raise NotImplementedError(f"Retell has no repair {fix.what}")

    def save(self, _fixes: Iterable[Fix]) -> dict[str, Any]:
        return {}

    def put_back(self, _payload: Mapping[str, Any], _ours: Iterable[str]) -> list[str]:
        return []


def findings(report_url: str, seen: Seen) -> list[Finding]:
    """Pure: the workspace as it is, compared with what the stage needs."""
    if seen.trouble:
        return [Finding("Retell", False, seen.trouble, "fix the secret first")]
    agents = [_agent(f"agent {agent_id}", setup, report_url) for agent_id, setup in seen.agents.items()]
    return [Finding("Retell", True, "takes the key"), *agents]


def _agent(about: str, setup: AgentSetup | None, report_url: str) -> Finding:
    if setup is None:
        return Finding(about, False, "is not in this workspace", "make it there, or change the route")
    return next(_faults(about, setup, report_url), Finding(about, True, f"reports to {report_url}"))


def _faults(about: str, setup: AgentSetup, report_url: str) -> Iterator[Finding]:
    missing = sorted(set(EVENTS) - setup.events)
    if setup.webhook_url != report_url:
        says = f"reports to {setup.webhook_url or 'the webhook of the account'}"
        yield Finding(about, False, says, f"set its webhook_url to {report_url} and publish the agent")
    if missing:
        yield Finding(about, False, f"does not report {', '.join(missing)}", "add them to its webhook_events")
