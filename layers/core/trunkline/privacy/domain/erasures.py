"""Erasing one person, by telephone number: which calls are theirs, what belongs to each, and a receipt."""

import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from trunkline.calls.domain.call_search import CallSummary
from trunkline.conversations.domain.brain_conversations import conversation_id_of_call
from trunkline.conversations.domain.inbox_keys import report_folder
from trunkline.conversations.domain.redacted_transcripts import redacted_key
from trunkline.ids import CallId, ConversationId

FAILURES_LISTED = 50
AUDIO = re.compile(r"[A-Za-z0-9+/=]{1000,}")  # base64
SUBJECT = re.compile(r"\+\d{7,15}(?!\d)|\bCA[0-9a-f]{32}\b")  # a telephone number or a call's id


@dataclass(slots=True)
class ErasureReport:
    """The receipt of an erasure: deletions and failures. Person and calls appear as fingerprints."""

    erasure_id: str
    company_id: str
    person: str
    dry_run: bool
    status: str = "queued"  # queued, running, done, incomplete, not-found
    requested_at: str = ""
    finished_at: str = ""
    calls: int = 0
    deleted: dict[str, int] = field(default_factory=dict)
    failed: list[dict[str, str]] = field(default_factory=list)
    failures: int = 0

    def counts(self, what: str, many: int = 1) -> None:
        self.deleted[what] = self.deleted.get(what, 0) + many

    def fails(self, what: str, why: str, **where: str) -> None:
        """`where` is a call's fingerprint or a campaign's id."""
        self.failures += 1
        if len(self.failed) < FAILURES_LISTED:
            self.failed.append({"what": what, **where, "why": why})

    def close(self) -> None:
        """Nothing on file is not the same as all of it gone: it may have been another number."""
        is_known = self.calls or any(self.deleted.values())
        self.status = "incomplete" if self.failures else "done" if is_known else "not-found"


def person_fingerprint(number: str, key: str) -> str:
    """Keyed: all the telephone numbers there are can be tried in minutes, so a plain hash would give it away."""
    return hmac.new(key.encode(), number.encode(), sha256).hexdigest()[:32]


def call_fingerprint(call_id: str) -> str:
    return sha256(call_id.encode()).hexdigest()[:24]


def is_of_person(call: CallSummary, number: str) -> bool:
    """Whether they called or were called, or the call was handed to them."""
    return number in {call.facts.get(name) for name in ("from_number", "to_number", "transfer_to", "transfer_number")}


def conversations_of(facts: Mapping[str, Any]) -> list[str]:
    """Every conversation a call had: the last is on its record, each has a transcript of its own. The brain's is known
    before it is reported."""
    named = {key.rsplit("/", 1)[-1].removesuffix(".json") for key in facts.get("transcript_keys", ())}
    call_id = str(facts.get("call_id") or "") if facts.get("mode") == "converse" else ""
    ours = {conversation_id_of_call(CallId(call_id))} if call_id else set()
    return sorted({*named, *ours, facts.get("conversation_id") or ""} - {"", "story"})


def folders_of(call: CallSummary, report_kinds: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Folders with objects of a call, beside the objects in its record."""
    yield f"recordings/{call.call_id}/"
    for conversation in conversations_of(call.facts):
        yield f"recordings/{conversation}/"
        for provider, kinds in report_kinds.items():
            yield from (report_folder(provider, kind, ConversationId(conversation)) for kind in kinds)


def unidentified_folders(report_kinds: Mapping[str, Sequence[str]]) -> list[str]:
    """Folders of reports that name no conversation: what they contain shows whose they are."""
    return [report_folder(provider, kind, None) for provider, kinds in report_kinds.items() for kind in kinds]


def may_concern(body: bytes, number: str, ids: Iterable[str] = ()) -> bool:
    """Whether a report contains the number, with or without its plus, or an id; or no number and no call at all."""
    text = AUDIO.sub("", _readable(body))
    digits = re.escape(number.removeprefix("+"))
    is_theirs = re.search(rf"(?<!\d){digits}(?!\d)", text) is not None or any(name in text for name in ids)
    return is_theirs or SUBJECT.search(text) is None


def _readable(body: bytes) -> str:
    """JSON without its escapes, other texts as they are."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False)
    except ValueError:
        return body.decode(errors="replace")


def objects_of(facts: Mapping[str, Any]) -> list[str]:
    """Objects a call's record names."""
    named = [
        facts.get(name) for name in ("transcript_key", "story_key", "recording", "provider_recording", "voicemail")
    ]
    recording = str(facts.get("recording") or "")
    beside = [recording.removesuffix(".wav") + ".json"] if recording.endswith(".wav") else []
    plain = {str(key) for key in (*named, *facts.get("transcript_keys", ()), *beside) if key}
    return sorted(plain | {redacted_key(key) for key in plain if key.startswith("transcripts/")})
