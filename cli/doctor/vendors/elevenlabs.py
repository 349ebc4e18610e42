"""Set-up of a stage at ElevenLabs: its checks, their repair, and the settings that a live run saves and puts back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from cli.doctor.checks import Finding, Fix, Wanted
from cli.doctor.providers import Remember
from cli.doctor.vendors.elevenlabs_workspace import EVENTS, PHONE_FORMAT, WebhookSetup, Workspace
from trunkline.errors import ProviderError

NAME = "elevenlabs"
PERMISSION = "missing_permissions"
LACKS_PERMISSION = (
    "the key is good but may not do this: under API keys at ElevenLabs, let it read and write agents, read the"
    " workspace and write its webhooks"
)


WITH_AGENT = {"relay", "register"}
ADD_WEBHOOK, CHOOSE, AGENT = "add webhook", "choose", "agent"


@dataclass(frozen=True, slots=True)
class Seen:
    """The workspace as it is. No webhooks: ElevenLabs could not be asked, and `trouble` says why."""

    webhooks: tuple[WebhookSetup, ...] | None = None
    chosen_webhook: str = ""
    chosen_events: frozenset[str] = frozenset()
    agents: Mapping[str, tuple[str, str] | None] = field(default_factory=dict)  # heard and spoken; None: no such agent
    trouble: str = "was not asked"


@dataclass(frozen=True, slots=True)
class Saved:
    """Settings that a live run is about to change, as they were."""

    chosen_webhook: str | None = None  # None: the choice is left alone; empty: no webhook was chosen
    chosen_events: tuple[str, ...] = ()
    webhooks: tuple[str, ...] = ()  # the ids there were
    formats: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        """As JSON has it: lists in place of tuples."""
        formats = {agent: list(pair) for agent, pair in self.formats.items()}
        lists = {"chosen_events": list(self.chosen_events), "webhooks": list(self.webhooks), "formats": formats}
        return {"chosen_webhook": self.chosen_webhook, **lists}

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> "Saved":
        formats = {agent: (heard, spoken) for agent, (heard, spoken) in payload["formats"].items()}
        return cls(payload["chosen_webhook"], tuple(payload["chosen_events"]), tuple(payload["webhooks"]), formats)


class Setup:
    """A stage at ElevenLabs."""

    SECRETS: ClassVar[Mapping[str, str]] = {
        "elevenlabs_api_key": "a key of the ElevenLabs workspace",
        "elevenlabs_webhook_secrets": "a list with the post-call webhook's secret",
    }
    WEBHOOK_SECRETS = "elevenlabs_webhook_secrets"
    REPORT_URL = "ElevenLabsReportUrl"

    def __init__(self, base_url: str, secret: Mapping[str, Any], report_url: str) -> None:
        self.workspace = Workspace(base_url, secret.get("elevenlabs_api_key", ""))
        self._report_url = report_url

    def look(self, wanted: Wanted) -> list[Finding]:
        return findings(wanted.routes, self._report_url, self._see(wanted))

    def _see(self, wanted: Wanted) -> Seen:
        """A workspace that does not answer is a finding, not the end."""
        try:
            webhooks, (chosen, events) = self.workspace.webhooks(), self.workspace.chosen()
            agents = {str(route["agent_id"]) for route in _own(wanted.routes) if route.get("agent_id")}
            return Seen(webhooks, chosen, events, {agent: self.workspace.formats(agent) for agent in agents})
        except ProviderError as error:
            return Seen(trouble=f"answers {error.status}: {error.code}" if error.status else error.code)

    def apply(self, fix: Fix, stage: str, remember: Remember) -> None:
        match fix.what:
            case "add webhook":
                webhook_id, secret = self.workspace.add_webhook(f"trunkline-{stage}", self._report_url)
                remember(secret)  # before it is chosen: its first report must find its secret here
                self.workspace.choose(webhook_id)
            case "choose":
                self.workspace.choose(fix.about)
            case "agent":
                self.workspace.use_formats(fix.about)

    def save(self, fixes: Iterable[Fix]) -> dict[str, Any]:
        """The settings that these repairs will change, for `put_back`. Asks, changes nothing."""
        fixes = list(fixes)
        agents = [fix.about for fix in fixes if fix.what == AGENT]
        formats = {agent: found for agent in agents if (found := self.workspace.formats(agent))}
        if not any(fix.what in {ADD_WEBHOOK, CHOOSE} for fix in fixes):
            return Saved(formats=formats).payload()
        chosen, events = self.workspace.chosen()
        there = tuple(webhook.webhook_id for webhook in self.workspace.webhooks())
        return Saved(chosen, tuple(sorted(events)), there, formats).payload()

    def put_back(self, payload: Mapping[str, Any], ours: Iterable[str]) -> list[str]:
        """Sentences of what was put back. A later change by others is left alone."""
        saved = Saved.of(payload)
        return [*self._put_back_webhooks(saved, frozenset(ours)), *self._put_back_formats(saved)]

    def _put_back_webhooks(self, saved: Saved, ours: frozenset[str]) -> list[str]:
        if saved.chosen_webhook is None:
            return []
        urls = {webhook.webhook_id: webhook.url for webhook in self.workspace.webhooks()}
        said = []
        if urls.get(self.workspace.chosen()[0]) in ours:
            self.workspace.choose(saved.chosen_webhook, saved.chosen_events)
            said.append(
                "reports go where they went before" if saved.chosen_webhook else "no webhook is chosen, as before"
            )
        for webhook_id in sorted(name for name, url in urls.items() if url in ours and name not in saved.webhooks):
            self.workspace.remove_webhook(webhook_id)
            said.append("the webhook of this run is removed")
        return said

    def _put_back_formats(self, saved: Saved) -> list[str]:
        for agent, (heard, spoken) in saved.formats.items():
            self.workspace.use_formats(agent, heard, spoken)
        return [
            f"agent {agent} hears {heard} and says {spoken} again" for agent, (heard, spoken) in saved.formats.items()
        ]


def findings(routes: Iterable[Mapping[str, Any]], report_url: str, seen: Seen) -> list[Finding]:
    """Pure: the workspace as it is, compared with what the stage needs."""
    return [*_reports(report_url, seen), *_agents(routes, seen)]


def _reports(report_url: str, seen: Seen) -> Iterator[Finding]:
    if seen.webhooks is None:
        says = seen.trouble
        yield Finding("ElevenLabs", False, says, LACKS_PERMISSION if PERMISSION in says else "fix the secret first")
        return
    ours = [webhook for webhook in seen.webhooks if webhook.url == report_url]
    chosen = next((webhook for webhook in ours if webhook.webhook_id == seen.chosen_webhook), None)
    missing = sorted(set(EVENTS) - seen.chosen_events)
    if not ours:
        yield Finding("reports", False, f"no webhook calls {report_url}", "add one", Fix(ADD_WEBHOOK, provider=NAME))
    elif chosen is None:
        how = "choose it for post-call events"
        yield Finding("reports", False, "our webhook is not the chosen one", how, Fix(CHOOSE, ours[0].webhook_id, NAME))
    elif chosen.is_disabled:
        yield Finding(
            "reports", False, "our webhook is switched off", "fix what failed, then switch it on at ElevenLabs"
        )
    elif missing:
        says = f"our webhook does not report {', '.join(missing)}"
        yield Finding("reports", False, says, "choose these events, too", Fix(CHOOSE, chosen.webhook_id, NAME))
    else:
        yield Finding("reports", True, f"come to {report_url}")


def _agents(routes: Iterable[Mapping[str, Any]], seen: Seen) -> Iterator[Finding]:
    if seen.webhooks is None:
        return
    for agent_id in sorted({str(route["agent_id"]) for route in _own(routes) if route.get("mode") in WITH_AGENT}):
        yield _agent(agent_id, seen.agents.get(agent_id))


def _own(routes: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [route for route in routes if (route.get("provider") or NAME) == NAME]


def _agent(agent_id: str, formats: tuple[str, str] | None) -> Finding:
    about = f"agent {agent_id}"
    if formats is None:
        return Finding(about, False, "is not in this workspace", "make it there, or change the route")
    if formats != (PHONE_FORMAT, PHONE_FORMAT):
        says = f"hears {formats[0]} and says {formats[1]}: callers would hear noise"
        return Finding(about, False, says, f"both should be {PHONE_FORMAT}", Fix(AGENT, agent_id, NAME))
    return Finding(about, True, f"hears and says {PHONE_FORMAT}")
