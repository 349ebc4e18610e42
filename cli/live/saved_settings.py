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


def remember(found: Iterable[Finding], patient: Environment) -> SavedSettings:
    """Asks the vendors; changes nothing."""
    mends = {finding.mend for finding in found if finding.mend}
    wanted = patient.wanted()
    sids = {mend.about for mend in mends if mend.what == "number"}
    numbers = tuple(item for item in patient.twilio.all().values() if item.sid in sids) if sids else ()
    agents = [mend.about for mend in mends if mend.what == "agent"]
    formats = {agent: told for agent in agents if (told := patient.elevenlabs.formats(agent))}
    former = SavedSettings((wanted.voice_url, wanted.report_url), numbers, formats=formats)
    return _with_webhooks(former, patient) if any(mend.what in WEBHOOK for mend in mends) else former


def _with_webhooks(former: SavedSettings, patient: Environment) -> SavedSettings:
    chosen, events = patient.elevenlabs.chosen()
    there = tuple(webhook.webhook_id for webhook in patient.elevenlabs.webhooks())
    return SavedSettings(former.ours, former.numbers, chosen, tuple(sorted(events)), there, former.formats)


def put_back(former: SavedSettings, patient: Environment) -> list[str]:
    """What was put back, a sentence each. What somebody else has changed meanwhile is left alone."""
    return [*_numbers(former, patient), *_webhooks(former, patient), *_formats(former, patient)]


def _numbers(former: SavedSettings, patient: Environment) -> list[str]:
    before = {item.sid: item for item in former.numbers}
    said = []
    for number, now in patient.twilio.all().items() if before else ():
        if now.sid in before and now.voice_url in former.ours:
            patient.twilio.set_up(before[now.sid])
            said.append(f"number {number} goes where it went before: {_whither(before[now.sid])}")
    return said


def _webhooks(former: SavedSettings, patient: Environment) -> list[str]:
    if former.chosen_webhook is None:
        return []
    urls = {webhook.webhook_id: webhook.url for webhook in patient.elevenlabs.webhooks()}
    said = []
    if urls.get(patient.elevenlabs.chosen()[0]) in former.ours:
        patient.elevenlabs.choose(former.chosen_webhook, former.chosen_events)
        said.append("reports go where they went before" if former.chosen_webhook else "reports go to nobody, as before")
    for webhook_id in sorted(item for item, url in urls.items() if url in former.ours and item not in former.webhooks):
        patient.elevenlabs.remove_webhook(webhook_id)
        said.append("the webhook of this run is removed")
    return said


def _formats(former: SavedSettings, patient: Environment) -> list[str]:
    for agent, (hears, says) in former.formats.items():
        patient.elevenlabs.use_formats(agent, hears, says)
    return [f"agent {agent} hears {hears} and says {says} again" for agent, (hears, says) in former.formats.items()]


def _whither(setup: NumberSetup) -> str:
    return setup.application_sid or setup.voice_url.partition("?")[0] or "nobody"


class SavedValue:
    """The file. It outlives a run that could not end in order, and the next one puts back what it says."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, former: SavedSettings) -> None:
        """All of it or nothing: whoever is killed here has changed nothing yet."""
        self._path.parent.mkdir(exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)  # an address may hold a password
        fresh.write_text(former.text())
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
