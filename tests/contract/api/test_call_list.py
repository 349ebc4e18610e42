"""The list of calls: live and past, of every kind, with each filter, page by page, and conditional requests."""

import base64
import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from tests.contract.api.conftest import NOW, ApiWorld
from tests.contract.conftest import CALLS
from tests.contract.table_copies import beginning_with
from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import to_item
from trunkline.calls.domain.call_search import CallFilter
from trunkline.calls.domain.calls import Progress, TimelineEvent
from trunkline.ids import CallId

API = "/api/v1"
OURS, THEIRS = "+15005550006", "+14155550199"


def called(api: ApiWorld, number: int, company: str = "acme", **facts) -> str:
    """A call on file, an hour after the one before."""
    api.clock.passes(hours=1)
    now, call_id = api.clock(), CallId(f"CA{number:032}")
    plain = {"direction": "inbound", "from_number": THEIRS, "to_number": OURS, "mode": "relay", "status": "completed"}
    plain |= {"company_id": company, "company_day": f"{company}#{now:%Y-%m-%d}", "started_at": now.isoformat()}
    api.services.calls.open(call_id, TimelineEvent("e", now, "e"), plain | {"progress": 4} | facts)
    return call_id


@pytest.fixture
def busy(api: ApiWorld) -> ApiWorld:
    """Thirty hours of calls, every fifth a voice call that we placed."""
    api.clock.now = beginning_with("thirty hours of calls", partial(_thirty_hours_of_calls, api))
    return api


def _thirty_hours_of_calls(api: ApiWorld) -> datetime:
    for number in range(30):
        facts = {"agent_id": "agent_good", "outcome": ("success", "failure")[number % 2]}
        if number % 5 == 0:
            facts = {"mode": "voice", "direction": "outbound", "from_number": OURS, "to_number": f"+1415555{number:04}"}
            facts |= {"metadata": {"order": str(number)}, "campaign_id": "spring"}
        called(api, number, **facts)
    called(api, 99, company="other")
    return api.clock()


async def listed(api: ApiWorld, **query) -> list[int]:
    answer = await api.ask("GET", f"{API}/calls", key="read", params={"page_size": 100} | query)
    assert answer.status_code == 200, answer.text
    return [int(call["call_sid"][2:]) for call in answer.json()["calls"]]


async def found(api: ApiWorld, **body) -> list[int]:
    answer = await api.ask("POST", f"{API}/calls/search", key="read", json={"page_size": 100} | body)
    assert answer.status_code == 200, answer.text
    return [int(call["call_sid"][2:]) for call in answer.json()["calls"]]


async def test_calls_of_every_kind_are_listed_newest_first_page_by_page_each_once(busy):
    seen, cursor = [], None
    while True:
        page = await busy.ask("GET", f"{API}/calls", params={"page_size": 7} | ({"cursor": cursor} if cursor else {}))
        body = page.json()
        seen += [int(call["call_sid"][2:]) for call in body["calls"]]
        cursor = body["next_cursor"]
        assert body["has_more"] is (cursor is not None)
        if cursor is None:
            break
    assert seen == list(reversed(range(30)))
    assert await listed(busy, day="2026-11-21") == list(range(34, 10, -1))[5:]


async def test_every_filter_of_the_list_filters(busy):
    fives = list(range(25, -1, -5))
    assert await listed(busy, mode="voice") == await listed(busy, campaign_id="spring") == fives
    assert await listed(busy, agent_id="agent_good", outcome="success") == [n for n in range(28, 0, -2) if n % 5]
    assert await listed(busy, outcome="unknown") == fives
    middle = int((busy.clock() - timedelta(hours=11)).timestamp())
    assert (await listed(busy, started_after=middle))[-1] == (await listed(busy, started_before=middle))[0] == 19


async def test_numbers_are_searched_for_in_a_body_from_either_side(busy):
    assert await found(busy, number="+1415555002") == [25, 20]
    assert await found(busy, number="1415555002") == [25, 20]
    assert len(await found(busy, number="+1500")) == 30
    assert await found(busy, route=THEIRS) == []
    assert len(await found(busy, route=OURS, mode="voice")) == 6


