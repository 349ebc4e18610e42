"""Vendor settings of before a live run changed them: kept in a file until they are put back."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cli.doctor.checks import Finding
from cli.doctor.environment import Environment
from trunkline.accounts.domain.number_setup import NumberSetup
from trunkline.errors import BadRequest


@dataclass(frozen=True, slots=True)
class SavedSettings:
    """Only of what is about to be changed. `ours` are the addresses it is changed to."""

    ours: tuple[str, ...]
    numbers: tuple[NumberSetup, ...] = ()
    providers: dict[str, dict[str, Any]] = field(default_factory=dict)  # by name, as each provider's setup saves them

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def of(cls, text: str) -> "SavedSettings":
        body: dict[str, Any] = json.loads(text)
        numbers = tuple(NumberSetup(**number) for number in body["numbers"])
        return cls(tuple(body["ours"]), numbers, {name: dict(payload) for name, payload in body["providers"].items()})


def remember(found: Iterable[Finding], environment: Environment) -> SavedSettings:
    """Asks the vendors; changes nothing."""
    fixes = {finding.fix for finding in found if finding.fix}
    sids = {fix.about for fix in fixes if not fix.provider}
    numbers = tuple(setup for setup in environment.twilio.all().values() if setup.sid in sids) if sids else ()
    providers = {
        name: setup.save(own)
        for name, setup in environment.providers().items()
        if (own := [fix for fix in fixes if fix.provider == name])
    }
    return SavedSettings(environment.our_addresses(), numbers, providers)


def put_back(saved: SavedSettings, environment: Environment) -> list[str]:
    """A sentence for each setting that was put back. A later change by others is left alone."""
    setups = environment.providers()
    of_providers = [
        sentence for name, payload in saved.providers.items() for sentence in setups[name].put_back(payload, saved.ours)
    ]
    return [*_numbers(saved, environment), *of_providers]


def _numbers(saved: SavedSettings, environment: Environment) -> list[str]:
    before = {setup.sid: setup for setup in saved.numbers}
    said = []
    for number, now in environment.twilio.all().items() if before else ():
        if now.sid in before and now.voice_url in saved.ours:
            environment.twilio.set_up(before[now.sid])
            said.append(f"number {number} goes where it went before: {_target(before[now.sid])}")
    return said


def _target(setup: NumberSetup) -> str:
    return setup.application_sid or setup.voice_url.partition("?")[0] or "no address"


class SavedValue:
    """The file. It outlives a run that could not end in order, and the next one puts back what it says."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, saved: SavedSettings) -> None:
        """All of it or nothing: a run that is killed here has changed nothing yet."""
        self._path.parent.mkdir(exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)  # an address may hold a password
        fresh.write_text(saved.text())
        fresh.replace(self._path)

    def read(self) -> SavedSettings | None:
        """Raises BadRequest for a file that is not what was kept."""
        if not self._path.exists():
            return None
        try:
            return SavedSettings.of(self._path.read_text())
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadRequest(
                f"{self._path} cannot be read: look how the vendors are set (doctor), then remove it"
            ) from error

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)
