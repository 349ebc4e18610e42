"""The private API over real sockets: health, metrics and commands to live calls."""

import asyncio
import json
import time
from base64 import b64encode
from secrets import token_hex

import aiohttp
import pytest

from media_relay.session import dtmf_tones
from tests.fakes.twilio_streams import CALL, SID, first, media, start, stream, until
from tests.fakes.webhooks import COMMAND_KEY
from trunkline.calls.domain.routes import Mode, Route
from trunkline.relay_api.commands import LIMIT_BYTES, sign

PATH = f"/internal/calls/{CALL}/commands"


async def ask(relay, path: str, body: bytes | None = None, signature: str | None = None) -> tuple[int, str]:
    url = f"http://127.0.0.1:{relay.server.private_port}{path}"
    async with aiohttp.ClientSession() as http:
        if body is None:
            async with http.get(url) as answer:
                return answer.status, await answer.text()
        headers = {"X-Trunkline-Signature": signature} if signature else {}
        async with http.post(url, data=body, headers=headers) as answer:
            return answer.status, await answer.text()


async def order(relay, path: str = PATH, **payload: str) -> tuple[int, dict]:
    body = json.dumps(payload | {"nonce": token_hex(8)}).encode()
    status, text = await ask(relay, path, body, sign("POST", path, body, COMMAND_KEY, time.time()))
    return status, json.loads(text)


async def talking(relay, ws) -> None:
    await ws.send_json(start())
    await first(ws, "media")


