"""Calls that programs place, take, steer and end."""

import asyncio

import pytest

from tests.contract.api.call_requests import CALLS, INCOMING, REQUEST, dialled
from tests.contract.api.conftest import ACCOUNT, CALLEE, OURS, VOICE, ApiWorld
from trunkline.calls.domain.calls import Progress
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.calls.domain.routes import Mode, Route
from trunkline.ids import CallId

OTHER = "21m00Tcm4TlvDq8ikWAM"


async def created(api: ApiWorld, **more) -> dict:
    answer = await api.ask("POST", CALLS, json=REQUEST | more)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_created_call_rings_once_and_is_on_file(api):
    call = await created(api, metadata={"customer_id": "12345"})
    assert [item.sid for item in dialled(api)] == [call["call_sid"]]
    assert (call["status"], call["direction"], call["to"], call["from_"]) == (
        "initiated",
        "outbound-api",
        CALLEE,
        OURS,
    )
    assert call["voice_settings"] == {"stability": 0.7}
    view = api.services.call_search.find(CallId(call["call_sid"]))
    assert view.company_id == "acme"
    assert view.facts["metadata"] == {"customer_id": "12345"}


async def test_a_refused_number_has_the_carriers_message(api):
    answer = await api.ask("POST", CALLS, json=REQUEST | {"to_number": "+1234567890"})
    assert answer.status_code == 400
    assert "21217" in answer.json()["detail"]


async def test_another_companys_number_places_no_call(api):
    api.services.routes.add(Route("+14155550130", Mode.FORWARD, "globex", forward_to=CALLEE))
    for number in ("+14155550130", "+14155550131"):  # routed by another company; without an owner
        answer = await api.ask("POST", CALLS, json=REQUEST | {"from_number": number})
        assert (answer.status_code, answer.json()) == (400, {"detail": "from_number is not a number of yours"})
    assert dialled(api) == []


async def test_an_unknown_voice_is_refused_before_the_phone_rings(api):
    answer = await api.ask("POST", CALLS, json=REQUEST | {"voice_id": "invalid-voice-id"})
    assert (answer.status_code, answer.json()) == (400, {"detail": "Invalid voice ID: invalid-voice-id"})
    assert dialled(api) == []


async def test_the_same_idempotency_key_rings_once_and_gets_the_same_answer(api):
    headers = {"Idempotency-Key": "order-1"}
    first = await api.ask("POST", CALLS, json=REQUEST, headers=headers)
    api.clock.passes(seconds=5)
    second = await api.ask("POST", CALLS, json=REQUEST, headers=headers)
    assert first.json() == second.json()
    assert len(dialled(api)) == 1


async def test_two_requests_at_once_with_one_key_ring_once(api):
    headers = {"Idempotency-Key": "order-1"}
    answers = await asyncio.gather(*(api.ask("POST", CALLS, json=REQUEST, headers=headers) for _ in range(4)))
    assert len(dialled(api)) == 1
    assert {answer.status_code for answer in answers} <= {200, 409}


async def test_an_idempotency_key_is_not_for_two_different_requests(api):
    headers = {"Idempotency-Key": "order-1"}
    await api.ask("POST", CALLS, json=REQUEST, headers=headers)
    other = await api.ask("POST", CALLS, json=REQUEST | {"metadata": {"a": "b"}}, headers=headers)
    assert other.status_code == 409
    assert len(dialled(api)) == 1


async def test_a_call_whose_answer_was_lost_is_looked_for_and_never_dialled_again(api):
    headers = {"Idempotency-Key": "order-1"}
    api.twilio.faults.drop_create_responses = 1
    lost = await api.ask("POST", CALLS, json=REQUEST, headers=headers)
    assert lost.status_code == 503
    [ringing] = dialled(api)
    api.clock.passes(seconds=40)
    found = await api.ask("POST", CALLS, json=REQUEST, headers=headers)
    assert found.status_code == 200, found.text
    assert found.json()["call_sid"] == ringing.sid
    assert len(dialled(api)) == 1


