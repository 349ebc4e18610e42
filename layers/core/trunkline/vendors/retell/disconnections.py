"""`disconnection_reason` of a Retell call: what it means for a campaign's attempt, and for the person.

Retell documentation "Debug disconnection", SDK 6.2.13. The enumeration grows: a new value of a call that connected is
an answered call, of one that did not a failed one, with the value as its reason.
"""

from dataclasses import dataclass

NEVER_CONNECTED = "not_connected"  # the call status of a call without an answer
ERROR = "error"
# The call's result in the words of `campaigns.domain.dialling`.
UNANSWERED = {
    "dial_busy": "busy",
    "dial_no_answer": "no-answer",
    "dial_failed": "failed",
    "user_declined": "no-answer",
    "marked_as_spam": "no-answer",
    "invalid_destination": "failed",
    "telephony_provider_permission_denied": "failed",
    "telephony_provider_unavailable": "failed",
    "sip_routing_error": "failed",
    "network_blocked": "failed",
    "concurrency_limit_reached": "failed",
    "no_concurrency_fallback": "failed",
    "no_valid_payment": "failed",
    "credit_exhausted": "failed",
    "budget_reached": "failed",
    "registered_call_timeout": "failed",
    "error_user_not_joined": "failed",
}
MACHINES = {"voicemail_reached": "voicemail", "machine_detected": "voicemail", "ivr_reached": "ivr"}
NO_CALLS, CALLBACK = "user_requested_dnc", "user_requested_callback"


@dataclass(frozen=True, slots=True)
class Disconnection:
    """The end of a call. `result` as a voice provider's call result: answered, human,
    voicemail, ivr, callback, busy …"""

    result: str
    was_connected: bool
    wants_no_calls: bool = False

    def result_with(self, in_voicemail: bool | None) -> str:
        """With the analysis, which listened to the whole call; None while there is none."""
        if self.result != "answered" or in_voicemail is None:
            return self.result
        return "voicemail" if in_voicemail else "human"


def disconnection_of(reason: str, call_status: str, *, has_words: bool) -> Disconnection:
    """`has_words` separates an error in mid-call from one before the first word."""
    if call_status == NEVER_CONNECTED or (reason in UNANSWERED and not has_words):
        return Disconnection(UNANSWERED.get(reason, reason or "failed"), was_connected=False)
    if call_status == ERROR and not has_words:
        return Disconnection(reason or "failed", was_connected=False)
    result = MACHINES.get(reason, "callback" if reason == CALLBACK else "answered")
    return Disconnection(result, was_connected=True, wants_no_calls=reason == NO_CALLS)
