"""Texts spoken over the API: voices, second attempts, other voices, and what was said before."""

import json

import pytest

from local.elevenlabs.faults import RouteFault
from tests.contract.api.conftest import VOICE, ApiWorld
from tests.contract.api.two_companies import SEED, SID
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.ids import CallId

URL = f"{SEED}/calls/{SID}/synthesize"
OTHER = "21m00Tcm4TlvDq8ikWAM"


async def say(api: ApiWorld, **more):
    return await api.ask("POST", URL, json={"text": "Hello! How can I help you today?"} | more)


async def test_a_text_is_answered_as_mp3_with_its_price(owned):
    answer = await say(owned)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/mpeg")
    assert answer.content[:2] == b"\xff\xe3"
    assert answer.headers["x-voice-id"] == VOICE
    assert answer.headers["x-speech-credits"] == "16"


async def test_cached_speech_costs_nothing_and_sends_no_request(owned):
    first, second = await say(owned), await say(owned)
    assert second.content == first.content
    assert second.headers["x-speech-credits"] == "0"
    assert len(owned.vendor.spoken) == 1


async def test_a_zero_retention_company_keeps_nothing_here_either(owned):
    await owned.ask("PUT", "/api/v1/voice-profiles", json={"keep_no_record": True})
    await say(owned)
    await say(owned)
    assert (len(owned.vendor.spoken), owned.vendor.history) == (2, [])
    assert not [
        content
        for content in owned.s3.list_objects_v2(Bucket="trunkline-test")["Contents"]
        if "speech/" in content["Key"]
    ]


async def test_a_passing_failure_is_tried_again_after_a_pause(owned):
    owned.vendor.faults.routes["text_to_speech"] = RouteFault(status=503, times=2)
    assert (await say(owned)).status_code == 200
    assert owned.pauses == [0.5, 1.5]


async def test_a_voice_that_is_gone_is_replaced_by_the_fallback(owned):
    await owned.ask("PUT", "/api/v1/voice-profiles", json={"fallback": {"voice_id": OTHER}})
    del owned.vendor.voices[VOICE]
    answer = await say(owned)
    assert (answer.status_code, answer.headers["x-voice-id"]) == (200, OTHER)


async def test_an_inquiry_has_a_voice_of_its_own(owned):
    await owned.ask("PUT", "/api/v1/voice-profiles", json={"by_inquiry": {"sales": {"voice_id": OTHER}}})
    assert (await say(owned, inquiry_type="sales")).headers["x-voice-id"] == OTHER


async def test_abbreviations_are_spelled_and_foreign_markup_is_taken_out(owned):
    await say(owned, text="Our <phoneme>API</phoneme> is at this URL. Is that all?", pauses=True)
    assert owned.vendor.spoken == ['Our  A P I  is at this U R L. <break time="0.5s" /> Is that all?']


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (RouteFault(status=401, code="invalid_api_key"), 503),
        (RouteFault(status=402, code="insufficient_credits"), 503),
        (RouteFault(status=403, code="forbidden"), 503),
        (RouteFault(status=429, code="concurrent_limit_exceeded"), 429),
        (RouteFault(status=500, code="internal_error"), 503),
        (RouteFault(status=503, shape="html"), 503),
        (RouteFault(status=422, shape="fields"), 400),
        (RouteFault(reset=True), 503),
    ],
    ids=lambda value: str(getattr(value, "code", value)),
)
async def test_the_vendors_refusals_do_not_contain_its_key(owned, fault, status):
    owned.vendor.faults.routes["text_to_speech"] = fault
    answer = await say(owned)
    assert answer.status_code == status
    assert isinstance(answer.json()["detail"], str)
    assert "xi-key" not in answer.text


WITH_PII = "Ana, write to ana@example.com or call 415 555 0123."


@pytest.mark.parametrize("asked_by", ["request", "company", "call"])
async def test_personal_data_is_taken_out_before_the_provider_gets_a_text(owned, asked_by):
    if asked_by == "company":
        await owned.ask("PUT", "/api/v1/voice-profiles", json={"remove_pii": True})
    if asked_by == "call":
        owned.services.calls.note(CallId(SID), TimelineEvent("t", owned.clock(), "test"), {"remove_pii": True})
    asked = {"remove_pii": True} if asked_by == "request" else {}
    owned.services.calls.note(
        CallId(SID), TimelineEvent("m", owned.clock(), "test"), {"metadata": {"first_name": "Ana"}}
    )
    answer = await say(owned, text=WITH_PII, **asked)
    assert answer.headers["x-compliance-status"] == "pii_removed"
    assert owned.vendor.spoken == ["[name], write to [email] or call [number]."]
    owned.relay.carried[SID] = {"voice": {}}
    streamed = await owned.ask("POST", f"{SEED}/calls/{SID}/stream", json={"text": WITH_PII} | asked)
    assert streamed.json()["compliance_status"] == "pii_removed"
    [(_, order)] = owned.relay.orders
    assert order.text == "[name], write to [email] or call [number]."


async def test_texts_are_not_redacted_by_default(owned):
    answer = await say(owned, text=WITH_PII)
    assert "x-compliance-status" not in answer.headers
    assert owned.vendor.spoken == [WITH_PII]


VOICED = "CA" + "7" * 32


@pytest.mark.parametrize(("call_id", "mode", "part"), [(SID, "relay", "speech"), (VOICED, "voice", "voice provider")])
async def test_speech_is_on_the_ledger_of_its_call(owned, call_id, mode, part):
    """What the API synthesized and what the relay had spoken, at the provider's price for a credit."""
    began = TimelineEvent("placed", owned.clock(), "placed")
    known = {"company_id": "acme", "started_at": owned.clock().isoformat(), "mode": mode}
    owned.services.calls.open(CallId(VOICED), began, known | {"company_day": "acme#2026-11-20"})
    for _ in range(2):  # the second time from the cache: no credits
        asked = {"text": "Hello! How can I help you today?", "voice_id": VOICE}
        assert (await owned.ask("POST", f"{SEED}/calls/{call_id}/synthesize", json=asked)).status_code == 200
    facts = {"status": "completed", "progress": 4, "duration_s": 30, "speech_credits": 84, "speech_characters": 168}
    owned.services.calls.note(CallId(call_id), TimelineEvent("stream-ended-1", owned.clock(), "stream ended"), facts)
    cost = (await owned.ask("GET", f"/api/v1/costs/calls/{call_id}")).json()
    [speech] = [line for line in cost["lines"] if line["part"] == part]
    assert (speech["quantity"], speech["unit"]) == (100, "credit")
    assert speech["usd"] == pytest.approx(0.022)
    assert (cost["usd"] is not None) == (mode == "voice"), "what the agent's own words cost is not reported yet"


async def test_the_latency_of_a_synthesis_is_a_metric_and_in_the_record(owned, capsys):
    """The world's clock moves a quarter of a second with each look at it."""
    await say(owned)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "SynthesisLatency" in line]
    assert [line["SynthesisLatency"] for line in lines] == [[250]]
    await say(owned)
    assert "SynthesisLatency" not in capsys.readouterr().out, "speech from the cache takes no synthesis"
    record = (await owned.ask("GET", f"/api/v1/calls/{SID}")).json()
    assert record["quality"]["synthesis_ms"] == 250
    assert [event["kind"] for event in record["timeline"]].count("text synthesized") == 1
