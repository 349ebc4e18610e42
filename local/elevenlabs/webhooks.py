"""Post-call reports: what is sent, how it is signed, and when a failed one is tried again."""

import base64
import json
import random
from dataclasses import dataclass, replace
from typing import Any

from local.elevenlabs import reports
from local.elevenlabs.agents.agent import Webhook
from local.elevenlabs.agents.conversation import Conversation
from local.elevenlabs.faults import WebhookFaults
from local.elevenlabs.signing import digest, signature
from local.elevenlabs.speech.mp3 import silent_mp3

TRANSCRIPT, AUDIO, FAILURE = "post_call_transcription", "post_call_audio", "call_initiation_failure"
VERDICT = "answering_machine_detection"
RETRY_DELAYS_S = (30.0, 120.0, 480.0, 1800.0)
JITTER = 0.1


@dataclass(frozen=True, slots=True)
class Report:
    """A report to be delivered."""

    type: str
    conversation_id: str
    body: bytes
    chunked: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery attempt. No status: there was no answer, and `error` says why."""

    type: str
    conversation_id: str
    status: int | None
    body: bytes
    headers: dict[str, str]
    t: float  # unix seconds
    attempt: int = 1
    error: str = ""


def reports_of(conversation: Conversation, webhook: Webhook, faults: WebhookFaults, now_unix_s: int) -> list[Report]:
    """The reports of a finished conversation, in order."""
    if faults.missing:
        return []
    due = [_transcript(conversation, faults, now_unix_s)] if "transcript" in webhook.events else []
    if "audio" in webhook.events and conversation.has_audio:
        due.append(_audio(conversation, now_unix_s))
    if faults.audio_first:
        due.reverse()
    return [report for report in due for _ in range(2 if faults.duplicate else 1)]


def failure_report(agent_id: str, conversation_id: str, reason: str, body: dict, now_unix_s: int) -> Report:
    """A call that never began: busy, no-answer or unknown."""
    data = {
        "agent_id": agent_id,
        "conversation_id": conversation_id,
        "failure_reason": reason,
        "metadata": {"type": "twilio", "body": body},
    }
    return Report(FAILURE, conversation_id, _envelope(FAILURE, now_unix_s, data))


def verdict_report(conversation: Conversation, answered_by: str, now_unix_s: int) -> Report:
    """Its shape is not published: this is the least it can be."""
    data = {
        "agent_id": conversation.agent.agent_id,
        "conversation_id": conversation.conversation_id,
        "answered_by": answered_by,
    }
    return Report(VERDICT, conversation.conversation_id, _envelope(VERDICT, now_unix_s, data))


def headers_of(report: Report, webhook: Webhook, faults: WebhookFaults, now_unix_s: int) -> dict[str, str]:
    signed_at = now_unix_s - faults.age_s
    secret = "wsec_of_another" if faults.wrong_secret else webhook.secret
    body = json.dumps(json.loads(report.body), indent=1).encode() if faults.reserialised else report.body
    value = signature(body, secret, signed_at)
    if faults.two_signatures:
        value = value.replace(",", f",v0={digest(body, 'wsec_retired', signed_at)},")
    if faults.blank_after_comma:
        value = value.replace(",", ", ")
    return {"content-type": "application/json", "ElevenLabs-Signature": value, **webhook.request_headers}


def next_attempt_in_s(report_type: str, status: int | None, attempt: int, jitter: float | None = None) -> float | None:
    """Seconds until the next attempt after a failed one (the first is 1), or None when that was the last."""
    transient = status is None or status >= 500 or status in {408, 429}
    if not report_type.startswith(TRANSCRIPT) or not transient or attempt > len(RETRY_DELAYS_S):
        return None
    spread = random.random() if jitter is None else jitter
    return RETRY_DELAYS_S[attempt - 1] * (1 + JITTER * spread)


def _transcript(conversation: Conversation, faults: WebhookFaults, now_unix_s: int) -> Report:
    data = reports.full(conversation)
    if faults.null_lists:
        data = _with_null_lists(data)
    kind = "post_call_something_new" if faults.unknown_type else TRANSCRIPT
    report = Report(TRANSCRIPT, conversation.conversation_id, _envelope(kind, now_unix_s, data))
    return replace(report, type=kind, chunked=faults.chunked)


def _audio(conversation: Conversation, now_unix_s: int) -> Report:
    data = {
        "agent_id": conversation.agent.agent_id,
        "conversation_id": conversation.conversation_id,
        "full_audio": base64.b64encode(silent_mp3(conversation.duration_s)).decode(),
    }
    return Report(AUDIO, conversation.conversation_id, _envelope(AUDIO, now_unix_s, data), chunked=True)


def _with_null_lists(data: dict[str, Any]) -> dict[str, Any]:
    bare = [{**turn, "tool_calls": None, "tool_results": None} for turn in data["transcript"]]
    return {**data, "transcript": bare, "visited_agents": None, "tag_ids": None}


def _envelope(kind: str, now_unix_s: int, data: dict[str, Any]) -> bytes:
    envelope = {"type": kind, "event_timestamp": now_unix_s, "data": data}
    return json.dumps(envelope, separators=(",", ":"), ensure_ascii=False).encode()
