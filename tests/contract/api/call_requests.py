"""Requests for calls, and a call that was placed."""

from tests.contract.api.conftest import CALLEE, OURS, VOICE, ApiWorld

CALLS = "/api/v1/elevenlabs-twilio/calls"

REQUEST = {"to_number": CALLEE, "from_number": OURS, "voice_id": VOICE, "voice_settings": {"stability": 0.7}}

INCOMING = {
    "call_sid": "CA1234567890abcdef",
    "from_number": "+1234567890",
    "to_number": "+0987654321",
}


def dialled(api: ApiWorld) -> list:
    return [call for call in api.twilio.calls.values() if call.direction == "outbound-api"]
