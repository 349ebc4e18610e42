"""The doctor at Retell: nothing is asked for while no route uses it; its agents' webhooks are compared."""

import json
from dataclasses import replace
from typing import Any

import pytest

from cli.doctor import environment
from cli.doctor.checks import Fix, Wanted
from cli.doctor.environment import Environment, needed_secrets
from cli.doctor.secret_names import value_of
from cli.doctor.vendors import retell
from cli.doctor.vendors.retell import EVENTS, AgentSetup, Seen, findings
from cli.stage import Stage

REPORTS = "https://voice.example.com/webhooks/retell"
GOOD = AgentSetup(REPORTS, frozenset(EVENTS))
ROUTE = {"number": "+15005550006", "agent_id": "agent_1", "provider": "retell"}
OUTPUTS = {"VendorSecretName": "vendors", "ElevenLabsReportUrl": "https://a.test/e", "RetellReportUrl": REPORTS}


def stage_with(monkeypatch: pytest.MonkeyPatch, secret: dict[str, Any], *routes: dict[str, Any]) -> Environment:
    monkeypatch.setattr(environment, "read_secret", lambda *_: secret)
    monkeypatch.setattr(Environment, "wanted", lambda _self: Wanted("", "", routes))
    stage = Stage("dev", "calls", "directory", "bucket", OUTPUTS)
    urls = {"elevenlabs": "https://e.test", "retell": "https://r.test"}
    return Environment(stage, "https://twilio.test", urls, aws=lambda _service: None)


def test_a_stage_without_retell_needs_nothing_of_it(monkeypatch):
    found = stage_with(monkeypatch, {}, {"number": "+1", "agent_id": "agent_1"})
    assert "retell" not in found.used()
    assert not [name for name in needed_secrets(found.used()) if name.startswith("retell")]
    assert found.without_report_secrets() == ["elevenlabs_webhook_secrets"]


@pytest.mark.parametrize(
    "secret", [{"retell_api_key": "key_1"}, {"providers": {"retell": {"webhook_secrets": ["key_1"]}}}]
)
def test_a_filled_secret_brings_retell_in_without_a_route(monkeypatch, secret):
    assert "retell" in stage_with(monkeypatch, secret).used()


def test_a_route_brings_retell_in_and_its_secrets_are_asked_for(monkeypatch):
    found = stage_with(monkeypatch, {}, ROUTE)
    assert {"retell_api_key", "retell_webhook_secrets"} <= needed_secrets(found.used()).keys()
    assert "retell_webhook_secrets" in found.without_report_secrets()


def test_a_value_stands_flat_or_in_the_section():
    section = {
        "providers": {"retell": {"api_key": "key_1", "webhook_secrets": []}},
        "retell_webhook_secrets": ["key_2"],
    }
    assert value_of(section, "retell_api_key") == "key_1"
    assert value_of(section, "retell_webhook_secrets") == ["key_2"]
    assert value_of(section, "twilio_account_sid") is None


@pytest.mark.parametrize(
    ("setup", "says"),
    [
        (None, "is not in this workspace"),
        (AgentSetup("https://elsewhere.test", frozenset(EVENTS)), "reports to https://elsewhere.test"),
        (AgentSetup("", frozenset(EVENTS)), "reports to the webhook of the account"),
        (AgentSetup(REPORTS, frozenset({"call_ended"})), "does not report call_analyzed, call_started"),
    ],
)
def test_an_agent_that_does_not_fit_is_a_finding(setup, says):
    [key, agent] = findings(REPORTS, Seen({"agent_1": setup}))
    assert (key.ok, agent.ok, agent.says) == (True, False, says)
    assert agent.how
    assert agent.fix == (None if setup is None else Fix("webhook of agent", "agent_1", "retell"))


def test_a_draft_that_fits_is_no_fault_and_said():
    [_, agent] = findings(REPORTS, Seen({"agent_1": replace(GOOD, is_draft=True)}))
    assert (agent.ok, "draft" in agent.says) == (True, True)


def test_an_agent_that_fits_is_no_fault():
    assert all(finding.ok for finding in findings(REPORTS, Seen({"agent_1": GOOD})))


def test_retell_that_cannot_be_asked_is_one_finding():
    [finding] = findings(REPORTS, Seen(trouble="answers 401: Unauthorized"))
    assert (finding.ok, finding.about) == (False, "Retell")


def answering(monkeypatch: pytest.MonkeyPatch, answers: dict[str, tuple[int, Any]]) -> retell.Setup:
    setup = retell.Setup("https://r.test", {"retell_api_key": "key_1"}, REPORTS)

    def send(request, _budget_s=0):
        status, payload = answers[request.path]
        return status, json.dumps(payload).encode()

    monkeypatch.setattr(setup._api, "send", send)
    return setup


def test_only_the_agents_of_retells_routes_are_looked_up(monkeypatch):
    agent = {"agent_id": "agent_1", "webhook_url": REPORTS, "is_published": True}
    known = {"/get-api-key-info": (200, {"org_id": "org_1"}), "/get-agent/agent_1": (200, agent)}
    found = answering(monkeypatch, known).look(Wanted("", "", (ROUTE, {"number": "+1", "agent_id": "of_another"})))
    assert [(finding.about, finding.ok) for finding in found] == [("Retell", True), ("agent agent_1", True)]


def test_an_unknown_agent_and_a_refused_key_are_findings(monkeypatch):
    known = {"/get-api-key-info": (200, {}), "/get-agent/agent_1": (422, {"message": "Cannot find requested asset"})}
    assert "not in this workspace" in answering(monkeypatch, known).look(Wanted("", "", (ROUTE,)))[1].says
    refused = {"/get-api-key-info": (401, {"status": "error", "message": "API key is missing or invalid."})}
    [finding] = answering(monkeypatch, refused).look(Wanted("", "", (ROUTE,)))
    assert finding.says == "answers 401: API key is missing or invalid."
