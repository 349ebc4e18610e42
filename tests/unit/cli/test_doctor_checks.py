"""What a stage needs at its vendors: each thing that can be wrong is told apart, in words, with what can be fixed."""

from dataclasses import replace

import pytest

from cli.doctor.checks import EVENTS, SECRETS, Fix, NumberSetup, Seen, Wanted, WebhookSetup, findings

BASE = "https://voice.example.com"
ROUTE = {"number": "+15005550006", "mode": "relay", "agent_id": "agent_1"}
WANTED = Wanted(f"{BASE}/twilio/voice", f"{BASE}/status", f"{BASE}/reports", (ROUTE,))
SECRET = dict.fromkeys(SECRETS, "there")
NUMBER = NumberSetup("PN1", WANTED.voice_url, "POST", WANTED.status_url)
HOOK = WebhookSetup("wh_1", WANTED.report_url, is_disabled=False)
WELL = Seen({"+15005550006": NUMBER}, (HOOK,), "wh_1", frozenset(EVENTS), {"agent_1": ("ulaw_8000", "ulaw_8000")})


def ill(wanted=WANTED, secret=SECRET, seen=WELL):
    return [finding for finding in findings(wanted, secret, seen) if not finding.ok]


def test_a_stage_that_fits_has_no_finding_and_everything_was_looked_at():
    assert ill() == []
    values = [finding.about for finding in findings(WANTED, SECRET, WELL)]
    assert values == [
        "address",
        *(f"secret {name}" for name in SECRETS),
        "number +15005550006",
        "reports",
        "agent agent_1",
    ]


@pytest.mark.parametrize("name", SECRETS)
def test_an_empty_secret_is_told_by_name(name):
    [finding] = ill(secret=SECRET | {name: []})
    assert finding.about == f"secret {name}"
    assert finding.fix is None


def test_a_stage_that_does_not_know_its_address_says_so_first():
    [finding] = ill(
        wanted=replace(WANTED, voice_url="https://not-set.invalid/twilio/voice"),
        seen=replace(WELL, numbers={"+15005550006": replace(NUMBER, voice_url="https://not-set.invalid/twilio/voice")}),
    )
    assert "PublicBaseUrl" in finding.how


@pytest.mark.parametrize(
    ("setup", "says"),
    [
        (replace(NUMBER, voice_url="https://old.example.com/"), "https://old.example.com/"),
        (replace(NUMBER, voice_url=""), "nobody"),
        (replace(NUMBER, voice_method="GET"), "GET"),
        (replace(NUMBER, status_url=""), "status changes go to nobody"),
    ],
)
def test_a_number_that_calls_somebody_else_can_be_mended(setup, says):
    [finding] = ill(seen=replace(WELL, numbers={"+15005550006": setup}))
    assert says in finding.says
    assert finding.fix == Fix("number", "PN1")


def test_a_number_of_nobody_cannot():
    [finding] = ill(seen=replace(WELL, numbers={}))
    assert (finding.about, finding.fix) == ("number +15005550006", None)


@pytest.mark.parametrize(
    ("changes", "fix"),
    [
        ({"webhooks": ()}, Fix("add webhook")),
        ({"webhooks": (replace(HOOK, url="https://old.example.com/"),)}, Fix("add webhook")),
        ({"chosen_webhook": "wh_other"}, Fix("choose", "wh_1")),
        ({"chosen_events": frozenset({"transcript"})}, Fix("choose", "wh_1")),
        ({"webhooks": (replace(HOOK, is_disabled=True),)}, None),
    ],
)
def test_reports_that_do_not_come(changes, fix):
    [finding] = ill(seen=replace(WELL, **changes))
    assert (finding.about, finding.fix) == ("reports", fix)


def test_an_agent_that_speaks_another_format_can_be_mended_and_one_that_is_not_there_cannot():
    [wrong] = ill(seen=replace(WELL, agents={"agent_1": ("ulaw_8000", "pcm_16000")}))
    [missing] = ill(seen=replace(WELL, agents={"agent_1": None}))
    assert (wrong.fix, missing.fix) == (Fix("agent", "agent_1"), None)


def test_an_agent_of_a_route_that_has_no_agent_is_not_looked_for():
    assert ill(wanted=replace(WANTED, routes=({"number": "+15005550006", "mode": "forward", "agent_id": ""},))) == []


def test_a_vendor_that_cannot_be_asked_is_one_finding():
    seen = Seen(trouble={"twilio": "Twilio answers 401", "elevenlabs": "answers 401"})
    assert [(item.about, item.says) for item in ill(seen=seen)] == [
        ("Twilio", "Twilio answers 401"),
        ("ElevenLabs", "answers 401"),
    ]


def test_a_number_that_asks_an_application_does_not_ring_here_whatever_its_address():
    [finding] = ill(seen=replace(WELL, numbers={"+15005550006": replace(NUMBER, application_sid="AP1")}))
    assert finding.says == "calls go to the TwiML application AP1"
    assert finding.fix == Fix("number", "PN1")


def test_a_number_on_a_trunk_is_left_to_a_person():
    [finding] = ill(seen=replace(WELL, numbers={"+15005550006": replace(NUMBER, trunk_sid="TK1")}))
    assert (finding.says, finding.fix) == ("calls go to the trunk TK1", None)


OURS = ROUTE | {"company_id": "acme"}
TWO = frozenset({"acme", "globex"})


def test_agents_and_numbers_without_an_owner_are_told_where_there_are_two_companies():
    wanted = replace(WANTED, routes=(OURS,))
    assert ill(wanted=replace(wanted, companies=frozenset({"acme"}))) == []
    found = ill(wanted=replace(wanted, companies=TWO))
    assert [(item.about, item.how.split(": ")[1]) for item in found] == [
        ("agent agent_1", "python -m cli companies claim-agent acme agent_1"),
        ("number +15005550006", "python -m cli companies claim-number acme +15005550006"),
    ]
    claims = {("agent", "agent_1"): "acme", ("number", "+15005550006"): "acme"}
    assert ill(wanted=replace(wanted, companies=TWO, claims=claims)) == []
    [finding] = ill(wanted=replace(wanted, companies=TWO, claims=claims | {("agent", "agent_1"): "globex"}))
    assert finding.says == "belongs to globex; a route of acme uses it"


@pytest.mark.parametrize(
    ("more", "ok"),
    [({}, False), ({"tool_secrets_company": "acme"}, True), ({"tool_secrets": {"acme": {"key": "x"}}}, True)],
)
def test_a_tool_secret_without_a_company_is_told_and_not_shown(more, ok):
    found = ill(secret=SECRET | {"tool_secrets": {"key": "hush"}} | more)
    assert bool(found) is not ok
    assert "hush" not in str(found)
