"""The calls of a season, read over the API: the list, the turns, the measures, the counts and the dead letters."""

import pytest

from tests.end_to_end.test_after_the_call import ask

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_every_call_of_the_season_is_in_the_list_and_none_is_live(season):
    listed, cursor = dict[str, dict](), ""
    while True:
        page = await ask(season.world, "GET", f"/calls?page_size=20{cursor}")
        listed |= {call["call_sid"]: call for call in page["calls"]}
        if not page["has_more"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert {played.call.sid for played in season.calls.values()} <= set(listed)
    theirs = {played.call.sid for played in season.calls.values()}
    assert not theirs & {call["call_sid"] for call in (await ask(season.world, "GET", "/calls?live=true"))["calls"]}
    assert listed[season.calls["relayed"].call.sid]["trouble"] == []
    assert "agent_misconfigured" in listed[season.calls["wrong-format"].call.sid]["trouble"]


async def test_a_search_by_the_callers_number_finds_the_call(season):
    played = season.calls["relayed"]
    body = {"number": played.record["from_number"][:9], "mode": "relay", "page_size": 100}
    found = await ask(season.world, "POST", "/calls/search", body)
    assert played.call.sid in {call["call_sid"] for call in found["calls"]}


@pytest.mark.parametrize(("name", "available"), [("relayed", "live"), ("registered", "after_call")])
async def test_turns_are_what_was_said(season, name, available):
    played = season.calls[name]
    body = await ask(season.world, "GET", f"/calls/{played.call.sid}/turns")
    roles = {"agent": "agent", "user": "caller"}
    assert [(roles[turn["role"]], turn["message"]) for turn in body["turns"] if turn["message"]] == played.said
    assert (body["turns_available"], body["is_over"]) == (available, True)
    assert [turn["number"] for turn in body["turns"]] == list(range(1, len(body["turns"]) + 1))


async def test_the_relays_measures_are_the_calls_quality(season):
    quality = (await ask(season.world, "GET", f"/calls/{season.calls['relayed'].call.sid}"))["quality"]
    assert 0 < quality["turn_latency_ms"] <= quality["turn_latency_p95_ms"]
    assert (quality["caller_gaps"], quality["agent_underruns"], quality["is_one_sided"]) == (0, 0, False)
    assert -40 < quality["agent_level_dbfs"] < 0


async def test_the_counts_of_the_day_know_every_call(season):
    counts = await ask(season.world, "GET", "/counts")
    assert counts["is_complete"]
    assert counts["calls"] >= len(season.calls)
    assert counts["by_trouble"]["agent_misconfigured"] >= 1


async def test_no_queue_has_dead_letters_of_the_company(season):
    queues = (await ask(season.world, "GET", "/dead-letters"))["queues"]
    assert {queue["queue"]: queue["depth"] for queue in queues} == {
        "deliveries": 0, "erasures": 0, "exports": 0, "lists": 0,
    }  # fmt: skip
