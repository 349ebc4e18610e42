"""What the vendors were set to before a live run changed it: kept in a file until it is put back."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cli.doctor.checks import Finding, NumberSetup
from cli.doctor.command import Environment
from trunkline.errors import BadRequest

WEBHOOK = {"add webhook", "choose"}


@dataclass(frozen=True, slots=True)
class SavedSettings:
    """Only of what is about to be changed. `ours` are the addresses it is changed to."""

    ours: tuple[str, ...]
    numbers: tuple[NumberSetup, ...] = ()
    chosen_webhook: str | None = None  # None: the choice is left alone; empty: nobody was chosen
    chosen_events: tuple[str, ...] = ()
    webhooks: tuple[str, ...] = ()  # that were there
    formats: dict[str, tuple[str, str]] = field(default_factory=dict)

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def of(cls, text: str) -> "SavedSettings":
        body: dict[str, Any] = json.loads(text)
        return cls(
            tuple(body["ours"]),
            tuple(NumberSetup(**number) for number in body["numbers"]),
            body["chosen_webhook"],
            tuple(body["chosen_events"]),
            tuple(body["webhooks"]),
            {agent: (hears, says) for agent, (hears, says) in body["formats"].items()},
        )


def remember(found: Iterable[Finding], environment: Environment) -> SavedSettings:
    """Asks the vendors; changes nothing."""
    fixes = {finding.fix for finding in found if finding.fix}
    wanted = environment.wanted()
    sids = {fix.about for fix in fixes if fix.what == "number"}
    numbers = tuple(item for item in environment.twilio.all().values() if item.sid in sids) if sids else ()
    agents = [fix.about for fix in fixes if fix.what == "agent"]
    formats = {agent: told for agent in agents if (told := environment.elevenlabs.formats(agent))}
    saved = SavedSettings((wanted.voice_url, wanted.report_url), numbers, formats=formats)
    return _with_webhooks(saved, environment) if any(fix.what in WEBHOOK for fix in fixes) else saved


def _with_webhooks(saved: SavedSettings, environment: Environment) -> SavedSettings:
    chosen, events = environment.elevenlabs.chosen()
    there = tuple(webhook.webhook_id for webhook in environment.elevenlabs.webhooks())
    return SavedSettings(saved.ours, saved.numbers, chosen, tuple(sorted(events)), there, saved.formats)


def put_back(saved: SavedSettings, environment: Environment) -> list[str]:
    """What was put back, a sentence each. What somebody else has changed meanwhile is left alone."""
    return [*_numbers(saved, environment), *_webhooks(saved, environment), *_formats(saved, environment)]


def _numbers(saved: SavedSettings, environment: Environment) -> list[str]:
    before = {item.sid: item for item in saved.numbers}
    said = []
    for number, now in environment.twilio.all().items() if before else ():
        if now.sid in before and now.voice_url in saved.ours:
            environment.twilio.set_up(before[now.sid])
            said.append(f"number {number} goes where it went before: {_whither(before[now.sid])}")
    return said


def _webhooks(saved: SavedSettings, environment: Environment) -> list[str]:
    if saved.chosen_webhook is None:
        return []
    urls = {webhook.webhook_id: webhook.url for webhook in environment.elevenlabs.webhooks()}
    said = []
    if urls.get(environment.elevenlabs.chosen()[0]) in saved.ours:
        environment.elevenlabs.choose(saved.chosen_webhook, saved.chosen_events)
        said.append("reports go where they went before" if saved.chosen_webhook else "reports go to nobody, as before")
    for webhook_id in sorted(item for item, url in urls.items() if url in saved.ours and item not in saved.webhooks):
        environment.elevenlabs.remove_webhook(webhook_id)
        said.append("the webhook of this run is removed")
    return said


def _formats(saved: SavedSettings, environment: Environment) -> list[str]:
    for agent, (hears, says) in saved.formats.items():
        environment.elevenlabs.use_formats(agent, hears, says)
    return [f"agent {agent} hears {hears} and says {says} again" for agent, (hears, says) in saved.formats.items()]


def _whither(setup: NumberSetup) -> str:
    return setup.application_sid or setup.voice_url.partition("?")[0] or "nobody"


class SavedValue:
    """The file. It outlives a run that could not end in order, and the next one puts back what it says."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, saved: SavedSettings) -> None:
        """All of it or nothing: whoever is killed here has changed nothing yet."""
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
