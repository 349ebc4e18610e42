"""The doctor and a live run look the voice providers up in the registry: a second vendor adds a file."""

import sys
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from cli.__main__ import make_parser
from cli.doctor import command, environment, providers
from cli.doctor.checks import Finding, Wanted
from cli.doctor.environment import Environment
from cli.live.saved_settings import SavedSettings, put_back
from cli.stage import Stage
from tests.fakes.second_vendor import ParrotProvider
from trunkline.bootstrap.shared.providers import PROVIDERS

OUTPUTS = {"VendorSecretName": "vendors", "ParrotReportUrl": "https://a.test/webhooks/parrot"}
STAGE = Stage("dev", "calls", "directory", "bucket", OUTPUTS)


class Setup:
    """The doctor's file of a second vendor."""

    SECRETS: ClassVar = {"parrot_key": "a key of the parrot"}
    WEBHOOK_SECRETS = "parrot_secrets"
    REPORT_URL = "ParrotReportUrl"

    def __init__(self, base_url: str, secret: dict[str, Any], report_url: str) -> None:
        self.base_url, self.report_url = base_url, report_url

    def look(self, _wanted: Wanted) -> list[Finding]:
        return [Finding("parrot", True, f"{self.base_url} reports to {self.report_url}")]

    def put_back(self, payload: dict[str, Any], _ours: tuple[str, ...]) -> list[str]:
        return [f"the parrot says {payload['word']} again"]


@pytest.fixture
def parrot(monkeypatch: pytest.MonkeyPatch) -> Environment:
    """A stage whose only voice provider is the second vendor."""
    for module in (providers, command):
        monkeypatch.setattr(module, "PROVIDERS", {"parrot": ParrotProvider})
    monkeypatch.setitem(sys.modules, "cli.doctor.vendors.parrot", SimpleNamespace(Setup=Setup))
    monkeypatch.setattr(environment, "read_secret", lambda *_: {"parrot_secrets": []})
    monkeypatch.setattr(Environment, "wanted", lambda _self: Wanted("", "", ({"number": "+1", "provider": "parrot"},)))
    return Environment(STAGE, "https://twilio.test", {"parrot": "https://parrot.test"}, aws=lambda _service: None)


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_of_the_registry_has_a_file_of_the_doctor(name: str) -> None:
    assert providers.setup_classes()[name].SECRETS


def test_a_second_vendor_is_looked_at_by_its_own_file(parrot: Environment) -> None:
    [setup] = parrot.providers().values()
    [finding] = setup.look(Wanted("", "", ()))
    assert finding.says == "https://parrot.test reports to https://a.test/webhooks/parrot"
    assert "parrot_key" in environment.needed_secrets(parrot.used())
    assert parrot.without_report_secrets() == ["parrot_secrets"]


def test_a_second_vendors_address_is_an_option_of_the_doctor(parrot: Environment) -> None:
    assert make_parser().parse_args(["doctor", "--parrot", "https://a.test"]).parrot == "https://a.test"


def test_a_second_vendors_settings_are_put_back(parrot: Environment) -> None:
    saved = SavedSettings((), (), {"parrot": {"word": "hello"}})
    assert put_back(saved, parrot) == ["the parrot says hello again"]
