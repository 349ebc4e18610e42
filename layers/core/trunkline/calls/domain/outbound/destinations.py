"""Destinations: the one policy for every outbound call and transfer.

Forwards, transfers, fallbacks, calls of programs and of campaigns: each asks when it is ordered or saved, by the lists
of the stage and of the company, and again when it is dialled, by the stage's. It is asked while a caller waits, so it
knows the numbering plans as tables.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from trunkline.calls.domain.routes import Route
from trunkline.errors import BadRequest
from trunkline.numbering.area_codes import STATES
from trunkline.numbering.dial_plan import AREA_CODES, CALLING_CODES, COSTLY, COSTLY_PREFIX

USUAL = frozenset({"US", "CA"})
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
COUNTRIES = dict(pair.split(":") for pair in CALLING_CODES.split())
REGIONS_OF_AREAS = {code: region for region, codes in AREA_CODES.items() for code in codes.split()}
CARRIERS_TESTS = re.compile(r"1500555[0-9]{4}")  # Twilio's numbers for tests: they ring nowhere and cost nothing


@dataclass(frozen=True, slots=True)
class Destinations:
    """The countries whose numbers may be dialled."""

    regions: frozenset[str] = USUAL

    @classmethod
    def parse(cls, text: str) -> "Destinations":
        """Countries by commas. A code that is none opens nothing, and keeps no call from being answered."""
        return cls(frozenset(listed(text)))

    def within(self, regions: Iterable[str]) -> "Destinations":
        """A company's own list narrows the stage's; an empty one leaves it as it is."""
        own = frozenset(regions)
        return Destinations(self.regions & own) if own else self

    def refusal(self, number: str) -> str:
        """Why the number is not dialled, without the number itself; empty when it may be dialled."""
        if not NUMBER.fullmatch(number):
            return "not a number that can be dialled"
        region = region_of(number)
        if not region:
            return "numbers of no country are not dialled"
        if is_costly(number):
            return "numbers that cost more than a call are not dialled"
        return "" if region in self.regions else f"numbers of {region} are not dialled from here"

    def refuse(self, number: str, field: str) -> None:
        """Raises BadRequest."""
        if why := self.refusal(number):
            raise BadRequest(f"{field}: {why}")

    def refuse_regions(self, regions: Iterable[str]) -> None:
        """Of a campaign, which may name states. Raises BadRequest."""
        if beyond := sorted({region for region in regions if region[:2] not in self.regions}):
            raise BadRequest(f"destinations: {', '.join(beyond)} may not be called from here")

    def ringable(self, route: Route) -> Route:
        """The route without the numbers that may not be rung: it then falls back as one that never had them."""
        allowed = self.within(listed(route.destinations))
        targets = {name: number for name, number in route.transfer_targets.items() if not allowed.refusal(number)}
        forward_to = "" if allowed.refusal(route.forward_to) else route.forward_to
        if (forward_to, targets) == (route.forward_to, route.transfer_targets):
            return route
        return replace(route, forward_to=forward_to, transfer_targets=targets)


def listed(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def known_region(text: str) -> str:
    if text not in REGIONS:
        raise BadRequest(f"no country of a numbering plan: {text[:8]!r}; two capital letters, such as US or GB")
    return text


def region_of(number: str) -> str:
    """The country of a number in E.164; empty for satellites, numbers of no country and unassigned codes."""
    digits = number[1:]
    if digits[0] == "1":
        if CARRIERS_TESTS.fullmatch(digits):
            return "US"
        return "US" if digits[1:4] in STATES else REGIONS_OF_AREAS.get(digits[1:4], "")
    if digits[:2] in {"76", "77"}:
        return "KZ"
    return next((COUNTRIES[digits[:size]] for size in (1, 2, 3) if digits[:size] in COUNTRIES), "")


def is_costly(number: str) -> bool:
    """Premium rate, shared cost, personal, pager, company access or voicemail."""
    digits = number[1:]
    if CARRIERS_TESTS.fullmatch(digits):
        return False
    if re.match(COSTLY_PREFIX, digits):  # compiled when the first call leaves, and kept by `re`
        return True
    code = next((digits[:size] for size in (1, 2, 3) if digits[:size] in COUNTRIES), "")
    return bool(code in COSTLY and re.fullmatch(COSTLY[code], digits[len(code) :]))


REGIONS = {"KZ", *COUNTRIES.values(), *AREA_CODES}