async def test_the_incoming_call_of_a_program_gets_its_document_and_again_the_same(api):
    body = INCOMING | {"company_api_key": api.keys["operate"], "voice_id": VOICE}
    first = await api.ask("POST", f"{CALLS}/incoming", key=None, json=body)
    assert first.status_code == 200, first.text
    assert first.json()["status"] == "handled"
    assert first.json()["twiml"].startswith("<?xml")
    assert 'url="wss://relay.example.com/twilio/media-stream"' in first.json()["twiml"]
    again = await api.ask("POST", f"{CALLS}/incoming", key=None, json=body)
    assert again.json() == first.json()


PROFILES = {
    "usual": {"voice_id": VOICE},
    "by_inquiry": {"sales": {"voice_id": OTHER, "voice_settings": {"stability": 0.2, "speed": 1.1}}},
}
CHOSEN = [  # what a program sends, and who speaks for it
    ({"inquiry_type": "sales"}, OTHER, {"stability": 0.2, "speed": 1.1}),
    ({"inquiry_type": "sales", "voice_settings": {"stability": 0.9}}, OTHER, {"stability": 0.9, "speed": 1.1}),
    ({"inquiry_type": "billing"}, VOICE, {}),
    ({"inquiry_type": "sales", "voice_id": VOICE}, VOICE, {}),
    ({}, VOICE, {}),
]


@pytest.mark.parametrize(("body", "voice_id", "settings"), CHOSEN)
@pytest.mark.parametrize("direction", ["placed", "incoming"])
async def test_a_kind_of_inquiry_chooses_the_voice_of_a_call(api, direction, body, voice_id, settings):
    await api.ask("PUT", "/api/v1/voice-profiles", json=PROFILES)
    if direction == "placed":
        answer = await api.ask("POST", CALLS, json={"to_number": CALLEE, "from_number": OURS} | body)
    else:
        answer = await api.ask("POST", f"{CALLS}/incoming", json=INCOMING | body)
    assert answer.status_code == 200, answer.text
    call = (await api.ask("GET", f"{CALLS}/{answer.json()['call_sid']}")).json()
    assert (call["voice_id"], call["voice_settings"]) == (voice_id, settings)


@pytest.mark.parametrize(("path", "body"), [("", {"to_number": CALLEE, "from_number": OURS}), ("/incoming", INCOMING)])
async def test_a_kind_of_inquiry_without_a_voice_is_no_voice(api, path, body):
    await api.ask("PUT", "/api/v1/voice-profiles", json={"by_inquiry": {"sales": {"voice_id": OTHER}}})
    answer = await api.ask("POST", f"{CALLS}{path}", json=body | {"inquiry_type": "billing"})
    missing = "voice_id is missing, and the company has no usual voice"
    assert (answer.status_code, answer.json()) == (400, {"detail": missing})
    assert dialled(api) == []


async def test_an_incoming_call_of_another_company_is_not_there(api):
    await api.ask("POST", f"{CALLS}/incoming", json=INCOMING | {"voice_id": VOICE})
    api.services.owners.claims.claim("number", "+14155550140", "other")
    body = INCOMING | {"voice_id": VOICE, "to_number": "+14155550140"}
    stolen = await api.ask("POST", f"{CALLS}/incoming", key="other", json=body)
    assert (stolen.status_code, stolen.json()) == (404, {"detail": "Call not found"})


async def test_a_streamed_text_keeps_its_kind_of_inquiry_and_its_pauses(api):
    sid = (await created(api))["call_sid"]
    body = {"text": "One. Two.", "inquiry_type": "sales", "pauses": True}
    order = LiveCallCommand("speak", "One. Two.", inquiry_type="sales", pauses=True)
    waiting = await api.ask("POST", f"{CALLS}/{sid}/stream", json=body)
    assert waiting.json()["status"] == "queued"
    assert api.services.waiting.collect(CallId(sid)) == [order]
    api.relay.carried[sid] = {"phase": "speaking"}
    await api.ask("POST", f"{CALLS}/{sid}/stream", json=body)
    assert (sid, order) in api.relay.orders
    refused = await api.ask("POST", f"{CALLS}/{sid}/stream", json={"text": "x", "inquiry_type": "x" * 65})
    assert refused.status_code == 400


