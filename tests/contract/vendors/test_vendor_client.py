"""Vendors that misbehave on the wire, before every client of ours: it ends in time, in little memory, in its error."""

import asyncio
import gzip
import json
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from cli.doctor.vendors import elevenlabs_workspace
from cli.doctor.vendors import twilio as twilio_numbers
from cli.doctor.vendors.elevenlabs_workspace import Workspace
from cli.doctor.vendors.twilio import TwilioNumbers
from trunkline.calls.domain.calls import RingingCall
from trunkline.calls.domain.outbound.outbound_calls import OutboundCallRequest
from trunkline.errors import CarrierError, ProviderError
from trunkline.ids import CallId, ConversationId
from trunkline.speech.domain.voices import VoiceChoice
from trunkline.vendors.elevenlabs import (
    calls_client,
    conversations_client,
    dialler,
    outbound_api,
    workspace_api,
    workspace_client,
)
from trunkline.vendors.elevenlabs.calls_client import ElevenLabsRegistrar, fetch_signed_url
from trunkline.vendors.elevenlabs.conversations_client import ElevenLabsConversations
from trunkline.vendors.elevenlabs.workspace_client import ElevenLabsWorkspace
from trunkline.vendors.twilio import client as twilio
from trunkline.vendors.twilio.client import Account, TwilioClient
from trunkline.web import vendor_client
from trunkline.web.vendor_client import VendorClient

CALL = CallId("CA" + "1" * 32)
CONVERSATION = ConversationId("conv_1")
NOW = datetime(2026, 11, 1, tzinfo=UTC)
BUDGET_S = 0.2
LIMIT = 256 * 1024
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


async def _signed_url(base_url: str) -> str:
    async with httpx.AsyncClient(base_url=base_url) as client:
        return await fetch_signed_url(client, "key", "agent_1")


def _recording(base_url: str) -> int:
    with ElevenLabsConversations(VendorClient(base_url), lambda: "key").recording(CONVERSATION) as pieces:
        return sum(map(len, pieces))


def _workspace(base_url: str) -> ElevenLabsWorkspace:
    return ElevenLabsWorkspace(VendorClient(base_url), lambda: "key")


def _conversations(base_url: str) -> ElevenLabsConversations:
    return ElevenLabsConversations(VendorClient(base_url), lambda: "key")


def _carrier(base_url: str) -> TwilioClient:
    return TwilioClient(base_url, lambda: Account("AC1", ["token"]))


CLIENTS: dict[str, Callable[[str], Any]] = {
    "register call": lambda url: ElevenLabsRegistrar(url, lambda: "key").register_call(
        RingingCall(CALL, "+14155550123", "+15005550006"), "agent_1", {}
    ),
    "signed url": lambda url: asyncio.run(_signed_url(url)),
    "voices": lambda url: _workspace(url).voices(),
    "voice": lambda url: _workspace(url).voice("voice_1"),
    "agent": lambda url: _workspace(url).agent("agent_1"),
    "imported number": lambda url: _workspace(url).import_number({}),
    "speech": lambda url: _workspace(url).speak("Hello.", VoiceChoice("voice_1")),
    "conversations": lambda url: _conversations(url).page(NOW, NOW, None),
    "conversation": lambda url: _conversations(url).as_report(CONVERSATION),
    "recording": _recording,
    "place": lambda url: _carrier(url).place(
        OutboundCallRequest("+14155550123", "+15005550006", "https://a.test/answer", "https://a.test/status")
    ),
    "find": lambda url: _carrier(url).find(CALL),
    "placed since": lambda url: _carrier(url).placed_since("+14155550123", "+15005550006", NOW),
    "ended": lambda url: _carrier(url).ended(NOW, NOW, None),
    "end": lambda url: _carrier(url).end(CALL),
    "erase call": lambda url: _carrier(url).erase_call(CALL),
    "status": lambda url: _carrier(url).status(CALL),
    "doctor's numbers": lambda url: TwilioNumbers(url, "AC1", "token").all(),
    "doctor's webhooks": lambda url: Workspace(url, "key").webhooks(),
    "doctor's choice": lambda url: Workspace(url, "key").chosen(),
    "doctor's agents": lambda url: Workspace(url, "key").formats("agent_1"),
}
BYTES_ARE_WELCOME = {"speech", "recording"}
MAY_BE_EMPTY = {"doctor's choice"}  # every field of theirs is optional


def _packed(body: bytes) -> bytes:
    packed = gzip.compress(body)
    return HEAD + f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode() + packed


ZEROS = _packed(bytes(64 * 1024 * 1024))


def _whole(body: bytes) -> bytes:
    return HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode() + body


def _endless() -> Iterator[bytes]:
    yield HEAD + b"\r\n"
    while True:
        yield b" " * 65536


def _dripping(head: bytes, drop: bytes) -> Iterator[bytes]:
    yield head
    while True:
        time.sleep(0.02)
        yield drop


