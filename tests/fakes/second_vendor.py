"""A voice provider that does not exist: what a second vendor's package would hold, and the vendor itself in memory.

Its dialect differs wherever it may: hexadecimal HMAC without a time, `event` and `call` instead of `type` and `data`,
recordings as WAV, no calls that it takes over or dials.
"""

import hmac
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from trunkline.aws.secrets import ProviderSecrets
from trunkline.calls.domain.call_instructions import RegisteredCall
from trunkline.conversations.domain.inbox_keys import UNKNOWN, report_key
from trunkline.conversations.domain.post_call_reports import ConversationReport, Report, UnknownReport
from trunkline.conversations.domain.reconciliation import ConversationPage, ListedConversation
from trunkline.conversations.domain.transcripts import Turn
from trunkline.errors import BadRequest, InvalidSignature, ProviderError
from trunkline.ids import CallId, ConversationId, conversation_id_in

ENDED = "call_ended"


@dataclass
class Parrot:
    """The vendor: what it remembers of conversations."""

    calls: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys_shown: list[str] = field(default_factory=list)

    def have_conversation(self, name: str, call_sid: str, agent_id: str, ended: datetime) -> bytes:
        """One that is over; the report it would send."""
        self.calls[name] = {
            "id": name, "carrier_id": call_sid, "agent": agent_id, "ended": int(ended.timestamp()), "seconds": 20,
            "lines": [["agent", "Hello."], ["caller", "Polly?"]],
        }  # fmt: skip
        return self.report(name)

    def report(self, name: str) -> bytes:
        return json.dumps({"event": ENDED, "call": self.calls[name]}).encode()


def signature(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, sha256).hexdigest()


def read_report(body: bytes) -> Report:
    message = _message(body)
    call = message["call"]
    conversation_id, ended = ConversationId(call["id"]), datetime.fromtimestamp(call["ended"], UTC)
    if message["event"] != ENDED:
        return UnknownReport(message["event"], conversation_id)
    turns = tuple(Turn(speaker, text, float(number)) for number, (speaker, text) in enumerate(call["lines"]))
    return ConversationReport(
        conversation_id, CallId(call["carrier_id"]), call["agent"], ParrotProvider.name, "done",
        datetime.fromtimestamp(call["ended"] - call["seconds"], UTC), call["seconds"], turns, ended, has_audio=True,
    )  # fmt: skip


def _message(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body)
        return {"event": str(message["event"]), "call": dict(message["call"])}
    except (ValueError, KeyError, TypeError) as error:
        raise BadRequest("no report of this vendor") from error


class ParrotConversations:
    def __init__(self, vendor: Parrot, api_key: Callable[[], str]) -> None:
        self._vendor, self._api_key = vendor, api_key

    def page(self, since: datetime, until: datetime, cursor: str | None) -> ConversationPage:
        self._vendor.keys_shown.append(self._api_key())
        return ConversationPage(
            tuple(ListedConversation(ConversationId(name), "done") for name in self._vendor.calls), None
        )

    def as_report(self, conversation_id: ConversationId) -> tuple[str, bytes]:
        if conversation_id not in self._vendor.calls:
            raise ProviderError("gone", status=404)
        return "done", self._vendor.report(conversation_id)

    @contextmanager
    def recording(self, conversation_id: ConversationId) -> Iterator[Iterator[bytes]]:
        yield iter((b"RIFF", conversation_id.encode()))


class ParrotRegistrar:
    def register_call(self, _call: object, agent_id: str, _variables: object, _start: object = None) -> RegisteredCall:
        return RegisteredCall(f"<Response><Dial><Sip>sip:{agent_id}@parrot.invalid</Sip></Dial></Response>")


class ParrotProvider:
    BASE_URL = "https://parrot.invalid"
    name = "parrot"
    report_kinds = (ENDED, UNKNOWN)
    recording_content_type = "audio/wav"
    vendor = Parrot()  # instead of an address

    def __init__(self, base_url: str, secrets: Callable[[], ProviderSecrets]) -> None:
        self._secrets = secrets

    def source_addresses(self, regions: str) -> frozenset[str]:
        return frozenset()

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now_s: float) -> None:
        shown = headers.get("x-parrot-signature", "")
        if not any([hmac.compare_digest(signature(secret, body), shown) for secret in secrets]):  # noqa: C419
            raise InvalidSignature

    def inbox_key(self, body: bytes) -> str:
        message = _message(body)
        kind = message["event"] if message["event"] == ENDED else UNKNOWN
        return report_key(self.name, kind, conversation_id_in(message["call"].get("id")), body)

    def read_report(self, body: bytes) -> Report:
        return read_report(body)

    def conversations(self) -> ParrotConversations:
        return ParrotConversations(self.vendor, lambda: self._secrets().api_key)

    def delete_conversation(self, conversation_id: ConversationId) -> bool:
        return self.vendor.calls.pop(conversation_id, None) is not None

    def registrar(self) -> ParrotRegistrar:
        return ParrotRegistrar()

    def workspace(self) -> None:
        return None

    def agents(self) -> None:
        return None

    def dialler(self, _variables_of: object, _on_dialled: object) -> None:
        return None

    def agent_dialler(self) -> None:
        return None

    def personalization(self) -> None:
        return None

    def agent_words(self) -> None:
        return None

    def agent_workshop(self) -> None:
        return None

    def tool_webhook(self) -> None:
        return None

    def live_calls(self) -> None:
        return None

    def realtime(self) -> None:
        return None