async def test_text_is_streamed_to_the_relay_that_carries_the_call(api):
    sid = (await created(api))["call_sid"]
    api.relay.carried[sid] = {"phase": "talking"}
    answer = await api.ask("POST", f"{CALLS}/{sid}/stream", json={"text": "Hello! How can I help you today?"})
    assert answer.json() == {"call_sid": sid, "status": "streaming", "text_length": 32}
    stopped = await api.ask("POST", f"{CALLS}/{sid}/stop")
    assert stopped.json() == {"call_sid": sid, "status": "stopped"}
    assert [order.kind for _, order in api.relay.orders] == ["speak", "stop_speaking"]


async def test_a_text_for_an_unanswered_call_is_queued_and_collected_once(api):
    sid = (await created(api))["call_sid"]
    for text in ("Hello!", "How are you?"):
        answer = await api.ask("POST", f"{CALLS}/{sid}/stream", json={"text": text})
        assert answer.json() == {"call_sid": sid, "status": "queued", "text_length": len(text)}
        api.clock.passes(seconds=1)
    assert api.services.waiting.collect(CallId(sid)) == [
        LiveCallCommand("speak", "Hello!"),
        LiveCallCommand("speak", "How are you?"),
    ]
    assert api.services.waiting.collect(CallId(sid)) == []


async def test_a_stop_before_the_pick_up_takes_back_what_waits(api):
    sid = (await created(api))["call_sid"]
    await api.ask("POST", f"{CALLS}/{sid}/stream", json={"text": "Hello!"})
    for _ in range(2):
        stopped = await api.ask("POST", f"{CALLS}/{sid}/stop")
        assert (stopped.status_code, stopped.json()) == (200, {"call_sid": sid, "status": "stopped"})
    assert api.services.waiting.collect(CallId(sid)) == []


async def test_a_stop_before_the_pick_up_leaves_the_voice_that_was_chosen(api):
    sid = (await created(api))["call_sid"]
    await api.ask("POST", f"{CALLS}/{sid}/voice?voice_id=new-voice-id", json={})
    await api.ask("POST", f"{CALLS}/{sid}/stream", json={"text": "Hello!"})
    assert (await api.ask("POST", f"{CALLS}/{sid}/stop")).status_code == 200
    assert [order.kind for order in api.services.waiting.collect(CallId(sid))] == ["change_voice"]


async def test_a_voice_before_the_pick_up_is_the_one_the_call_begins_with(api):
    sid = (await created(api))["call_sid"]
    url = f"{CALLS}/{sid}/voice?voice_id=new-voice-id"
    answer = await api.ask("POST", url, json={"stability": 0.9})
    assert (answer.status_code, answer.json()["voice_id"]) == (200, "new-voice-id")
    assert answer.json()["voice_settings"]["stability"] == 0.9
    [order] = api.services.waiting.collect(CallId(sid))
    assert (order.kind, order.text, order.settings) == ("change_voice", "new-voice-id", {"stability": 0.9})
    info = (await api.ask("GET", f"{CALLS}/{sid}")).json()
    assert (info["voice_id"], info["voice_settings"]["stability"]) == ("new-voice-id", 0.9)
    unknown = await api.ask("POST", f"{CALLS}/{sid}/voice?voice_id=unknown", json={})
    assert (unknown.status_code, unknown.json()["detail"]) == (400, "Invalid voice ID: unknown")


async def test_a_call_that_is_over_cannot_be_spoken_into(api):
    sid = (await created(api))["call_sid"]
    api.services.calls.advance(CallId(sid), Progress.OVER, "completed", {})
    for path, body in (("stop", None), ("stream", {"text": "Hello"}), ("voice", {"stability": 0.9})):
        over = await api.ask("POST", f"{CALLS}/{sid}/{path}", json=body)
        assert (over.status_code, over.json()) == (409, {"detail": "Call has ended"})


