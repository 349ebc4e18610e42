"""Turns of a call: followed while it runs, read on across its end, and from the report where there are no others."""

from datetime import timedelta

import pytest

from tests.contract.api.conftest import ApiWorld, stored
from tests.contract.conftest import CALLS
from trunkline.calls.adapters.turns_table import TurnsTable
from trunkline.calls.domain.call_record import CallUpdate
from trunkline.calls.domain.calls import Progress, TimelineEvent
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.ids import CallId

API = "/api/v1"
SID = CallId("CA" + "5" * 32)


def called(api: ApiWorld, mode: str | None, **facts) -> None:
    now = api.clock()
    plain = {"company_id": "acme", "company_day": f"acme#{now:%Y-%m-%d}", "started_at": now.isoformat(), "mode": mode}
    api.services.calls.open(SID, TimelineEvent("e", now, "e"), plain | {"progress": 3, "status": "in-progress"} | facts)


def speak(api: ApiWorld, number: int, speaker: str, text: str) -> None:
    TurnsTable(api.dynamodb, CALLS).note_turn(SID, api.clock(), SpokenTurn(number, speaker, text))


def reported(api: ApiWorld, name: str, *texts: str) -> None:
    """A report's transcript, on file and in the bucket."""
    now = api.clock()
    turns = [{"speaker": "agent", "text": text, "at_s": float(n)} for n, text in enumerate(texts)]
    stored(api, f"transcripts/{name}.json", {
        "call_id": SID, "conversation_id": name, "started_at": now.isoformat(), "turns": turns
    })  # fmt: skip
    facts = {"conversation_id": name, "transcript_key": f"transcripts/{name}.json", "started_at": now.isoformat()}
    event = TimelineEvent(f"conversation-{name}", now, "conversation reported")
    ConversationsTable(api.dynamodb, CALLS).add_update(SID, CallUpdate(event, facts, name))


async def read(api: ApiWorld, after: int = 0) -> dict:
    answer = await api.ask("GET", f"{API}/calls/{SID}/turns", key="read", params={"after": after})
    assert answer.status_code == 200, answer.text
    return answer.json()


def numbered(body: dict) -> list[tuple[int, str, str]]:
    return [(turn["number"], turn["role"], turn["message"]) for turn in body["turns"]]


async def test_a_running_call_is_followed_and_read_on_across_its_end(api):
    called(api, "relay")
    speak(api, 0, "agent", "Hello.")
    first = await read(api)
    assert numbered(first) == [(1, "agent", "Hello.")]
    assert (first["next_after"], first["turns_available"], first["is_over"]) == (1, "live", False)
    assert (await read(api, 1))["turns"] == []
    api.clock.now += timedelta(seconds=2)
    speak(api, 1, "caller", "I moved house.")
    api.services.calls.advance(SID, Progress.OVER, "completed", {})
    reported(api, "conv_1", "Hello. I", "moved house.", "Bye.")
    body = await read(api, first["next_after"])
    assert numbered(body) == [(2, "user", "I moved house.")]
    assert body["turns"][0]["time_in_call_secs"] == 2
    assert (body["is_over"], body["is_complete"]) == (True, False)
    api.clock.now += timedelta(seconds=10)
    assert (await read(api, 2)) == body | {"turns": [], "is_complete": True}


async def test_a_correction_changes_the_turn_under_its_number(api):
    called(api, "relay")
    for text in ("We have Monday and Friday.", "We have"):
        speak(api, 0, "agent", text)
    assert numbered(await read(api)) == [(1, "agent", "We have")]


async def test_many_turns_come_in_pages(api):
    called(api, "relay")
    for number in range(205):
        api.clock.now += timedelta(seconds=1)
        speak(api, number, "caller", str(number))
    first = await read(api)
    assert (len(first["turns"]), first["has_more"], first["next_after"]) == (200, True, 200)
    second = await read(api, 200)
    assert [turn["message"] for turn in second["turns"]] == ["200", "201", "202", "203", "204"]
    assert not second["has_more"]


async def test_turns_of_a_call_at_the_provider_come_with_its_reports_in_one_count(api):
    called(api, "register")
    assert await read(api) == {
        "call_sid": SID, "turns": [], "next_after": 0, "has_more": False, "turns_available": "after_call",
        "is_over": False, "is_complete": False,
    }  # fmt: skip
    api.services.calls.advance(SID, Progress.OVER, "completed", {})
    assert not (await read(api))["is_complete"]
    reported(api, "conv_1", "Hello.", "")
    api.clock.passes(hours=1)
    reported(api, "conv_2", "Back again.")
    body = await read(api)
    assert numbered(body) == [(1, "agent", "Hello."), (2, "agent", None), (3, "agent", "Back again.")]
    assert body["is_complete"]


async def test_a_report_that_never_comes_is_waited_for_a_day(api):
    called(api, None, progress=4, status="completed")
    assert not (await read(api))["is_complete"]
    api.clock.passes(hours=25)
    assert (await read(api))["is_complete"]


@pytest.mark.parametrize("mode", ["voice", "forward", "voicemail", "reject"])
async def test_a_call_without_an_agent_has_no_turns_and_says_so(api, mode):
    called(api, mode)
    body = await read(api)
    assert (body["turns"], body["turns_available"], body["is_complete"]) == ([], "never", True)


async def test_a_place_that_is_no_number_and_an_unknown_call_are_refused(api):
    assert (await api.ask("GET", f"{API}/calls/{SID}/turns")).status_code == 404
    called(api, "relay")
    for after in ("-1", "x", "1e9", "9999999999"):
        assert (await api.ask("GET", f"{API}/calls/{SID}/turns?after={after}")).status_code == 400


async def test_turns_that_a_provider_reports_live_keep_their_numbers_when_its_report_comes(api):
    called(api, "register")
    for number, (speaker, words) in enumerate([("agent", "Hello."), ("caller", "Hi.")]):
        api.clock.now += timedelta(seconds=1)
        speak(api, number, speaker, words)
    body = await read(api)
    assert numbered(body) == [(1, "agent", "Hello."), (2, "user", "Hi.")]
    assert (body["turns_available"], body["is_complete"]) == ("live", False)
    reported(api, "conv_1", "Hello.", "Hi.", "Bye.")
    assert [turn["message"] for turn in (await read(api, 2))["turns"]] == ["Bye."]
