"""The webhook of a ringing call: signature, size, shape, and always an answer a caller can hear."""

import base64
import hashlib
import hmac
import json
import sys

import pytest

import answer_call
from tests.fakes.answering import FORM, services
from tests.fakes.tables import InMemoryTables
from tests.fakes.webhooks import ADDRESSES, NOW, TWILIO_TOKEN, http_event, secret_text, twilio_event
from trunkline import telemetry
from trunkline.aws.secrets import SecretCache
from trunkline.calls.domain.routes import Mode, Route


@pytest.mark.parametrize("path", ["/twilio/voice", "/inbound", "/api/v1/elevenlabs-twilio/webhook"])
def test_every_inbound_path_answers_with_twiml(path):
    answer = answer_call.respond(twilio_event(path, FORM), services())
    assert (answer["statusCode"], answer["headers"]["content-type"]) == (200, "text/xml")
    assert "<Stream" in answer["body"]


WITHHELD = ["+266696687", "+7378742833", "+2562533", "+86282452253", "+8656696", "+7748283", "anonymous"]


@pytest.mark.parametrize("payload", WITHHELD)
def test_a_withheld_caller_as_digits_shows_the_dialled_number(payload):
    forwarding = Route("+15005550006", Mode.FORWARD, "acme", forward_to="+15005550009")
    tables = InMemoryTables(routes={forwarding.number: forwarding})
    answer = answer_call.respond(twilio_event("/twilio/voice", FORM | {"From": payload}), services(tables=tables))
    assert 'callerId="+15005550006"' in answer["body"]
    assert payload not in answer["body"]
    relayed = InMemoryTables(routes={"+15005550006": Route("+15005550006", Mode.RELAY, "acme", "agent_1")})
    answer_call.respond(twilio_event("/twilio/voice", FORM | {"From": payload}), services(tables=relayed))
    [ticket] = relayed.tickets.values()
    assert (ticket.person, ticket.dynamic_variables["caller_number"]) == ("anonymous", "anonymous")


def test_a_mexican_mobile_is_the_person_that_lists_and_stop_lists_know():
    tables = InMemoryTables(routes={"+15005550006": Route("+15005550006", Mode.RELAY, "acme", "agent_1")})
    answer_call.respond(twilio_event("/twilio/voice", FORM | {"From": "+5215512345678"}), services(tables=tables))
    [ticket] = tables.tickets.values()
    assert ticket.person == "+525512345678"


PLACED = FORM | {"From": "+15005550006", "To": "+14155550123", "Direction": "outbound-api"}


def planned() -> InMemoryTables:
    """The number itself turns calls down; the one call we placed from it is to be carried by the relay."""
    number = Route("+15005550006", Mode.REJECT, "acme", "")
    return InMemoryTables(routes={number.number: number}, plans={"p1": Route("", Mode.RELAY, "acme", "agent_2")})


def test_a_call_we_placed_is_answered_as_its_plan_says_and_not_as_its_number():
    answer = answer_call.respond(twilio_event("/twilio/voice/plan/p1", PLACED), services(tables=planned()))
    assert (answer["statusCode"], "<Stream" in answer["body"]) == (200, True)


@pytest.mark.parametrize("path", ["/twilio/voice/plan/gone", "/twilio/voice/plan/", "/twilio/voice"])
def test_without_its_plan_a_call_gets_no_agent(path):
    answer = answer_call.respond(twilio_event(path, PLACED), services(tables=planned()))
    assert (answer["statusCode"], "<Stream" in answer["body"]) == (200, False)


def test_a_plan_is_part_of_what_is_signed():
    event = twilio_event("/twilio/voice/plan/p2", PLACED) | {"rawPath": "/twilio/voice/plan/p1"}
    assert answer_call.respond(event, services(tables=planned()))["statusCode"] == 403


def test_a_body_that_was_not_base64_encoded_is_read_as_well():
    event = twilio_event("/twilio/voice", FORM)
    event.update(body=base64.b64decode(event["body"]).decode(), isBase64Encoded=False)
    assert answer_call.respond(event, services())["statusCode"] == 200


def test_a_missing_signature_is_refused():
    event = twilio_event("/twilio/voice", FORM)
    del event["headers"]["x-twilio-signature"]
    assert answer_call.respond(event, services())["statusCode"] == 403


@pytest.mark.parametrize("change", [{"rawPath": "/inbound"}, {"rawQueryString": "a=1"}, {"body": ""}])
def test_a_signature_for_something_else_does_not_count(change):
    assert answer_call.respond(twilio_event("/twilio/voice", FORM) | change, services())["statusCode"] == 403


def test_another_accounts_signature_does_not_count():
    assert answer_call.respond(twilio_event("/twilio/voice", FORM, token="other"), services())["statusCode"] == 403


def test_a_host_header_changes_nothing():
    event = twilio_event("/twilio/voice", FORM)
    event["headers"]["host"] = "evil.example.com"
    assert answer_call.respond(event, services())["statusCode"] == 200