async def test_a_live_call_has_the_state_of_its_relay(api):
    sid = (await created(api))["call_sid"]
    voice = {
        "voice_id": VOICE,
        "voice_settings": {"stability": 0.9},
        "is_connected": True,
        "has_initial_message": False,
    }
    api.relay.carried[sid] = {"voice": voice, "audio_queue_size": 3}
    body = (await api.ask("GET", f"{CALLS}/{sid}", key="read")).json()
    assert (body["audio_queue_size"], body["elevenlabs_voice_info"]) == (3, voice)
    assert body["voice_settings"] == {"stability": 0.9}


async def test_a_call_without_a_relay_is_answered_from_its_record(api):
    sid = (await created(api))["call_sid"]
    body = (await api.ask("GET", f"{CALLS}/{sid}")).json()
    assert body["elevenlabs_voice_info"] is None
    assert (body["audio_queue_size"], body["voice_id"], body["status"]) == (0, VOICE, "initiated")
    assert body["created_at"] == "2026-11-20T12:00:00Z"


async def test_a_voice_is_changed_in_the_live_call_only(api):
    sid = (await created(api))["call_sid"]
    voice = {"voice_id": "new-voice-id", "voice_settings": {"stability": 0.9}, "is_connected": True}
    api.relay.carried[sid] = {"voice": voice | {"has_initial_message": False}}
    url = f"{CALLS}/{sid}/voice?voice_id=new-voice-id"
    answer = await api.ask("POST", url, json={"stability": 0.9, "similarity_boost": 0.95})
    assert answer.json() == {
        "call_sid": sid,
        "status": "updated",
        "voice_id": "new-voice-id",
        "voice_settings": {"stability": 0.9},
    }
    [(_, order)] = api.relay.orders
    assert (order.kind, order.text, order.settings) == (
        "change_voice",
        "new-voice-id",
        {"stability": 0.9, "similarity_boost": 0.95},
    )


async def test_ending_a_call_hangs_up_and_ending_it_again_is_no_error(api):
    sid = (await created(api))["call_sid"]
    for _ in range(2):
        answer = await api.ask("DELETE", f"{CALLS}/{sid}")
        assert (answer.status_code, answer.json()) == (200, {"call_sid": sid, "status": "ended"})
    await asyncio.sleep(0.05)
    assert api.twilio.calls[sid].is_over


async def test_without_the_vendors_keys_the_answer_says_what_is_missing(api):
    api.credentials["xi"] = ""
    answer = await api.ask("POST", CALLS, json=REQUEST)
    assert (answer.status_code, answer.json()["detail"]) == (
        503,
        "ElevenLabs API key not configured. Please put elevenlabs_api_key into the vendors' secret (VendorSecretName).",
    )
    api.credentials.update(xi="xi-key", account="")
    answer = await api.ask("POST", CALLS, json=REQUEST)
    assert answer.status_code == 503
    assert "Twilio credentials not configured" in answer.json()["detail"]
    assert "twilio_account_sid and twilio_auth_tokens" in answer.json()["detail"]


async def test_wrong_credentials_of_ours_are_our_trouble_and_show_nothing(api):
    api.credentials["token"] = "wrong-and-secret"
    answer = await api.ask("POST", CALLS, json=REQUEST)
    assert answer.status_code == 503
    assert "secret" not in answer.text
    assert ACCOUNT not in answer.text


async def test_the_stages_health_names_its_services(api):
    services = {"elevenLabs": "connected", "twilio": "ready", "voiceAnalysis": "ready"}
    assert (await api.ask("GET", "/health", key=None)).json() == {"status": "healthy", "services": services}
    api.credentials["xi"] = ""
    shown = (await api.ask("GET", "/health", key=None)).json()
    assert (shown["status"], shown["services"]["elevenLabs"]) == ("degraded", "not configured")


async def test_health_needs_no_key_and_shows_the_configuration(api):
    body = (await api.ask("GET", "/api/v1/elevenlabs-twilio/health", key=None)).json()
    assert (body["status"], body["elevenlabs_configured"], body["twilio_configured"]) == ("healthy", True, True)
    assert body["timestamp"].endswith("Z")
    api.credentials["xi"] = ""
    body = (await api.ask("GET", "/api/v1/elevenlabs-twilio/health", key=None)).json()
    assert (body["status"], body["elevenlabs_configured"]) == ("degraded", False)
