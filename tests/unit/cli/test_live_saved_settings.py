"""Settings changed by a live run are put back; a later change by others is left alone."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from cli.doctor.checks import Finding, Fix
from cli.doctor.vendors.elevenlabs import Setup
from cli.doctor.vendors.elevenlabs_workspace import WebhookSetup
from cli.live.saved_settings import SavedSettings, SavedValue, put_back, remember
from trunkline.accounts.domain.number_setup import NumberSetup
from trunkline.errors import BadRequest

OURS, REPORTS = "https://tunnel.example.com/twilio/voice", "https://tunnel.example.com/webhooks/elevenlabs"
BEFORE = NumberSetup("PN1", "https://former.example.com/voice", "GET", "", "GET", "AP1")
FIXES = [Fix("number", "PN1"), Fix("add webhook", provider="elevenlabs"), Fix("agent", "agent_1", "elevenlabs")]
FOUND = [Finding("what", False, "is wrong", "how", fix) for fix in FIXES]


@dataclass
class Numbers:
    kept: dict[str, NumberSetup] = field(default_factory=lambda: {"+14155550100": BEFORE})

    def all(self) -> dict[str, NumberSetup]:
        return dict(self.kept)

    def set_up(self, setup: NumberSetup) -> None:
        self.kept["+14155550100"] = setup


@dataclass
class Workspace:
    hooks: dict[str, str] = field(default_factory=lambda: {"wh_1": "https://former.example.com/reports"})
    choice: tuple[str, tuple[str, ...]] = ("wh_1", ("transcript",))
    format: dict[str, tuple[str, str]] = field(default_factory=lambda: {"agent_1": ("pcm_16000", "pcm_44100")})

    def webhooks(self) -> tuple[WebhookSetup, ...]:
        return tuple(WebhookSetup(item, url, is_disabled=False) for item, url in self.hooks.items())

    def chosen(self) -> tuple[str, frozenset[str]]:
        return self.choice[0], frozenset(self.choice[1])

    def choose(self, webhook_id: str, events: Any) -> None:
        self.choice = (webhook_id, tuple(events))

    def remove_webhook(self, webhook_id: str) -> None:
        del self.hooks[webhook_id]

    def formats(self, agent: str) -> tuple[str, str]:
        return self.format[agent]

    def use_formats(self, agent: str, heard: str, spoken: str) -> None:
        self.format[agent] = (heard, spoken)


@dataclass
class Both:
    twilio: Numbers = field(default_factory=Numbers)
    elevenlabs: Workspace = field(default_factory=Workspace)

    def our_addresses(self) -> tuple[str, ...]:
        return (OURS, REPORTS)

    def providers(self) -> dict[str, Setup]:
        setup = Setup("https://not.asked", {}, REPORTS)
        setup.workspace = self.elevenlabs  # type: ignore[assignment]
        return {"elevenlabs": setup}

    def fixed(self) -> "Both":
        self.twilio.kept["+14155550100"] = NumberSetup("PN1", OURS, "POST", "https://tunnel.example.com/status")
        self.elevenlabs.hooks["wh_2"] = REPORTS
        self.elevenlabs.choose("wh_2", ("call_initiation_failure", "transcript"))
        self.elevenlabs.use_formats("agent_1", "ulaw_8000", "ulaw_8000")
        return self


def test_everything_is_as_it_was_methods_and_application_included():
    vendors = Both()
    saved = remember(FOUND, vendors)
    said = put_back(saved, vendors.fixed())
    assert vendors == Both()
    assert "number +14155550100 goes where it went before: AP1" in said


def test_putting_back_twice_changes_nothing_more():
    vendors = Both()
    saved = remember(FOUND, vendors)
    put_back(saved, vendors.fixed())
    vendors.twilio.kept["+14155550100"] = replace(BEFORE, voice_url="https://newer.example.com/voice")
    put_back(saved, vendors)
    assert vendors.twilio.kept["+14155550100"].voice_url == "https://newer.example.com/voice"


def test_a_later_change_by_others_stays():
    vendors = Both()
    saved = remember(FOUND, vendors)
    vendors.fixed().elevenlabs.hooks["wh_3"] = "https://newest.example.com/reports"
    vendors.elevenlabs.choose("wh_3", ("transcript",))
    vendors.twilio.kept["+14155550100"] = replace(BEFORE, application_sid="", voice_url="https://newest.example.com")
    put_back(saved, vendors)
    assert vendors.elevenlabs.choice == ("wh_3", ("transcript",))
    assert vendors.twilio.kept["+14155550100"].voice_url == "https://newest.example.com"
    assert "wh_2" not in vendors.elevenlabs.hooks


def test_a_workspace_without_a_chosen_webhook_has_none_again():
    vendors = Both(elevenlabs=Workspace(hooks={}, choice=("", ())))
    saved = remember(FOUND, vendors)
    assert "no webhook is chosen, as before" in put_back(saved, vendors.fixed())
    assert vendors.elevenlabs.choice == ("", ())


def test_settings_that_are_not_changed_are_not_saved_and_not_put_back():
    saved = remember(FOUND[:1], Both())
    assert saved.providers == {}
    vendors = Both().fixed()
    put_back(saved, vendors)
    assert vendors.elevenlabs == Both().fixed().elevenlabs


def test_the_file_holds_all_of_it_for_its_owner_only(tmp_path):
    kept, saved = SavedValue(tmp_path / "new" / "former.json"), remember(FOUND, Both())
    kept.keep(saved)
    assert kept.read() == saved
    assert isinstance(kept.read(), SavedSettings)
    assert (tmp_path / "new" / "former.json").stat().st_mode & 0o077 == 0
    kept.forget()
    assert kept.read() is None


@pytest.mark.parametrize("text", ["", "not json", "[]", "null", '{"ours": []}', '{"ours": 1, "numbers": [{"x": 1}]}'])
def test_a_damaged_file_is_named_and_stays(tmp_path, text):
    path = tmp_path / "former.json"
    path.write_text(text)
    with pytest.raises(BadRequest, match=r"former\.json cannot be read"):
        SavedValue(path).read()
    assert path.exists()


def test_the_file_of_a_run_that_is_kept_over_another_is_whole(tmp_path):
    kept = SavedValue(tmp_path / "former.json")
    kept.keep(remember(FOUND, Both()))
    kept.keep(SavedSettings(("https://later.example.com",)))
    assert kept.read() == SavedSettings(("https://later.example.com",))
    assert [item.name for item in tmp_path.iterdir()] == ["former.json"]
