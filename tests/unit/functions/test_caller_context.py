"""The personalization webhook: verified by a secret, always answered, without personal data in its log."""

import json

import pytest

from tests.fakes.caller_context import CALLER, OURS, Desk, ScriptedSource
from tests.fakes.webhooks import CONTEXT_SECRET
from trunkline.accounts.domain.callers import Caller, CallerQuestion
from trunkline.aws.secrets import SecretCache
from trunkline.errors import SourceFailed

KNOWN = Caller("acme", CALLER, {"first_name": "Ana", "secret__token": "hush"}, {"agent": {"language": "es"}}, "cust-77")


def test_a_known_caller_is_answered_in_the_providers_format():
    assert Desk(KNOWN).answered() == {
        "type": "conversation_initiation_client_data",
        "dynamic_variables": {"first_name": "Ana", "plan": "basic", "secret__token": "hush"},
        "conversation_config_override": {"agent": {"language": "es"}},
        "user_id": "cust-77",
    }


@pytest.mark.parametrize("caller", ["anonymous", "", None, 7, "+1", "266696687"])
def test_a_withheld_or_strange_number_gets_the_defaults(caller):
    assert Desk(KNOWN).answered(caller_id=caller)["dynamic_variables"] == {"first_name": "there", "plan": "basic"}


def test_a_number_without_a_route_gets_a_valid_empty_answer():
    payload = Desk(KNOWN).answered(called_number="+15005550099")
    assert payload == {"type": "conversation_initiation_client_data", "dynamic_variables": {}}


def test_the_companys_system_is_asked_when_the_directory_does_not_know():
    source = ScriptedSource(Caller("", CALLER, {"first_name": "Ben", "nested": {"a": 1}, "system__x": "y", "n": None}))
    desk = Desk(source=source)
    assert desk.answered()["dynamic_variables"] == {"first_name": "Ben", "plan": "basic"}
    assert source.asked == [CallerQuestion(CALLER, OURS, "agent_1")]


def test_who_is_in_the_directory_is_not_asked_about():
    source = ScriptedSource()
    assert Desk(KNOWN, source=source).answered()["dynamic_variables"]["first_name"] == "Ana"
    assert source.asked == []


@pytest.mark.parametrize("trouble", [SourceFailed("it took too long"), RuntimeError("boom"), None])
def test_a_source_that_fails_or_does_not_know_leaves_a_valid_answer(trouble):
    payload = Desk(source=ScriptedSource(trouble)).answered()
    assert payload["type"] == "conversation_initiation_client_data"
    assert "conversation_config_override" not in payload


@pytest.mark.parametrize("secret", [None, "", "wrong", CONTEXT_SECRET + "x", "ü"])
def test_a_request_without_the_secret_gets_no_data(secret):
    answer = Desk(KNOWN).ask(secret=secret)
    assert (answer["statusCode"], "Ana" in answer["body"]) == (401, False)


def test_a_stage_without_a_secret_refuses_every_request():
    known = {"twilio_auth_tokens": [], "elevenlabs_api_key": "", "elevenlabs_webhook_secrets": []}
    empty = json.dumps(known | {"caller_context_secrets": [""]})
    for secret in ("", "x", None):
        assert Desk(KNOWN, cache=SecretCache(lambda: empty)).ask(secret=secret)["statusCode"] == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[]", 400), (b"{", 400), (b'{"a": NaN}', 400), (b"[" * 9000, 400), (b" " * 17_000, 413)],
    ids=["empty", "list", "cut", "nan", "deep", "large"],
)
def test_garbage_is_refused_in_plain_words(body, status):
    answer = Desk(KNOWN).ask(body)
    assert (answer["statusCode"], set(json.loads(answer["body"]))) == (status, {"detail"})


def test_a_repeated_question_gets_the_same_answer():
    desk = Desk(KNOWN)
    assert desk.answered() == desk.answered()


@pytest.mark.parametrize("payload", ["anonymous", "+266696687", "+8656696", "Restricted", ""])
def test_withheld_callers_are_not_one_person(payload):
    merged = Caller("acme", "anonymous", {"first_name": "Ana"})
    assert Desk(merged, Caller("acme", payload, {"first_name": "Ana"})).answered(caller_id=payload)[
        "dynamic_variables"
    ] == {
        "first_name": "there",
        "plan": "basic",
    }


def test_no_personal_data_is_logged(capsys, caplog):
    desk = Desk(KNOWN, source=ScriptedSource(RuntimeError(CALLER)))
    desk.answered()
    desk.answered(caller_id="+14155559999")
    desk.ask(b"{")
    logged = capsys.readouterr().out + str([vars(record) for record in caplog.records])
    assert "caller context answered" in logged
    for word in (CALLER, "+14155559999", "Ana", "hush", OURS, CONTEXT_SECRET):
        assert word not in logged