@pytest.mark.parametrize(
    "body", [{"number": "+1"}, {"number": "x"}, {"number": "+1415 555"}, {"page_size": 0}, {"cursor": "!!"}, {"who": 1}]
)
async def test_a_search_that_makes_no_sense_is_refused(busy, body):
    assert (await busy.ask("POST", f"{API}/calls/search", json=body)).status_code == 400


async def test_no_query_of_the_list_takes_a_telephone_number(api):
    for name in ("number", "route", "from_number"):
        assert (await api.ask("GET", f"{API}/calls", params={name: "+14155550199"})).status_code == 400


async def test_live_calls_are_those_that_are_not_over_of_the_last_five_hours(api):
    called(api, 1, progress=3, status="in-progress")
    api.clock.passes(hours=4)
    ringing = called(api, 2, progress=2, status="ringing")
    called(api, 3)
    called(api, 4, mode="register", progress=None, status=None)
    assert await listed(api, live="true") == [4, 2]
    assert await listed(api, live="false") == [3]
    api.services.calls.advance(CallId(ringing), Progress.OVER, "completed", {})
    assert await listed(api, live="true") == [4]


async def test_calls_with_trouble_give_their_reasons(api):
    called(api, 1)
    called(api, 2, answer_reason="fallback", tools=[{"name": "book", "is_error": True}])
    [line] = (await api.ask("GET", f"{API}/calls", params={"trouble": "true"})).json()["calls"]
    assert (line["call_sid"][-1], line["trouble"]) == ("2", ["fallback", "tool_failed"])
    record = (await api.ask("GET", f"{API}/calls/{line['call_sid']}")).json()
    assert record["trouble"] == ["fallback", "tool_failed"]
    assert await listed(api, trouble="false") == [1]


