"""What the vendors were set to before a live run changed it: kept in a file until it is put back."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cli.doctor.checks import Finding, NumberSetup
from cli.doctor.command import Patient
from trunkline.domain.errors import BadRequest

WEBHOOK = {"add webhook", "choose"}


@dataclass(frozen=True, slots=True)
class Former:
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
    def of(cls, text: str) -> "Former":
        told: dict[str, Any] = json.loads(text)
        return cls(
            tuple(told["ours"]),
            tuple(NumberSetup(**one) for one in told["numbers"]),
            told["chosen_webhook"],
            tuple(told["chosen_events"]),
            tuple(told["webhooks"]),
            {agent: (hears, says) for agent, (hears, says) in told["formats"].items()},
        )


def remember(found: Iterable[Finding], patient: Patient) -> Former:
    """Asks the vendors; changes nothing."""
    mends = {finding.mend for finding in found if finding.mend}
    wanted = patient.wanted()
    sids = {mend.about for mend in mends if mend.what == "number"}
    numbers = tuple(one for one in patient.twilio.all().values() if one.sid in sids) if sids else ()
    agents = [mend.about for mend in mends if mend.what == "agent"]
    formats = {agent: told for agent in agents if (told := patient.elevenlabs.formats(agent))}
    former = Former((wanted.voice_url, wanted.report_url), numbers, formats=formats)
    return _with_webhooks(former, patient) if any(mend.what in WEBHOOK for mend in mends) else former


def _with_webhooks(former: Former, patient: Patient) -> Former:
    chosen, events = patient.elevenlabs.chosen()
    there = tuple(one.webhook_id for one in patient.elevenlabs.webhooks())
    return Former(former.ours, former.numbers, chosen, tuple(sorted(events)), there, former.formats)


def put_back(former: Former, patient: Patient) -> list[str]:
    """What was put back, a sentence each. What somebody else has changed meanwhile is left alone."""
    return [*_numbers(former, patient), *_webhooks(former, patient), *_formats(former, patient)]


def _numbers(former: Former, patient: Patient) -> list[str]:
    before = {one.sid: one for one in former.numbers}
    said = []
    for number, now in patient.twilio.all().items() if before else ():
        if now.sid in before and now.voice_url in former.ours:
            patient.twilio.set_up(before[now.sid])
            said.append(f"number {number} goes where it went before: {_whither(before[now.sid])}")
    return said


def _webhooks(former: Former, patient: Patient) -> list[str]:
    if former.chosen_webhook is None:
        return []
    urls = {one.webhook_id: one.url for one in patient.elevenlabs.webhooks()}
    said = []
    if urls.get(patient.elevenlabs.chosen()[0]) in former.ours:
        patient.elevenlabs.choose(former.chosen_webhook, former.chosen_events)
        said.append("reports go where they went before" if former.chosen_webhook else "reports go to nobody, as before")
    for webhook_id in sorted(one for one, url in urls.items() if url in former.ours and one not in former.webhooks):
        patient.elevenlabs.remove_webhook(webhook_id)
        said.append("the webhook of this run is removed")
    return said


def _formats(former: Former, patient: Patient) -> list[str]:
    for agent, (hears, says) in former.formats.items():
        patient.elevenlabs.use_formats(agent, hears, says)
    return [f"agent {agent} hears {hears} and says {says} again" for agent, (hears, says) in former.formats.items()]


def _whither(setup: NumberSetup) -> str:
    return setup.application_sid or setup.voice_url.partition("?")[0] or "nobody"


class Kept:
    """The file. It outlives a run that could not end in order, and the next one puts back what it says."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, former: Former) -> None:
        """All of it or nothing: whoever is killed here has changed nothing yet."""
        self._path.parent.mkdir(exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)  # an address may hold a password
        fresh.write_text(former.text())
        fresh.replace(self._path)

    def read(self) -> Former | None:
        """Raises BadRequest for a file that is not what was kept."""
        if not self._path.exists():
            return None
        try:
            return Former.of(self._path.read_text())
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadRequest(
                f"{self._path} cannot be read: look how the vendors are set (doctor), then remove it"
            ) from error

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)
