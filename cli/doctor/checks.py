"""The checks of the doctor. Pure: facts in, findings out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cli.doctor.secret_names import value_of
from trunkline.accounts.domain.number_setup import NumberSetup, OurAddresses, setup_fault

SECRETS = {
    "twilio_account_sid": "the account's SID from the Twilio console",
    "twilio_auth_tokens": "a list with the account's auth token",
    "relay_command_key": "the value the stack made",
}


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair over a vendor's API. `about` is the id of a number, an agent or a webhook there."""

    what: str
    about: str = ""
    provider: str = ""  # none: it is the carrier's


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check. `how` is what a person does about it, `fix` the repair where a vendor's API allows it."""

    about: str
    ok: bool
    says: str
    how: str = ""
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where vendors should reach the stage, its routes, and who owns what they use."""

    voice_url: str
    status_url: str
    routes: tuple[Mapping[str, Any], ...]
    claims: Mapping[tuple[str, str], str] = field(default_factory=dict)  # whose an agent or a number is
    companies: frozenset[str] = frozenset()


def findings(
    wanted: Wanted,
    secret: Mapping[str, Any],
    secrets: Mapping[str, str],
    numbers: Mapping[str, NumberSetup] | str,
    of_providers: Iterable[Finding],
) -> list[Finding]:
    """Everything that was looked at, in the order in which a call meets it. `secrets` are the names that have to be
    filled, with their meaning. `numbers` are those of the carrier, or its trouble."""
    return [
        _address(wanted.voice_url),
        *_secrets(secret, secrets),
        *_numbers(wanted, numbers),
        *of_providers,
        *_owners(wanted),
    ]


def _address(voice_url: str) -> Finding:
    if ".invalid/" in voice_url:
        return Finding(
            "address", False, "the stage does not know its own address", "set PublicBaseUrl and deploy again"
        )
    return Finding("address", True, f"vendors reach the stage at {voice_url.removesuffix('/twilio/voice')}")


def _secrets(secret: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Finding]:
    for name, meaning in names.items():
        if value_of(secret, name):
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


def _numbers(wanted: Wanted, numbers: Mapping[str, NumberSetup] | str) -> Iterator[Finding]:
    if isinstance(numbers, str):
        yield Finding("Twilio", False, numbers, "fix the secret first")
        return
    for number in sorted({str(route["number"]) for route in wanted.routes}):
        yield _number(number, numbers.get(number), wanted)


def _number(number: str, setup: NumberSetup | None, wanted: Wanted) -> Finding:
    fault = setup_fault(setup, OurAddresses(wanted.voice_url, wanted.status_url))
    if fault is None:
        return Finding(f"number {number}", True, "rings here")
    fix = Fix("number", setup.sid) if setup and fault.is_mendable else None
    return Finding(f"number {number}", False, fault.says, fault.how, fix)
