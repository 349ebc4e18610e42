"""What must be so, and the plain words for what is not. Pure: facts in, findings out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

PHONE_FORMAT = "ulaw_8000"
EVENTS = ("answering_machine_detection", "call_initiation_failure", "transcript")
SECRETS = {
    "twilio_account_sid": "the account's SID from the Twilio console",
    "twilio_auth_tokens": "a list with the account's auth token",
    "elevenlabs_api_key": "a key of the ElevenLabs workspace",
    "elevenlabs_webhook_secrets": "a list with the post-call webhook's secret",
    "relay_command_key": "the value the stack made",
}
WITH_AGENT = {"relay", "register"}


@dataclass(frozen=True, slots=True)
class Fix:
    """Something that can be put right over a vendor's API. `about` names the number's or the agent's id there."""

    what: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `how` says what a person does about it; `fix` is there when we can do it ourselves."""

    about: str
    ok: bool
    says: str
    how: str = ""
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the stage wants to be reached, and by whom."""

    voice_url: str
    status_url: str
    report_url: str
    routes: tuple[Mapping[str, Any], ...]
    claims: Mapping[tuple[str, str], str] = field(default_factory=dict)  # whose an agent or a number is
    companies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NumberSetup:
    """A number at the carrier."""

    sid: str
    voice_url: str
    voice_method: str
    status_url: str
    status_method: str = "POST"
    application_sid: str = ""  # a TwiML application or a trunk, which the carrier asks instead of the address
    trunk_sid: str = ""


@dataclass(frozen=True, slots=True)
class WebhookSetup:
    """A webhook at the voice provider."""

    webhook_id: str
    url: str
    is_disabled: bool