async def test_metrics_show_live_calls_and_how_late_the_loop_is(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await talking(relay, ws)
        await asyncio.sleep(0.3)
        status, text = await ask(relay, "/metrics")
    assert status == 200
    assert "relay_live_calls 1.0" in text
    assert "relay_loop_lag_seconds_count" in text


async def test_metrics_show_how_fast_frames_went_through_and_what_was_lost(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await talking(relay, ws)
        for n in (*range(1, 80), *range(82, 100)):  # two never came
            await ws.send_str(media(n, b"\x10" * 160))
        await ws.send_json({"event": "stop", "sequenceNumber": "99", "streamSid": SID, "stop": {}})
        await until(lambda: not relay.server.streams)
    _, text = await ask(relay, "/metrics")
    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(values['relay_lost_total{what="caller-gap"}']) == 1
    assert float(values['relay_hop_seconds_bucket{le="+Inf"}']) == float(values["relay_hop_seconds_count"]) >= 3
    assert 0 < float(values["relay_hop_seconds_sum"]) < 1
    record = relay.tables.records[CALL]
    assert (record["caller_gaps"], record["caller_gap_ms"]) == (1, 40)
    assert record["caller_level_dbfs"] == -6
    assert record["hop_p99_us"] > 0


async def test_a_command_that_cannot_be_carried_out_says_why(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await talking(relay, ws)
        status, payload = await order(relay, command="change_voice", voice_id="nova")
        assert status == 409
        assert "cannot be changed while it lasts" in payload["detail"]
        assert (await order(relay, command="speak", text="Good morning."))[0] == 409
        wrong = json.dumps({"command": "change_voice", "voice_id": "nova", "voice_settings": {"charm": 1}}).encode()
        assert (await ask(relay, PATH, wrong, sign("POST", PATH, wrong, COMMAND_KEY, time.time())))[0] == 400


async def test_an_agent_can_be_given_context_without_answering_to_it(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await talking(relay, ws)
        status, snapshot = await order(relay, command="say_context", context="The caller is a gold customer.")
        assert (status, snapshot["phase"]) == (200, "talking")
        [conversation] = relay.vendor.conversations.values()
        await until(lambda: conversation.contexts == ["The caller is a gold customer."])


async def test_an_agent_can_be_written_to_and_answers(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await talking(relay, ws)
        assert (await order(relay, command="say_message", message="When do you open?"))[0] == 200
        [conversation] = relay.vendor.conversations.values()
        await until(lambda: "When do you open?" in str(conversation.transcript))


async def test_keys_are_played_as_tones_and_only_counted_on_the_timeline(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await talking(relay, ws)
        assert (await order(relay, command="play_keys", digits="4711w#"))[0] == 200
        tones = b64encode(dtmf_tones.audio("4711w#")).decode()
        while (await first(ws, "media"))["media"]["payload"] != tones:
            pass
        await until(lambda: "keys played" in str(relay.tables.events))
    assert "4711" not in str(relay.tables.events)
    assert "'count': '5'" in str(relay.tables.events)


async def test_an_agent_can_be_silenced_and_a_call_hung_up(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await talking(relay, ws)
        await order(relay, command="stop_speaking")
        assert (await first(ws, "clear"))["streamSid"] == SID
        await order(relay, command="hang_up")
        await until(lambda: "stream_outcome" in relay.tables.records.get(CALL, {}))
    assert relay.tables.records[CALL]["stream_outcome"] == "agent-ended"


async def test_a_call_can_be_handed_to_a_colleague(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await talking(relay, ws)
        await order(relay, command="transfer", whom="billing")
        while (message := await asyncio.wait_for(ws.receive(), 5)).type is aiohttp.WSMsgType.TEXT:
            body = json.loads(message.data)
            if body["event"] == "mark":
                await ws.send_json({"event": "mark", "sequenceNumber": "3", "streamSid": SID, "mark": body["mark"]})
    record = relay.tables.records[CALL]
    assert (record["stream_outcome"], record["transfer_to"]) == ("transferred", "billing")


async def test_unsigned_commands_and_commands_to_unknown_calls_do_nothing(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await talking(relay, ws)
        body = b'{"command": "hang_up"}'
        assert (await ask(relay, PATH, body))[0] == 401
        assert (await ask(relay, PATH, body, sign("POST", PATH, body, "wrong", time.time())))[0] == 401
        assert (await ask(relay, PATH, body, sign("POST", PATH, body, COMMAND_KEY, time.time() - 90)))[0] == 401
        assert (await order(relay, command="dance"))[0] == 400
        assert (await order(relay, "/internal/calls/CA9/commands", command="hang_up"))[0] == 404
        assert (await ask(relay, PATH, b"x" * (LIMIT_BYTES + 1), "t=1,v1=0"))[0] == 413
        assert (await order(relay, command="query"))[1]["phase"] == "talking"


async def test_a_signed_command_is_performed_once(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await talking(relay, ws)
        body = b'{"command": "say_context", "context": "Once."}'
        signature = sign("POST", PATH, body, COMMAND_KEY, time.time())
        statuses = [(await ask(relay, PATH, body, signature))[0] for _ in range(10)]
        assert statuses == [200, *[409] * 9]
        assert (await order(relay, command="say_context", context="Twice."))[0] == 200
        [conversation] = relay.vendor.conversations.values()
        await until(lambda: conversation.contexts == ["Once.", "Twice."])


@pytest.mark.parametrize("timestamp", ["²", "1²", "", "-1", "1e9", "٣"])
async def test_a_time_that_is_no_number_proves_nothing(relay, timestamp):
    assert (await ask(relay, PATH, b"{}", f"t={timestamp},v1=0"))[0] == 401


async def test_a_flood_is_shut_out_and_others_go_on(relay):
    relay.ticket("t1")
    async with stream(relay) as ws:
        await talking(relay, ws)
        for n in range(2000):
            await ws.send_str(media(n))
        await until(lambda: "stream_outcome" in relay.tables.records.get(CALL, {}))
    assert relay.tables.records[CALL]["stream_outcome"] == "caller-refused"
    async with stream(relay):
        pass


@pytest.mark.parametrize(("whom", "number"), [("billing", "+14155550199"), ("", "+14155550188"), ("the moon", "")])
def test_an_agent_dials_only_the_numbers_of_its_route(whom, number):
    targets = {"billing": "+14155550199"}
    assert Route("+1", Mode.RELAY, "acme", "a", "+14155550188", transfer_targets=targets).number_of(whom) == number
