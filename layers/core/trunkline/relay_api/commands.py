"""Orders to a live call, from our own API to the relay that carries it, and from one relay to another.

`X-Trunkline-Signature: t=<unix s>,v1=<hex>`: HMAC-SHA256 over "<t>.<method> <path>." and raw body, two-sided window.
A signature is good for one request. A signed nonce (the field or the parameter `nonce`) makes two
otherwise equal requests distinct.
"""

import hmac
import json
import re
from hashlib import sha256

from trunkline.calls.domain.dtmf import PLAYABLE_WORDS, is_playable
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.errors import BadRequest, Conflict, InvalidSignature, RateLimited
from trunkline.ids import CallId
from trunkline.json_frames import text

SIGNATURE_HEADER = "x-trunkline-signature"
FORWARDED_HEADER = "x-trunkline-forwarded"  # an order that already came from another relay goes no further
WINDOW_S = 60
SECONDS = re.compile(r"[0-9]{1,12}")
REMEMBERED = 100_000  # signatures; only genuine ones are remembered
LIMIT_BYTES = 16 * 1024
CONTEXT_LIMIT = 4000
SPEECH_LIMIT = 5000
INQUIRY_LIMIT = 64
KINDS = {
    "say_context",
    "say_message",
    "play_keys",
    "speak",
    "collect_texts",
    "stop_speaking",
    "change_voice",
    "transfer",
    "hang_up",
    "query",
}
WORDS_FIELD = {
    "say_context": "context",
    "say_message": "message",
    "play_keys": "digits",
    "speak": "text",
    "change_voice": "voice_id",
    "transfer": "whom",
}


def sign(method: str, path: str, body: bytes, key: str, now_s: float) -> str:
    timestamp = str(int(now_s))
    return f"t={timestamp},v1={_mac(timestamp, method, path, body, key)}"


def verify(header: str | None, method: str, path: str, body: bytes, key: str, now_s: float) -> str:
    """The signature, once it holds. Raises InvalidSignature. Without a key of ours every order is refused."""
    fields = dict(part.strip().partition("=")[::2] for part in (header or "").split(","))
    timestamp = fields.get("t", "")
    if not key or not SECONDS.fullmatch(timestamp) or abs(now_s - int(timestamp)) > WINDOW_S:
        raise InvalidSignature
    expected = _mac(timestamp, method, path, body, key)
    if not hmac.compare_digest(expected.encode(), fields.get("v1", "").encode()):
        raise InvalidSignature
    return expected


def _mac(timestamp: str, method: str, path: str, body: bytes, key: str) -> str:
    return hmac.new(key.encode(), f"{timestamp}.{method} {path}.".encode() + body, sha256).hexdigest()


class UsedSignatures:
    """Signatures that were used already, kept until they expire."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}  # in the order in which they came, and so in which they may go

    def use(self, signature: str, now_s: float) -> None:
        """Raises Conflict the second time, and RateLimited when more are in use than can be remembered."""
        while self._until and next(iter(self._until.values())) < now_s:
            del self._until[next(iter(self._until))]
        if signature in self._until:
            raise Conflict("this order was given already")
        if len(self._until) >= REMEMBERED:
            raise RateLimited("too many orders")
        self._until[signature] = now_s + 2 * WINDOW_S


def read_order(body: bytes) -> LiveCallCommand:
    """Raises BadRequest and says what was expected."""
    try:
        payload = json.loads(body)
        kind, summary = text(payload["command"]), text(payload.get("summary") or "")
        words = text(payload.get(WORDS_FIELD.get(kind, "")) or "")
        settings = dict(payload.get("voice_settings") or {})
        inquiry_type, pauses = text(payload.get("inquiry_type") or ""), bool(payload.get("pauses"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadRequest("expected a JSON object with a command") from error
    if kind not in KINDS:
        raise BadRequest(f"command is one of {', '.join(sorted(KINDS))}")
    if kind in {"say_context", "say_message"} and not 0 < len(words) <= CONTEXT_LIMIT:
        raise BadRequest(f"{WORDS_FIELD[kind]} has 1 to {CONTEXT_LIMIT} characters")
    if kind == "play_keys" and not is_playable(words):
        raise BadRequest(PLAYABLE_WORDS)
    if kind == "speak" and not 0 < len(words) <= SPEECH_LIMIT:
        raise BadRequest(f"text has 1 to {SPEECH_LIMIT} characters")
    if len(summary) > CONTEXT_LIMIT:
        raise BadRequest(f"summary has {CONTEXT_LIMIT} characters at most")
    if len(inquiry_type) > INQUIRY_LIMIT:
        raise BadRequest(f"inquiry_type has {INQUIRY_LIMIT} characters at most")
    return LiveCallCommand(kind, words, settings, summary, inquiry_type, pauses)


def write_order(order: LiveCallCommand, nonce: str = "") -> bytes:
    """The body of an order; `read_order` gives the order back."""
    values: dict[str, object] = {"command": order.kind}
    if nonce:
        values["nonce"] = nonce
    if order.kind in WORDS_FIELD:
        values[WORDS_FIELD[order.kind]] = order.text
    if order.settings:
        values["voice_settings"] = dict(order.settings)
    if order.summary:
        values["summary"] = order.summary
    if order.inquiry_type:
        values["inquiry_type"] = order.inquiry_type
    if order.pauses:
        values["pauses"] = True
    return json.dumps(values).encode()


def path_of(call_id: CallId) -> str:
    return f"/internal/calls/{call_id}/commands"
