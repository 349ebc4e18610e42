"""What a live run changed is put back as it was; what somebody else has changed meanwhile is left alone."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from cli.doctor.checks import Finding, Fix, NumberSetup, Wanted, WebhookSetup
from cli.live.saved_settings import SavedSettings, SavedValue, put_back, remember
from trunkline.errors import BadRequest

OURS, REPORTS = "https://tunnel.example.com/twilio/voice", "https://tunnel.example.com/webhooks/elevenlabs"
BEFORE = NumberSetup("PN1", "https://former.example.com/voice", "GET", "", "GET", "AP1")
FIXES = [Fix("number", "PN1"), Fix("add webhook"), Fix("agent", "agent_1")]
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

    def use_formats(self, agent: str, hears: str, says: str) -> None:
        self.format[agent] = (hears, says)


@dataclass
class Both:
    twilio: Numbers = field(default_factory=Numbers)
    elevenlabs: Workspace = field(default_factory=Workspace)

    def wanted(self) -> Wanted:
        return Wanted(OURS, "https://tunnel.example.com/status", REPORTS, ())

    def fixed(self) -> "Both":
        self.twilio.kept["+14155550100"] = NumberSetup("PN1", OURS, "POST", "https://tunnel.example.com/status")
        self.elevenlabs.hooks["wh_2"] = REPORTS
        self.elevenlabs.choose("wh_2", ("call_initiation_failure", "transcript"))
        self.elevenlabs.use_formats("agent_1", "ulaw_8000", "ulaw_8000")
        return self


def test_everything_is_as_it_was_methods_and_application_included():
    vendors = Both()
    former = remember(FOUND, vendors)
    said = put_back(former, vendors.fixed())
    assert vendors == Both()
    assert "number +14155550100 goes where it went before: AP1" in said


def test_putting_back_twice_changes_nothing_more():
    vendors = Both()
    former = remember(FOUND, vendors)
    put_back(former, vendors.fixed())
    vendors.twilio.kept["+14155550100"] = replace(BEFORE, voice_url="https://newer.example.com/voice")
    put_back(former, vendors)
    assert vendors.twilio.kept["+14155550100"].voice_url == "https://newer.example.com/voice"


def test_what_somebody_else_has_set_meanwhile_stays():
    vendors = Both()
    former = remember(FOUND, vendors)
    vendors.fixed().elevenlabs.hooks["wh_3"] = "https://newest.example.com/reports"
    vendors.elevenlabs.choose("wh_3", ("transcript",))
    vendors.twilio.kept["+14155550100"] = replace(BEFORE, application_sid="", voice_url="https://newest.example.com")
    put_back(former, vendors)
    assert vendors.elevenlabs.choice == ("wh_3", ("transcript",))
    assert vendors.twilio.kept["+14155550100"].voice_url == "https://newest.example.com"
    assert "wh_2" not in vendors.elevenlabs.hooks


def test_a_workspace_that_told_nobody_tells_nobody_again():
    vendors = Both(elevenlabs=Workspace(hooks={}, choice=("", ())))
    former = remember(FOUND, vendors)
    assert "reports go to nobody, as before" in put_back(former, vendors.fixed())
    assert vendors.elevenlabs.choice == ("", ())


def test_what_is_not_to_be_changed_is_not_remembered_and_not_put_back():
    former = remember(FOUND[:1], Both())
    assert (former.chosen_webhook, former.webhooks, former.formats) == (None, (), {})
    vendors = Both().fixed()
    put_back(former, vendors)
    assert vendors.elevenlabs == Both().fixed().elevenlabs


def test_the_file_holds_all_of_it_for_its_owner_only(tmp_path):
    kept, former = SavedValue(tmp_path / "new" / "former.json"), remember(FOUND, Both())
    kept.keep(former)
    assert kept.read() == former
    assert isinstance(kept.read(), SavedSettings)
    assert (tmp_path / "new" / "former.json").stat().st_mode & 0o077 == 0
    kept.forget()
    assert kept.read() is None


@pytest.mark.parametrize("text", ["", "not json", "[]", "null", '{"ours": []}', '{"ours": 1, "numbers": [{"x": 1}]}'])
def test_a_file_that_is_not_what_was_kept_is_told_by_name_and_stays(tmp_path, text):
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
