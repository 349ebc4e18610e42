"""Checks of a stage at its vendors: each fault is a finding of its own, with its repair where there is one."""

from dataclasses import replace

import pytest

from cli.doctor.checks import Fix, Wanted, findings
from cli.doctor.environment import needed_secrets
from cli.doctor.providers import setup_classes
from cli.doctor.vendors import elevenlabs
from cli.doctor.vendors.elevenlabs import Seen
from cli.doctor.vendors.elevenlabs_workspace import EVENTS, WebhookSetup
from trunkline.accounts.domain.number_setup import NumberSetup

BASE = "https://voice.example.com"
ROUTE = {"number": "+15005550006", "mode": "relay", "agent_id": "agent_1"}
REPORTS = f"{BASE}/reports"
WANTED = Wanted(f"{BASE}/twilio/voice", f"{BASE}/status", (ROUTE,))
SECRETS = needed_secrets(setup_classes())
SECRET = dict.fromkeys(SECRETS, "there")
NUMBER = NumberSetup("PN1", WANTED.voice_url, "POST", WANTED.status_url)
HOOK = WebhookSetup("wh_1", REPORTS, is_disabled=False)
NUMBERS = {"+15005550006": NUMBER}
SEEN = Seen((HOOK,), "wh_1", frozenset(EVENTS), {"agent_1": ("ulaw_8000", "ulaw_8000")})


def all_of(wanted=WANTED, secret=SECRET, numbers=NUMBERS, seen=SEEN):
    of_provider = elevenlabs.findings(wanted.routes, REPORTS, seen)
    return findings(wanted, secret, SECRETS, numbers, of_provider)


def failed(**changes):
    return [finding for finding in all_of(**changes) if not finding.ok]


def test_a_stage_that_fits_has_no_finding_and_everything_was_looked_at():
    assert failed() == []
    values = [finding.about for finding in all_of()]
    assert values == [
        "address",
        *(f"secret {name}" for name in SECRETS),
        "number +15005550006",
        "reports",
        "agent agent_1",
    ]


@pytest.mark.parametrize("name", SECRETS)
def test_an_empty_secret_is_named(name):
    [finding] = failed(secret=SECRET | {name: []})
    assert finding.about == f"secret {name}"
    assert finding.fix is None


def test_a_stage_that_does_not_know_its_address_says_so_first():
    [finding] = failed(
        wanted=replace(WANTED, voice_url="https://not-set.invalid/twilio/voice"),
        numbers={"+15005550006": replace(NUMBER, voice_url="https://not-set.invalid/twilio/voice")},
    )
    assert "PublicBaseUrl" in finding.how


@pytest.mark.parametrize(
    ("setup", "says"),
    [
        (replace(NUMBER, voice_url="https://old.example.com/"), "https://old.example.com/"),
        (replace(NUMBER, voice_url=""), "no address"),
        (replace(NUMBER, voice_method="GET"), "GET"),
        (replace(NUMBER, status_url=""), "status changes go to no address"),
    ],
)
def test_a_number_with_another_address_can_be_fixed(setup, says):
    [finding] = failed(numbers={"+15005550006": setup})
    assert says in finding.says
    assert finding.fix == Fix("number", "PN1")


def test_a_number_outside_the_account_cannot_be_fixed():
    [finding] = failed(numbers={})
    assert (finding.about, finding.fix) == ("number +15005550006", None)


@pytest.mark.parametrize(
    ("changes", "fix"),
    [
        ({"webhooks": ()}, Fix("add webhook", provider="elevenlabs")),
        ({"webhooks": (replace(HOOK, url="https://old.example.com/"),)}, Fix("add webhook", provider="elevenlabs")),
        ({"chosen_webhook": "wh_other"}, Fix("choose", "wh_1", "elevenlabs")),
        ({"chosen_events": frozenset({"transcript"})}, Fix("choose", "wh_1", "elevenlabs")),
        ({"webhooks": (replace(HOOK, is_disabled=True),)}, None),
    ],
)
def test_reports_that_do_not_come(changes, fix):
    [finding] = failed(seen=replace(SEEN, **changes))
    assert (finding.about, finding.fix) == ("reports", fix)


def test_an_agent_that_speaks_another_format_can_be_fixed_and_a_missing_agent_cannot():
    [wrong] = failed(seen=replace(SEEN, agents={"agent_1": ("ulaw_8000", "pcm_16000")}))
    [missing] = failed(seen=replace(SEEN, agents={"agent_1": None}))
    assert (wrong.fix, missing.fix) == (Fix("agent", "agent_1", "elevenlabs"), None)


def test_an_agent_of_a_route_that_has_no_agent_is_not_looked_for():
    assert failed(wanted=replace(WANTED, routes=({"number": "+15005550006", "mode": "forward", "agent_id": ""},))) == []


def test_a_vendor_that_cannot_be_asked_is_one_finding():
    found = failed(numbers="Twilio answers 401", seen=Seen(trouble="answers 401"))
    assert [(finding.about, finding.says) for finding in found] == [
        ("Twilio", "Twilio answers 401"),
        ("ElevenLabs", "answers 401"),
    ]


def test_a_number_that_asks_an_application_does_not_ring_here():
    [finding] = failed(numbers={"+15005550006": replace(NUMBER, application_sid="AP1")})
    assert finding.says == "calls go to the TwiML application AP1"
    assert finding.fix == Fix("number", "PN1")


def test_a_number_on_a_trunk_is_left_to_a_person():
    [finding] = failed(numbers={"+15005550006": replace(NUMBER, trunk_sid="TK1")})
    assert (finding.says, finding.fix) == ("calls go to the trunk TK1", None)


OURS = ROUTE | {"company_id": "acme"}
TWO = frozenset({"acme", "globex"})


def test_agents_and_numbers_without_an_owner_are_findings_where_there_are_two_companies():
    wanted = replace(WANTED, routes=(OURS,))
    assert failed(wanted=replace(wanted, companies=frozenset({"acme"}))) == []
    found = failed(wanted=replace(wanted, companies=TWO))
    assert [(item.about, item.how.split(": ")[1]) for item in found] == [
        ("agent agent_1", "python -m cli companies claim-agent acme agent_1"),
        ("number +15005550006", "python -m cli companies claim-number acme +15005550006"),
    ]
    claims = {("agent", "agent_1"): "acme", ("number", "+15005550006"): "acme"}
    assert failed(wanted=replace(wanted, companies=TWO, claims=claims)) == []
    [finding] = failed(wanted=replace(wanted, companies=TWO, claims=claims | {("agent", "agent_1"): "globex"}))
    assert finding.says == "belongs to globex; a route of acme uses it"


@pytest.mark.parametrize(
    ("more", "ok"),
    [({}, False), ({"tool_secrets_company": "acme"}, True), ({"tool_secrets": {"acme": {"key": "x"}}}, True)],
)
def test_a_tool_secret_without_a_company_is_a_finding_and_not_shown(more, ok):
    found = failed(secret=SECRET | {"tool_secrets": {"key": "hush"}} | more)
    assert bool(found) is not ok
    assert "hush" not in str(found)
