"""Routes, numbers, conversations and what is too large or unreadable."""

from datetime import datetime
from functools import partial

import httpx
import pytest

from tests.contract.api.conftest import VOICE, ApiWorld, stored
from tests.contract.api.number_requests import NEW, SIP, TWILIO
from tests.contract.api.two_companies import API, SID, conversations
from tests.contract.conftest import CALLS
from tests.contract.table_copies import beginning_with
from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import to_item
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.ids import CallId, ConversationId

# --- routes ------------------------------------------------------------------------------------------------------


async def test_a_route_is_made_seen_changed_and_taken_away(api):
    made = await api.ask("POST", f"{API}/routes", json=NEW)
    assert made.status_code == 201, made.text
    seen = await api.ask("GET", f"{API}/routes/%2B14155550120")
    assert seen.json()["details"]["agent_id"] == "agent_good"
    changed = await api.ask("PUT", f"{API}/routes/+14155550120", json={"mode": "forward", "forward_to": "+14155550199"})
    assert changed.json()["mode"] == "forward"
    assert len((await api.ask("GET", f"{API}/routes")).json()) == 1
    assert (await api.ask("DELETE", f"{API}/routes/+14155550120")).status_code == 204
    assert (await api.ask("GET", f"{API}/routes/+14155550120")).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"agent_id": "agent_wrong"}, "ulaw_8000"),
        ({"agent_id": "agent_unknown"}, "knows no agent"),
        ({"agent_id": None}, "needs agent_id"),
        ({"mode": "voice"}, "needs voice"),
        ({"mode": "voice", "voice": {"voice_id": "unknown"}}, "Invalid voice ID"),
        ({"mode": "forward"}, "needs forward_to"),
    ],
)
async def test_a_route_that_could_not_answer_is_refused_before_the_first_call(api, wrong, says):
    answer = await api.ask("POST", f"{API}/routes", json=NEW | wrong)
    assert answer.status_code == 400, answer.text
    assert says in answer.json()["detail"]


@pytest.mark.parametrize(
    "voice", ["man", "alice", "Polly.Joanna", "Polly.Ruth-Generative", "Google.en-US-Chirp3-HD-Kore"]
)
async def test_a_route_takes_the_carriers_voices(api, voice):
    says = {"welcome": "Hello.", "say_voice": voice, "say_language": "en-US"}
    assert (await api.ask("POST", f"{API}/routes", json=NEW | says)).status_code == 201
    details = (await api.ask("GET", f"{API}/routes/+14155550120")).json()["details"]
    assert {name: details[name] for name in says} == says


@pytest.mark.parametrize(
    "wrong",
    [
        {"say_voice": "Joanna"}, {"say_voice": "Polly.Joanna\" loop=\"0"}, {"say_voice": "Polly."},
        {"say_language": "English"}, {"say_language": "en"}, {"welcome": "x" * 3001}, {"welcome": "\x00"},
        {"welcome": {"text": "Hello"}},
    ],
)  # fmt: skip
async def test_a_voice_that_is_none_of_the_carriers_is_refused(api, wrong):
    answer = await api.ask("POST", f"{API}/routes", json=NEW | wrong)
    assert (answer.status_code, next(iter(wrong)) in answer.json()["detail"]) == (400, True)


async def test_a_route_comes_back_as_it_was_written(api):
    tool = {"url": "https://tools.example.com/order", "method": "GET", "timeout_s": 5, "headers": {"X-Key": "orders"}}
    request = NEW | {
        "tools": {"order_status": tool},
        "transfer": "warm",
        "transfer_untaken": "agent",
        "keypad": "context",
    }
    assert (await api.ask("POST", f"{API}/routes", json=request)).status_code == 201
    details = (await api.ask("GET", f"{API}/routes/+14155550120")).json()["details"]
    assert details["tools"] == {"order_status": tool}
    assert (details["transfer"], details["transfer_untaken"], details["keypad"]) == ("warm", "agent", "context")