def test_a_rotated_token_is_picked_up_at_the_first_mismatch():
    texts = iter([secret_text(twilio="old"), secret_text(twilio=TWILIO_TOKEN)])
    cache = SecretCache(lambda: next(texts))
    cache.current(NOW.timestamp() - 60)
    assert answer_call.respond(twilio_event("/twilio/voice", FORM), services(cache))["statusCode"] == 200


def test_forged_signatures_do_not_become_requests_for_secrets():
    reads = []
    cache = SecretCache(lambda: reads.append(1) or secret_text())
    for _ in range(50):
        answer_call.respond(twilio_event("/twilio/voice", FORM, token="forged"), services(cache))
    assert len(reads) == 1


def test_a_form_that_is_no_form_is_a_bad_request():
    event = http_event("/twilio/voice", b"\xff\xfe", {"X-Twilio-Signature": "x"})
    assert answer_call.respond(event, services())["statusCode"] == 400


def test_a_body_that_is_no_base64_is_a_bad_request():
    event = twilio_event("/twilio/voice", FORM) | {"body": "%%%"}
    assert answer_call.respond(event, services())["statusCode"] == 400


def test_a_form_without_a_call_is_a_bad_request():
    assert answer_call.respond(twilio_event("/twilio/voice", {"From": "+1"}), services())["statusCode"] == 400


def test_more_than_64_kb_is_413_with_any_signature():
    assert (
        answer_call.respond(twilio_event("/twilio/voice", FORM | {"X": "x" * 70_000}), services())["statusCode"] == 413
    )


def test_a_table_that_fails_still_gives_the_caller_something_to_hear():
    broken = services()
    broken.answering.answers.look_up = lambda call: 1 / 0
    answer = answer_call.respond(twilio_event("/twilio/voice", FORM), broken)
    assert answer["statusCode"] == 200
    assert "<Say>" in answer["body"]


def test_secrets_that_cannot_be_read_still_give_the_caller_something_to_hear():
    away = SecretCache(lambda: (_ for _ in ()).throw(TimeoutError()))
    answer = answer_call.respond(twilio_event("/twilio/voice", FORM), services(away))
    assert (answer["statusCode"], "<Say>" in answer["body"], "<Stream" in answer["body"]) == (200, True, False)


def test_twilios_json_variant_is_proven_by_the_hash_in_its_url():
    body = json.dumps(FORM).encode()
    query = "bodySHA256=" + hashlib.sha256(body).hexdigest()
    url = f"{ADDRESSES.public_base_url}/twilio/voice?{query}"
    signature = base64.b64encode(hmac.new(TWILIO_TOKEN.encode(), url.encode(), hashlib.sha1).digest()).decode()
    event = http_event("/twilio/voice", body, {"X-Twilio-Signature": signature}) | {"rawQueryString": query}
    assert "<Stream" in answer_call.respond(event, services())["body"]
    tampered = event | {"body": base64.b64encode(body + b" ").decode()}
    assert answer_call.respond(tampered, services())["statusCode"] == 403


@pytest.mark.parametrize("step", ["after-stream", "after-dial", "after-transfer", "voicemail"])
def test_a_call_that_comes_back_gets_its_next_instruction(step):
    answer = answer_call.respond(twilio_event(f"/twilio/voice/{step}", FORM), services())
    assert (answer["statusCode"], "<Response>" in answer["body"]) == (200, True)


def test_a_whisper_is_about_the_call_that_waits_and_not_about_the_leg_that_hears_it():
    tables = InMemoryTables(routes={})
    tables.flat["CA1"] = {"route": Route("+1", Mode.RELAY, "acme", "a"), "transfer_summary": "A refund."}
    leg = FORM | {"CallSid": "CA2", "ParentCallSid": "CA1", "Direction": "outbound-dial"}
    answer = answer_call.respond(twilio_event("/twilio/voice/whisper", leg), services(tables=tables))
    assert "A refund. Press 1" in answer["body"]
    pressed = twilio_event("/twilio/voice/whisper-answer", leg | {"Digits": "1"})
    assert "Hangup" not in answer_call.respond(pressed, services(tables=tables))["body"]
    assert tables.records["CA1"]["transfer_taken"] is True
    for path in ("whisper", "whisper-answer"):
        orphan = answer_call.respond(twilio_event(f"/twilio/voice/{path}", FORM), services(tables=tables))
        assert orphan["statusCode"] == 400


def test_no_number_and_no_token_is_logged(capsys, monkeypatch):
    monkeypatch.setattr(telemetry.log.registered_handler, "stream", sys.stdout)
    answer_call.respond(twilio_event("/twilio/voice", FORM), services())
    logged = capsys.readouterr().out
    assert "CA1" in logged
    assert not any(secret in logged for secret in ("4155550123", '"token"', TWILIO_TOKEN))