async def test_an_unchanged_list_is_304_and_a_new_call_changes_it(api):
    called(api, 1)
    first = await api.ask("GET", f"{API}/calls")
    same = await api.ask("GET", f"{API}/calls", headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
    called(api, 2)
    changed = await api.ask("GET", f"{API}/calls", headers={"If-None-Match": first.headers["etag"]})
    assert (changed.status_code, len(changed.json()["calls"])) == (200, 2)


async def test_a_cursor_of_other_times_is_refused(busy):
    cursor = (await busy.ask("GET", f"{API}/calls", params={"page_size": 1})).json()["next_cursor"]
    before = int((busy.clock() - timedelta(hours=3)).timestamp())
    answer = await busy.ask("GET", f"{API}/calls", params={"cursor": cursor, "started_before": before})
    assert (answer.status_code, answer.json()["detail"]) == (400, "the cursor belongs to a list of other times")


async def test_one_request_reads_a_bounded_number_of_calls_and_goes_on_from_there(busy):
    index, wanted, seen, cursor, pages = busy.services.call_search, CallFilter(mode="voice"), [], None, 0
    while True:
        page = index.page("acme", wanted, 100, cursor, reads=4)
        seen, cursor, pages = seen + [int(call.call_id[2:]) for call in page.calls], page.cursor, pages + 1
        if cursor is None:
            break
    assert seen == list(range(25, -1, -5))
    assert pages == 8


@pytest.fixture
def requests(busy: ApiWorld) -> list[str]:
    """What DynamoDB is asked for the lists, in order; what it takes to know the key is left out."""
    asked = list[str]()

    def note(params: dict, model: Any, **_: object) -> None:
        if CALLS in str(params):
            asked.append(f"{model.name} {params.get('IndexName', '')}".strip())

    busy.dynamodb.meta.events.register("before-parameter-build.dynamodb.*", note)
    return asked


TWO = ["Query by_company", "BatchGetItem"]


async def test_the_newest_page_takes_two_requests_however_long_ago_it_was(busy, requests):
    busy.clock.passes(days=2000)
    assert await listed(busy, page_size=5) == [29, 28, 27, 26, 25]
    assert requests == TWO


async def test_a_company_without_calls_is_asked_for_once(busy, requests):
    answer = await busy.ask("GET", f"{API}/calls", params={"agent_id": "agent_good"}, key="other")
    assert (len(answer.json()["calls"]), requests) == (0, TWO)  # one call, of another agent
    requests.clear()
    page = busy.services.call_search.page("third", CallFilter(), 30, None)
    assert (page.calls, page.cursor, requests) == ((), None, ["Query by_company"])


async def test_a_filter_that_matches_little_takes_two_requests_for_a_hundred_calls(busy, requests):
    assert await listed(busy, campaign_id="autumn") == []
    assert requests == TWO


async def test_a_search_asks_for_what_was_said_and_then_for_the_calls_in_which_it_was(busy, requests):
    await busy.ask("GET", f"{API}/conversations")
    assert requests == TWO
    requests.clear()
    await busy.ask("GET", f"{API}/conversations", params={"search": "invoice"})
    assert requests == TWO
    said = table_keys.words(CallId(f"CA{7:032}")) | {"call_id": f"CA{7:032}", "words": "my invoice is wrong"}
    busy.dynamodb.put_item(TableName=CALLS, Item=to_item(said))
    requests.clear()
    await busy.ask("GET", f"{API}/conversations", params={"search": "invoice"})
    assert requests == [*TWO, "BatchGetItem"]


async def test_times_in_the_wrong_order_have_no_calls_and_ask_nothing(busy, requests):
    now = int(busy.clock().timestamp())
    assert await listed(busy, started_after=now, started_before=now - 1) == []
    assert await listed(busy, day="2026-11-21", started_before=int(NOW.timestamp())) == []
    assert requests == []


async def test_a_cursor_that_names_a_day_goes_on_with_its_last_call(busy):
    answer = await busy.ask("GET", f"{API}/calls", params={"cursor": cursor_of(["2026-11-20", ""])})
    assert [int(call["call_sid"][2:]) for call in answer.json()["calls"]] == list(range(10, -1, -1))


async def test_metadata_is_in_the_list_the_record_and_the_voice_call(busy):
    sid = f"CA{25:032}"
    [line] = (await busy.ask("GET", f"{API}/calls", params={"page_size": 5})).json()["calls"][4:]
    record = (await busy.ask("GET", f"{API}/calls/{sid}")).json()
    voice = (await busy.ask("GET", f"{API}/elevenlabs-twilio/calls/{sid}")).json()
    assert line["metadata"] == record["metadata"] == voice["metadata"] == {"order": "25"}
    assert (await busy.ask("GET", f"{API}/calls/CA{24:032}")).json()["metadata"] == {}


def cursor_of(position: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode()


@pytest.mark.parametrize(
    "position",
    [7, [], ["2026-11-20"], [{"a": 1}, "CA1"], [None, None], ["20261120T120000", "CA1"], ["2026-11-20", "\ud800"],
     ["2026-11-20T12:00:00+00:00", "CA1#x"], ["2026-13-20", "CA1"], ["2026-11-20T12:00", "x" * 129]],
)  # fmt: skip
async def test_a_cursor_that_is_none_of_ours_is_refused(api, position):
    for method, path, place in (("GET", "/calls", "params"), ("POST", "/calls/search", "json")):
        answer = await api.ask(method, API + path, **{place: {"cursor": cursor_of(position)}})
        assert (answer.status_code, answer.json()["detail"]) == (400, "the cursor is not one of ours")


@pytest.mark.parametrize("position", [["2026-11-20", ""], ["0001-01-01", ""], ["9999-12-31", "CA1"]])
async def test_a_cursor_of_any_day_is_answered(busy, position):
    answer = await busy.ask("GET", f"{API}/calls", params={"cursor": cursor_of(position)})
    assert answer.status_code == 200, answer.text
