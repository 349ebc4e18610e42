"""Retell's webhooks as its documentation shows them, signed as it signs them."""

import hmac
import json
from hashlib import sha256
from typing import Any

KEY = "key_badge_0000000000000000000000000001"
BEGAN_MS, SECONDS = 1_795_000_000_000, 42
CALL_ID, AGENT = "call_1f0c9a7be2d34455aa00bb11cc2", "agent_1"
TALK = (
    ("agent", "Hello, Acme.", 0.4),
    ("user", "When do you open?", 2.0),
    ("agent", "We open at nine.", 4.5),
)


def utterances() -> list[dict[str, Any]]:
    return [
        {"role": role, "content": words, "words": [{"word": words.split()[0], "start": at_s, "end": at_s + 0.3}]}
        for role, words, at_s in TALK
    ]


def call(**values: Any) -> dict[str, Any]:
    """A call that is over; a value of None leaves a field out."""
    known: dict[str, Any] = {
        "call_type": "phone_call",
        "call_id": CALL_ID,
        "agent_id": AGENT,
        "agent_version": 3,
        "call_status": "ended",
        "direction": "inbound",
        "from_number": "+14155550187",
        "to_number": "+15005550006",
        "start_timestamp": BEGAN_MS,
        "end_timestamp": BEGAN_MS + SECONDS * 1000,
        "duration_ms": SECONDS * 1000,
        "disconnection_reason": "user_hangup",
        "metadata": {"call_sid": "CA1"},
        "retell_llm_dynamic_variables": {"first_name": "Ana"},
        "transcript": "Agent: Hello, Acme.\nUser: When do you open?\nAgent: We open at nine.\n",
        "transcript_object": utterances(),
        "transcript_with_tool_calls": utterances(),
        "recording_url": "https://files.example.net/rec.wav",
        "latency": {"e2e": {"p50": 640, "p90": 900}},
        "call_cost": {"combined_cost": 7.25, "product_costs": [], "total_duration_seconds": SECONDS},
    } | values
    return {name: value for name, value in known.items() if value is not None}


def webhook(event: str, **values: Any) -> bytes:
    return json.dumps({"event": event, "call": call(**values)}, ensure_ascii=False).encode()


def analysis(**values: Any) -> dict[str, Any]:
    known = {
        "call_summary": "Asked for the hours.",
        "call_successful": True,
        "in_voicemail": False,
        "user_sentiment": "Positive",
        "custom_analysis_data": {"booked": False, "topics": 2},
    }
    return known | values


def signed(body: bytes, now_ms: int, key: str = KEY) -> dict[str, str]:
    digest = hmac.new(key.encode(), body + str(now_ms).encode(), sha256).hexdigest()
    return {"x-retell-signature": f"v={now_ms},d={digest}", "content-type": "application/json"}