WIRES: dict[str, Callable[[], Iterator[bytes]]] = {
    "endless body": _endless,
    "archive of zeros": lambda: iter([ZEROS]),
    "dripping head": lambda: _dripping(HEAD + b"X-Drip: ", b"x"),
    "dripping body": lambda: _dripping(HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
    "broken off": lambda: iter([HEAD + b"Content-Length: 100\r\n\r\n{"]),
}
NAMES = [
    "voices",
    "voice_id",
    "name",
    "labels",
    "phone_number_id",
    "conversations",
    "conversation_id",
    "status",
    "metadata",
    "signed_url",
    "calls",
    "sid",
    "recordings",
    "incoming_phone_numbers",
    "webhooks",
    "webhook_id",
    "agent_id",
    "conversation_config",
    "transcript",
    "to",
    "from",
]
BODIES = {
    "a page": b"<html>busy</html>",
    "nothing": b"",
    "not UTF-8": b'{"voices": "\xff"}',
    "nested deep": b'{"voices":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a long number": b'{"voices": ' + b"9" * 10_000 + b"}",
    "a list": b"[]",
    "null": b"null",
}


def _with_every_field(value: Any) -> bytes:
    return json.dumps(dict.fromkeys(NAMES, value)).encode()


@contextmanager
def vendor(wire: Callable[[], Iterator[bytes]]) -> Iterator[str]:
    """Answers every connection with these bytes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answer(peer: socket.socket) -> None:
        with suppress(OSError), peer:
            peer.recv(65536)
            for piece in wire():
                peer.sendall(piece)

    def serve() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


@pytest.fixture(autouse=True)
def short_budgets(monkeypatch: pytest.MonkeyPatch) -> None:
    modules = (
        calls_client,
        workspace_client,
        conversations_client,
        dialler,
        twilio,
        elevenlabs_workspace,
        twilio_numbers,
    )
    for module in (*modules, outbound_api, workspace_api):
        for name in vars(module).copy():
            if name.endswith("BUDGET_S") or name == "PATIENCE_S":
                monkeypatch.setattr(module, name, BUDGET_S)
            if name.endswith("LIMIT_BYTES"):
                monkeypatch.setattr(module, name, LIMIT)
    monkeypatch.setattr(vendor_client.VendorClient.request, "__kwdefaults__", {"limit": LIMIT})


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("client", CLIENTS)
def test_an_answer_without_an_end_ends_within_its_budget_and_limit(client: str, wire: str) -> None:
    with vendor(WIRES[wire]) as url:
        tracemalloc.start()
        began = time.monotonic()
        with pytest.raises((ProviderError, CarrierError)):
            CLIENTS[client](url)
        taken, (_, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert taken < BUDGET_S + 2, "one deadline for the whole request"
    assert peak < 16 * 1024 * 1024, "bytes count after they are unpacked"


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("client", sorted(CLIENTS.keys() - BYTES_ARE_WELCOME))
def test_a_success_that_cannot_be_read_is_the_clients_own_error(client: str, body: str) -> None:
    with vendor(lambda: iter([_whole(BODIES[body])])) as url, pytest.raises((ProviderError, CarrierError)):
        CLIENTS[client](url)


@pytest.mark.parametrize("value", [7, "text", [None], ["text"], [{}], {"a": None}], ids=repr)
@pytest.mark.parametrize("client", sorted(CLIENTS.keys() - BYTES_ARE_WELCOME))
def test_fields_of_another_type_are_read_or_are_the_clients_own_error(client: str, value: Any) -> None:
    """Nothing else escapes."""
    body = _whole(_with_every_field(value))
    with vendor(lambda: iter([body])) as url, suppress(ProviderError, CarrierError):
        CLIENTS[client](url)


@pytest.mark.parametrize("client", sorted(CLIENTS.keys() - BYTES_ARE_WELCOME - MAY_BE_EMPTY))
def test_nulls_for_what_must_be_there_are_the_clients_own_error(client: str) -> None:
    with (
        vendor(lambda: iter([_whole(_with_every_field(None))])) as url,
        pytest.raises((ProviderError, CarrierError)),
    ):
        CLIENTS[client](url)


@pytest.mark.parametrize("status", [400, 401, 500])
@pytest.mark.parametrize("client", CLIENTS)
def test_a_refusal_that_cannot_be_read_is_the_clients_own_error_too(client: str, status: int) -> None:
    head = f"HTTP/1.1 {status} No\r\nContent-Length: ".encode()
    body = b'{"detail":' + b"[" * 100_000
    with (
        vendor(lambda: iter([head + f"{len(body)}\r\n\r\n".encode() + body])) as url,
        pytest.raises((ProviderError, CarrierError)),
    ):
        CLIENTS[client](url)


def test_packed_answers_are_still_read() -> None:
    body = b'{"voices": [{"voice_id": "v", "name": "Ana"}], "has_more": false}'
    with vendor(lambda: iter([_packed(body)])) as url:
        assert [voice.voice_id for voice in _workspace(url).voices()] == ["v"]
