"""The doctor's file for each voice provider of the registry: `cli/doctor/vendors/<name>.py`, with a class `Setup`."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, ClassVar, Protocol

from cli.doctor.checks import Finding, Fix, Wanted
from trunkline.bootstrap.shared.providers import PROVIDERS

Remember = Callable[[str], None]  # keeps the secret of a webhook that was made


class ProviderSetup(Protocol):
    """The set-up of a stage at a voice provider."""

    SECRETS: ClassVar[Mapping[str, str]]  # names in the vendors' secret, and their meaning
    WEBHOOK_SECRETS: ClassVar[str]  # the one of them that proves reports
    REPORT_URL: ClassVar[str]  # the output of the stack with the address for reports

    def __init__(self, base_url: str, secret: Mapping[str, Any], report_url: str) -> None: ...

    def look(self, wanted: Wanted) -> list[Finding]:
        """Changes nothing."""
        ...

    def apply(self, fix: Fix, stage: str, remember: Remember) -> None: ...

    def save(self, fixes: Iterable[Fix]) -> dict[str, Any]:
        """The settings that these repairs will change, as JSON can hold them."""
        ...

    def put_back(self, payload: Mapping[str, Any], ours: Iterable[str]) -> list[str]:
        """Restores saved settings that still lead to one of our addresses; a sentence for each."""
        ...


def setup_classes() -> dict[str, type[ProviderSetup]]:
    """By the provider's name, in the registry's order."""
    return {name: import_module(f"cli.doctor.vendors.{name}").Setup for name in PROVIDERS}