async def test_a_number_belongs_to_one_company(api):
    await api.ask("POST", f"{API}/routes", json=NEW)
    assert (await api.ask("POST", f"{API}/routes", json=NEW)).status_code == 409
    assert (await api.ask("POST", f"{API}/routes", key="other", json=NEW)).status_code == 400
    assert (await api.ask("PUT", f"{API}/routes/+14155550120", key="other", json={"mode": "reject"})).status_code == 404


# --- numbers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [TWILIO, SIP], ids=["twilio", "sip"])
async def test_a_number_is_imported_given_to_an_agent_and_let_go(api, body):
    made = await api.ask("POST", f"{API}/phone-numbers", json=body)
    assert made.status_code == 200, made.text
    item = f"{API}/phone-numbers/{made.json()['phone_number_id']}"
    assigned = await api.ask("PATCH", item, json={"agent_id": "agent_good"})
    assert assigned.json()["agent_id"] == "agent_good"
    [listed] = (await api.ask("GET", f"{API}/phone-numbers")).json()
    assert (listed["phone_number"], listed["agent_id"]) == (body["phone_number"], "agent_good")
    [there] = api.vendor.numbers.values()
    assert there["assigned_agent"]["agent_id"] == "agent_good"
    assert (await api.ask("DELETE", item)).status_code == 204
    assert api.vendor.numbers == {}
    assert (await api.ask("GET", item)).status_code == 404


async def test_no_secret_of_a_number_is_kept_or_shown(api):
    made = await api.ask("POST", f"{API}/phone-numbers", json=TWILIO)
    shown = await api.ask("GET", f"{API}/phone-numbers/{made.json()['phone_number_id']}")
    kept = str(api.dynamodb.scan(TableName="directory")["Items"])
    assert "your-auth-token" not in kept + shown.text + made.text


async def test_a_number_that_is_neither_is_refused(api):
    body = {"phone_number": "+15551234567", "label": "x"}
    assert (await api.ask("POST", f"{API}/phone-numbers", json=body)).status_code == 400
    both = await api.ask("POST", f"{API}/phone-numbers", json=TWILIO | {"outbound_trunk_config": {"address": "a"}})
    assert both.status_code == 400


async def test_a_number_imported_twice_is_the_providers_conflict(api):
    await api.ask("POST", f"{API}/phone-numbers", json=TWILIO)
    assert (await api.ask("POST", f"{API}/phone-numbers", json=TWILIO)).status_code == 409


# --- conversations -----------------------------------------------------------------------------------------------


def talked(api: ApiWorld, number: int, words: str, **facts) -> None:
    """A conversation on file, an hour after the one before."""
    api.clock.passes(hours=1)
    now, call_id = api.clock(), CallId(f"CA{number:032}")
    facts = {"agent_id": "agent_good", "outcome": "success", "conversation_duration_s": 60} | facts
    facts |= {"company_id": "acme", "company_day": f"acme#{now:%Y-%m-%d}", "started_at": now.isoformat()}
    api.services.calls.open(call_id, TimelineEvent("e", now, "e"), facts | {"conversation_id": f"conv_{number}"})
    conversations(api).link(ConversationId(f"conv_{number}"), call_id)
    said = table_keys.words(call_id) | {"call_id": call_id, "words": words}
    api.dynamodb.put_item(TableName=CALLS, Item=to_item(said))


@pytest.fixture
def talkative(api: ApiWorld) -> ApiWorld:
    """Thirty hours of conversations, so that they lie on two days and more."""
    api.clock.now = beginning_with("thirty hours of conversations", partial(_thirty_hours_of_conversations, api))
    return api


def _thirty_hours_of_conversations(api: ApiWorld) -> datetime:
    for number in range(30):
        about = ("my order has not arrived", "I want to change my appointment")[number % 2]
        outcome = "failure" if number % 10 == 0 else "success"
        talked(api, number, about, outcome=outcome, conversation_duration_s=number * 10)
    return api.clock()


async def listed(api: ApiWorld, **query) -> list[str]:
    answer = await api.ask("GET", f"{API}/conversations", params=query)
    assert answer.status_code == 200, answer.text
    return [conversation["conversation_id"] for conversation in answer.json()["conversations"]]