PERMISSION = "missing_permissions"
LACKS_PERMISSION = (
    "the key is good but may not do this: under API keys at ElevenLabs, let it read and write agents, read the"
    " workspace and write its webhooks"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the vendors say. None: they could not be asked, and `trouble` says why."""

    numbers: Mapping[str, NumberSetup] | None = None
    webhooks: tuple[WebhookSetup, ...] | None = None
    chosen_webhook: str = ""
    chosen_events: frozenset[str] = frozenset()
    agents: Mapping[str, tuple[str, str] | None] = field(default_factory=dict)  # heard and said; None: no such agent
    trouble: Mapping[str, str] = field(default_factory=dict)


def findings(wanted: Wanted, secret: Mapping[str, Any], seen: Seen) -> list[Finding]:
    """Everything that was looked at, in the order in which a call meets it."""
    return [
        _address(wanted.voice_url),
        *_secrets(secret),
        *_numbers(wanted, seen),
        *_reports(wanted, seen),
        *_agents(wanted.routes, seen),
        *_owners(wanted),
    ]


def _address(voice_url: str) -> Finding:
    if ".invalid/" in voice_url:
        return Finding(
            "address", False, "the stage does not know its own address", "set PublicBaseUrl and deploy again"
        )
    return Finding("address", True, f"vendors reach the stage at {voice_url.removesuffix('/twilio/voice')}")


def _secrets(secret: Mapping[str, Any]) -> Iterator[Finding]:
    for name, meaning in SECRETS.items():
        if secret.get(name):
            yield Finding(f"secret {name}", True, "is there")
        else:
            yield Finding(f"secret {name}", False, "is empty", f"put it in: {meaning}")
    tools = secret.get("tool_secrets") or {}
    alone = [name for name, value in tools.items() if not isinstance(value, Mapping)]
    if alone and not secret.get("tool_secrets_company"):
        how = "put them into a section of their company, or name it in tool_secrets_company"
        yield Finding("secret tool_secrets", False, f"{len(alone)} values belong to no company", how)


def _owners(wanted: Wanted) -> Iterator[Finding]:
    """Agents and numbers that routes use and their company does not own. A stage with one company needs no claims."""
    used = {
        ("agent", str(route["agent_id"]), str(route.get("company_id", "")))
        for route in wanted.routes
        if route.get("agent_id")
    }
    used |= {("number", str(route["number"]), str(route.get("company_id", ""))) for route in wanted.routes}
    for kind, name, company in sorted(used):
        owner = wanted.claims.get((kind, name))
        if owner is None and len(wanted.companies) > 1:
            how = f"if it is its own: python -m cli companies claim-{kind} {company} {name}"
            yield Finding(f"{kind} {name}", False, f"belongs to no company; a route of {company} uses it", how)
        elif owner not in {None, company}:
            yield Finding(
                f"{kind} {name}", False, f"belongs to {owner}; a route of {company} uses it", "change the route"
            )


def _numbers(wanted: Wanted, seen: Seen) -> Iterator[Finding]:
    if seen.numbers is None:
        yield Finding("Twilio", False, seen.trouble.get("twilio", "was not asked"), "fix the secret first")
        return
    for number in sorted({str(route["number"]) for route in wanted.routes}):
        yield _number(number, seen.numbers.get(number), wanted)


def _number(number: str, setup: NumberSetup | None, wanted: Wanted) -> Finding:
    about = f"number {number}"
    if setup is None:
        return Finding(about, False, "is not in this Twilio account", "buy it there, or remove its route")
    if setup.trunk_sid:
        return Finding(about, False, f"calls go to the trunk {setup.trunk_sid}", "take it off the trunk at Twilio")
    if setup.application_sid:
        says = f"calls go to the TwiML application {setup.application_sid}"
        return Finding(about, False, says, f"should be POST {wanted.voice_url}", Fix("number", setup.sid))
    if (setup.voice_url, setup.voice_method) != (wanted.voice_url, "POST"):
        says = f"calls go to {setup.voice_method} {setup.voice_url or 'nobody'}"
        return Finding(about, False, says, f"should be POST {wanted.voice_url}", Fix("number", setup.sid))
    if setup.status_url != wanted.status_url:
        says = f"status changes go to {setup.status_url or 'nobody'}"
        return Finding(about, False, says, f"should be {wanted.status_url}", Fix("number", setup.sid))
    return Finding(about, True, "rings here")


def _reports(wanted: Wanted, seen: Seen) -> Iterator[Finding]:
    if seen.webhooks is None:
        says = seen.trouble.get("elevenlabs", "was not asked")
        yield Finding("ElevenLabs", False, says, LACKS_PERMISSION if PERMISSION in says else "fix the secret first")
        return
    ours = [webhook for webhook in seen.webhooks if webhook.url == wanted.report_url]
    chosen = next((webhook for webhook in ours if webhook.webhook_id == seen.chosen_webhook), None)
    missing = sorted(set(EVENTS) - seen.chosen_events)
    if not ours:
        yield Finding("reports", False, f"no webhook calls {wanted.report_url}", "add one", Fix("add webhook"))
    elif chosen is None:
        how = "choose it for post-call events"
        yield Finding("reports", False, "our webhook is not the chosen one", how, Fix("choose", ours[0].webhook_id))
    elif chosen.is_disabled:
        yield Finding(
            "reports", False, "our webhook is switched off", "fix what failed, then switch it on at ElevenLabs"
        )
    elif missing:
        says = f"our webhook is not told of {', '.join(missing)}"
        yield Finding("reports", False, says, "choose these events, too", Fix("choose", chosen.webhook_id))
    else:
        yield Finding("reports", True, f"come to {wanted.report_url}")


def _agents(routes: Iterable[Mapping[str, Any]], seen: Seen) -> Iterator[Finding]:
    if seen.webhooks is None:
        return
    for agent_id in sorted({str(route["agent_id"]) for route in routes if route.get("mode") in WITH_AGENT}):
        yield _agent(agent_id, seen.agents.get(agent_id))


def _agent(agent_id: str, formats: tuple[str, str] | None) -> Finding:
    about = f"agent {agent_id}"
    if formats is None:
        return Finding(about, False, "is not in this workspace", "make it there, or change the route")
    if formats != (PHONE_FORMAT, PHONE_FORMAT):
        says = f"hears {formats[0]} and says {formats[1]}: callers would hear noise"
        return Finding(about, False, says, f"both should be {PHONE_FORMAT}", Fix("agent", agent_id))
    return Finding(about, True, f"hears and says {PHONE_FORMAT}")