async def test_conversations_are_listed_newest_first_page_by_page_each_once(talkative):
    seen, cursor = [], None
    while True:
        query = {"page_size": 7} | ({"cursor": cursor} if cursor else {})
        page = (await talkative.ask("GET", f"{API}/conversations", params=query)).json()
        seen += [conversation["conversation_id"] for conversation in page["conversations"]]
        cursor = page["next_cursor"]
        assert page["has_more"] is (cursor is not None)
        if cursor is None:
            break
    assert seen == [f"conv_{number}" for number in reversed(range(30))]


async def test_every_filter_filters(talkative):
    assert await listed(talkative, call_successful="failure") == ["conv_20", "conv_10", "conv_0"]
    assert await listed(talkative, call_duration_min_secs=280) == ["conv_29", "conv_28"]
    assert await listed(talkative, call_duration_max_secs=10) == ["conv_1", "conv_0"]
    assert await listed(talkative, agent_id="unknown") == []
    middle = int(talkative.clock().timestamp()) - 10 * 3600
    assert (await listed(talkative, call_start_after_unix=middle))[-1] == "conv_19"
    assert (await listed(talkative, call_start_before_unix=middle))[0] == "conv_19"


async def test_a_search_forgives_a_misheard_word(talkative):
    found = await listed(talkative, search="change my apointmant", page_size=100)
    assert found == [f"conv_{number}" for number in reversed(range(1, 30, 2))]
    assert await listed(talkative, search="quantum chromodynamics") == []


async def test_a_foreign_cursor_is_refused(talkative):
    assert (await talkative.ask("GET", f"{API}/conversations", params={"cursor": "!!"})).status_code == 400
    assert (await talkative.ask("GET", f"{API}/conversations", params={"cursor": "W10="})).status_code == 400


async def test_a_conversation_is_read_with_its_transcript_and_heard_by_link(owned):
    stored(owned, "recordings/r.wav", "sound")
    body = (await owned.ask("GET", f"{API}/conversations/conv_1")).json()
    turn = {"role": "user", "message": "hello", "time_in_call_secs": 1, "interrupted": False, "tool_calls": []}
    assert body["transcript"] == [turn | {"original_message": None, "feedback": None}]
    assert (body["has_user_audio"], body["has_response_audio"]) == (True, True), "ours has both sides"
    assert (body["call_sid"], body["has_audio"]) == (SID, True)
    link = (await owned.ask("GET", f"{API}/conversations/conv_1/audio")).json()
    assert "X-Amz-Signature" in link["url"]
    assert httpx.URL(link["url"]).path.endswith("recordings/r.wav")


# --- what is wrong with a request ---------------------------------------------------------------------------------


async def test_a_request_that_is_too_large_is_not_read(api):
    answer = await api.ask("POST", f"{API}/routes", content=b"x" * 300_000)
    assert (answer.status_code, answer.json()) == (413, {"detail": "more than 262144 bytes"})


async def test_values_that_are_wrong_are_named_but_not_repeated(api):
    answer = await api.ask("POST", f"{API}/elevenlabs-twilio/calls", json={"to_number": "private-words"})
    assert answer.status_code == 400
    problem = answer.json()
    assert {tuple(error["loc"]) for error in problem["errors"]} == {("body", "to_number"), ("body", "from_number")}
    assert problem["detail"].startswith("to_number: not a phone number")
    assert problem["detail"].endswith("; from_number: Field required")
    assert "private-words" not in answer.text


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"{", "The body is not JSON"),
        (b"[]", "body: Input should be a valid dictionary or object to extract fields from"),
        (b"", "body: Field required"),
        (b"\xff\xfe", "The body is not JSON"),
    ],
)
async def test_a_body_that_cannot_be_read_is_a_400_with_a_sentence(api, body, detail):
    json_body = {"content-type": "application/json"}
    answer = await api.ask("POST", f"{API}/elevenlabs-twilio/calls", content=body, headers=json_body)
    assert (answer.status_code, answer.json()["detail"]) == (400, detail)


async def test_every_answer_has_an_id_and_a_bug_shows_nothing(api, monkeypatch):
    monkeypatch.setattr(type(api.services.routes), "of_company", lambda *_: 1 / 0)
    answer = await api.ask("GET", f"{API}/routes")
    assert (answer.status_code, answer.json()) == (500, {"detail": "Internal Server Error"})
    assert (await api.ask("GET", f"{API}/voice-profiles")).headers["x-request-id"]


@pytest.mark.parametrize("body", [TWILIO, TWILIO | {"label": None}])
async def test_a_number_without_a_label_is_called_by_its_digits(api, body):
    given = {name: value for name, value in body.items() if name != "label" or value is None}
    made = await api.ask("POST", f"{API}/phone-numbers", json=given)
    shown = await api.ask("GET", f"{API}/phone-numbers/{made.json()['phone_number_id']}")
    assert shown.json()["label"] == TWILIO["phone_number"]
    assert shown.json()["supports_inbound"] is True


async def test_a_number_that_takes_no_calls_gets_no_agent(api):
    made = await api.ask("POST", f"{API}/phone-numbers", json=TWILIO | {"supports_inbound": False})
    item = f"{API}/phone-numbers/{made.json()['phone_number_id']}"
    assert (await api.ask("GET", item)).json()["supports_inbound"] is False
    refused = await api.ask("PATCH", item, json={"agent_id": "agent_good"})
    assert refused.status_code == 400
    assert "supports_inbound" in refused.json()["detail"]
    assert (await api.ask("PATCH", item, json={"agent_id": None})).status_code == 200
    assert (await api.ask("GET", item)).json()["agent_id"] is None


@pytest.mark.parametrize(
    ("method", "path", "wrap"),
    [
        ("POST", "/routes", lambda voice: {"number": "+14155550120", "mode": "voice", "voice": voice}),
        ("PUT", "/voice-profiles", lambda voice: {"usual": voice}),
    ],
)
async def test_a_model_that_no_telephone_can_use_is_refused(api, method, path, wrap):
    for model in ("no_such_model", "eleven_v3", ""):
        refused = await api.ask(method, API + path, json=wrap({"voice_id": VOICE, "model": model}))
        assert refused.status_code == 400
        assert "no such model; one of eleven_flash_v2" in refused.json()["detail"]
    good = await api.ask(method, API + path, json=wrap({"voice_id": VOICE, "model": "eleven_multilingual_v2"}))
    assert good.status_code < 300, good.text


async def test_the_description_says_what_the_details_of_a_route_are(api):
    document = (await api.ask("GET", f"{API}/openapi.json", key=None)).json()["components"]["schemas"]
    assert document["RouteShape"]["properties"]["details"]["$ref"].endswith("/RouteDetails")
    assert {"agent_id", "tools", "voice", "remove_pii"} <= set(document["RouteDetails"]["properties"])
    titles = [schema["title"] for schema in document.values()]
    assert len(titles) == len(set(titles)), "two schemas of one title: generated clients drop one"


async def test_a_route_names_its_voice_provider_and_only_one_there_is(api):
    route = {"number": "+14155550120", "mode": "relay", "agent_id": "agent_good"}
    for provider in ("unknown", "", "ElevenLabs", "twilio"):
        refused = await api.ask("POST", f"{API}/routes", json=route | {"provider": provider})
        assert refused.status_code == 400
        assert "no such voice provider; one of elevenlabs" in refused.json()["detail"]
    created = await api.ask("POST", f"{API}/routes", json=route)
    assert created.json()["details"]["provider"] == "elevenlabs"
    assert api.services.routes.find("+14155550120").provider == "elevenlabs"


@pytest.mark.parametrize(
    ("mode", "agent_id", "says"),
    [
        ("register", "agent_good", ""),
        ("register", "agent_wrong", "knows no agent"),
        ("relay", "agent_good", "has no socket"),
    ],
)
async def test_an_agent_that_is_dialled_by_sip_takes_a_route_of_mode_register_alone(api, mode, agent_id, says):
    route = {"number": "+14155550120", "mode": mode, "agent_id": agent_id, "provider": "retell"}
    answer = await api.ask("POST", f"{API}/routes", json=route)
    assert (answer.status_code, says in answer.text) == (400 if says else 201, True), answer.text
