"""Fields of requests and columns of lists, by what they name: a company's thing, a person, a credential, nothing."""

import json
from base64 import b64encode
from typing import Any

from tests.contract.api.conftest import VOICE
from tests.contract.api.two_companies import API, PHONE, PHONE_OF_PATIENT, SEED, SID

THEIR_AGENT, THEIR_NUMBER, PERSON = "agent_theirs", "+14155550150", "+14155550199"


def _cursor(call: str) -> str:
    return b64encode(json.dumps(["2026-11-20T12:00:00+00:00", call]).encode()).decode()


# What names a thing: acme's, and one that does not exist.
THINGS = {
    "agent": ("agent_good", "agent_unknown"),
    "number": ("+15005550006", "+14155550160"),
    "phone": (PHONE, "phnum_unknown"),
    "call": (SID, "CA" + "9" * 32),
    "campaign": ("spring", "autumn"),
    "secret": ("orders", "no_such_secret"),
    "file": ("contacts/acme/spring/list.csv", "contacts/unknown/spring/list.csv"),
    "patient": (PHONE_OF_PATIENT, "+14155550149"),
    "patient id": ("pt1", "pt9"),
    "request": ("acmes-key", "unknown-key"),
    "place": (_cursor("CA1111"), _cursor("CA9999")),
}  # fmt: skip
PATIENT = {"name": "Bo", "phone": PERSON, "time_zone": "Europe/Paris"}
ROUTE = {"number": THEIR_NUMBER, "mode": "relay", "agent_id": THEIR_AGENT}
CHANGED = {"mode": "relay", "agent_id": THEIR_AGENT}
CAMPAIGN = {"name": "x", "channel": "relay", "from_number": THEIR_NUMBER, "agent_id": THEIR_AGENT}
CALL = {"to_number": PERSON, "from_number": THEIR_NUMBER, "voice_id": VOICE}
AGENT_CALL = {"to_number": PERSON, "from_number": THEIR_NUMBER, "agent_id": THEIR_AGENT}
BRAIN, NAMED = {"prompt": "You answer."}, {"name": "t", "description": "looks up an order"}
WORDS, DIGITS = {"text": "Hello"}, {"digits": "1"}
RINGING = {"call_sid": "CA" + "7" * 32, "from_number": PERSON, "to_number": THEIR_NUMBER, "voice_id": VOICE}
IMPORTED = {"phone_number": "+14155550170", "label": "x", "sid": "ACx", "token": "t"}
EXPORT = {"first_day": "2026-11-01", "last_day": "2026-11-19"}
# field: what it names, and a request of the company `other` in which it is the only thing that is not its own.
NAMING: dict[str, tuple[str, str, str, Any]] = {
    "NewRoute.agent_id": ("agent", "POST", f"{API}/routes", lambda it: ROUTE | {"agent_id": it}),
    "NewRoute.number": ("number", "POST", f"{API}/routes", lambda it: ROUTE | {"number": it}),
    "RouteBody.agent_id": ("agent", "PUT", f"{API}/routes/+14155550151", lambda it: CHANGED | {"agent_id": it}),
    "ToolOfRoute.headers": ("secret", "POST", f"{API}/routes", lambda it: ROUTE | {"tools": {"t": _tool(it)}}),
    "ToolOfBrain.headers": (
        "secret", "POST", f"{API}/brain-agents", lambda it: BRAIN | {"tools": [_tool(it) | NAMED]}
    ),
    "BrainAgentBody.answers_for": ("agent", "POST", f"{API}/brain-agents", lambda it: BRAIN | {"answers_for": it}),
    "SourceBody.headers": ("secret", "PUT", f"{API}/caller-source", lambda it: _tool(it)),
    "NewCampaign.agent_id": ("agent", "POST", f"{API}/campaigns", lambda it: CAMPAIGN | {"agent_id": it}),
    "NewCampaign.from_number": ("number", "POST", f"{API}/campaigns", lambda it: CAMPAIGN | {"from_number": it}),
    "NewCampaign.phone_number_id": ("phone", "POST", f"{API}/campaigns", lambda it: CAMPAIGN | {"phone_number_id": it}),
    "CalledPatients.patient_ids": (
        "patient id", "POST", f"{API}/campaigns/theirs/patients", lambda it: {"patient_ids": [it]}
    ),
    "PatientSearch.phone": ("patient", "POST", f"{API}/patients/search", lambda it: {"phone": it}),
    "NewPatient.check_in_route": ("number", "POST", f"{API}/patients", lambda it: PATIENT | {"check_in_route": it}),
    "PatientChangeBody.check_in_route": (
        "number", "PATCH", f"{API}/patients/ptother", lambda it: {"check_in_route": it}
    ),
    "query after of list_patients": ("patient id", "GET", f"{API}/patients?after={{it}}", None),
    "NewAgentCall.agent_id": ("agent", "POST", f"{API}/calls", lambda it: AGENT_CALL | {"agent_id": it}),
    "NewAgentCall.from_number": ("number", "POST", f"{API}/calls", lambda it: AGENT_CALL | {"from_number": it}),
    "NewAgentCall.route": ("number", "POST", f"{API}/calls", lambda it: {"to_number": PERSON, "route": it}),
    "NewAgentCall.phone_number_id": (
        "phone", "POST", f"{API}/calls", lambda it: AGENT_CALL | {"channel": "provider", "phone_number_id": it}
    ),
    "NewCall.from_number": ("number", "POST", f"{SEED}/calls", lambda it: CALL | {"from_number": it}),
    "IncomingCall.agent_id": ("agent", "POST", f"{SEED}/calls/incoming", lambda it: RINGING | {"agent_id": it}),
    "IncomingCall.to_number": ("number", "POST", f"{SEED}/calls/incoming", lambda it: RINGING | {"to_number": it}),
    "NewNumber.phone_number": ("number", "POST", f"{API}/phone-numbers", lambda it: IMPORTED | {"phone_number": it}),
    "NumberChange.agent_id": ("agent", "PATCH", f"{API}/phone-numbers/phnum_theirs", lambda it: {"agent_id": it}),
    "NewTicket.agent_id": ("agent", "POST", f"{API}/stream-tickets", lambda it: {"agent_id": it}),
    "NewTicket.call_sid": ("call", "POST", f"{API}/stream-tickets", lambda it: {"call_sid": it}),
    "NewImport.key": ("file", "POST", f"{API}/campaigns/theirs/contacts", lambda it: {"key": it}),
    "NewExport.agent_id": ("agent", "POST", f"{API}/exports", lambda it: EXPORT | {"agent_id": it}),
    "NewSuppressions.campaign_id": (
        "campaign", "POST", f"{API}/suppressions", lambda it: {"numbers": [PERSON], "campaign_id": it}
    ),
    "query campaign_id of list_suppressions": ("campaign", "GET", f"{API}/suppressions?campaign_id={{it}}", None),
    "query campaign_id of remove_suppression": (
        "campaign", "DELETE", f"{API}/suppressions?number=%2B14155550199&campaign_id={{it}}", None
    ),
    "query campaign_id of remove_listed_suppression": (
        "campaign", "DELETE", f"{API}/suppressions/{'f' * 32}?campaign_id={{it}}", None
    ),
    "query agent_id of list_conversations": ("agent", "GET", f"{API}/conversations?agent_id={{it}}", None),
    "query agent_id of list_calls": ("agent", "GET", f"{API}/calls?agent_id={{it}}", None),
    "query campaign_id of list_calls": ("campaign", "GET", f"{API}/calls?campaign_id={{it}}", None),
    "query cursor of list_calls": ("place", "GET", f"{API}/calls?cursor={{it}}", None),
    "CallSearch.agent_id": ("agent", "POST", f"{API}/calls/search", lambda it: {"agent_id": it}),
    "CallSearch.campaign_id": ("campaign", "POST", f"{API}/calls/search", lambda it: {"campaign_id": it}),
    "CallSearch.cursor": ("place", "POST", f"{API}/calls/search", lambda it: {"cursor": it}),
    "CallSearch.route": ("number", "POST", f"{API}/calls/search", lambda it: {"route": it}),
    "query agent_id of get_costs": ("agent", "GET", f"{API}/costs?agent_id={{it}}", None),
    "query cursor of list_conversations": ("place", "GET", f"{API}/conversations?cursor={{it}}", None),
    "header idempotency-key of create_agent_call": ("request", "POST", f"{API}/calls", lambda _: AGENT_CALL),
    "header idempotency-key of give_context": ("request", "POST", f"{API}/calls/{SID}/context", lambda _: WORDS),
    "header idempotency-key of send_message": ("request", "POST", f"{API}/calls/{SID}/message", lambda _: WORDS),
    "header idempotency-key of play_keys": ("request", "POST", f"{API}/calls/{SID}/keys", lambda _: DIGITS),
    "header idempotency-key of transfer_call": ("request", "POST", f"{API}/calls/{SID}/transfer", lambda _: {}),
    "header idempotency-key of hang_up_call": ("request", "POST", f"{API}/calls/{SID}/hang-up", lambda _: {}),
    "header idempotency-key of create_call": ("request", "POST", f"{SEED}/calls", lambda _: CALL),
    "header idempotency-key of create_campaign": ("request", "POST", f"{API}/campaigns", lambda _: CAMPAIGN),
}  # fmt: skip
# An unknown call that rings is taken: whose it is, its number says. Another company's is not there.
DIFFERENT = {"IncomingCall.call_sid": 404, "NewNumber.phone_number": 400}
# Names a thing that is asked for by path: the operations of test_access are asked with acme's and with an unknown one.
PATHS = {
    "call_sid", "campaign_id", "conversation_id", "erasure_id", "export_id", "import_id", "key_id", "number",
    "order_id", "phone_number_id", "prompt_id", "endpoint_id", "delivery_id",
    "agent_id", "suppression_id", "version", "patient_id", "alert_id", "call_id",
}  # fmt: skip
SHARED = {  # voices are the workspace's, for every company to speak in
    "path voice_id", "query voice_id of update_voice", "IncomingCall.voice_id", "NewCall.voice_id",
    "AgentOverrides.voice_id", "NewPrompts.voice_id", "NewCampaign.voice_id", "TextToSpeak.voice_id",
    "VoiceOfRoute.voice_id",
}  # fmt: skip
CREDENTIALS = {
    "IncomingCall.company_api_key", "Credentials.password",
    "Credentials.username", "NewNumber.sid", "NewNumber.token",
}  # fmt: skip
PEOPLE = {  # numbers of people, whom no company owns: the policy of destinations is asked
    "IncomingCall.from_number", "InboundTrunk.allowed_numbers", "NewAgentCall.to_number", "NewCall.to_number",
    "NewErasure.number", "ContactBody.number", "NewCheckInBody.number", "NewPatient.phone", "PatientChangeBody.phone",
    "BrainAgentBody.transfer_targets",
    "NewRoute.forward_to", "NewRoute.transfer_targets", "RouteBody.forward_to", "RouteBody.transfer_targets",
    "NewSuppressions.numbers", "query number of remove_suppression", "CallSearch.number",
}  # fmt: skip
GIVEN = {  # words of the company, held against reserved names and things of the workspace in tests of their own
    "CallerBody.conversation_config_override", "CallerBody.dynamic_variables", "CallerBody.user_id",
    "ToolOfBrain.parameters",
    "BrainAgentBody.variables", "NewPatient.external_id", "PatientChangeBody.external_id", "NewCheckInBody.call_id",
    "TransferOrder.whom", "NewAgentCall.dynamic_variables", "NewAgentCall.metadata", "NewAgentCall.user_id",
    "NewCall.metadata", "NewCampaign.dynamic_variables", "NewRoute.dynamic_variables", "RouteBody.dynamic_variables",
}  # fmt: skip
HOLDERS = {  # objects, whose own fields are here
    "BrainAgentBody.patience", "BrainAgentBody.tasks", "BrainAgentBody.tools",
    "NewRoute.carrier_speech", "RouteBody.carrier_speech",
    "InboundTrunk.credentials", "IncomingCall.voice_settings", "NewAgentCall.overrides",
    "NewPrompts.voice_settings", "NewCall.voice_settings",
    "NewCampaign.cap", "NewCheckInBody.answers", "NewCheckInBody.voice", "NewCheckInBody.weight",
    "NewPatient.contacts", "PatientChangeBody.contacts", "VoiceBody.measures", "VoiceBody.quality",
    "NewCampaign.pacing", "NewCampaign.retries", "NewCampaign.voice_settings", "NewCampaign.window",
    "NewNumber.inbound_trunk_config", "NewNumber.outbound_trunk_config", "NewRoute.tools", "NewRoute.voice",
    "OutboundTrunk.credentials", "ProfilesShape.by_inquiry", "ProfilesShape.fallback", "ProfilesShape.usual",
    "RouteBody.tools", "RouteBody.voice", "TextToSpeak.voice_settings", "VoiceOfRoute.voice_settings",
}  # fmt: skip
PROFILE = ("calls_every_days", "consent", "consent_at", "name", "time_zone")
NOTHING = {  # amounts, times, words, choices, addresses
    *(f"CapShape.{name}" for name in ("calls", "days")),
    *(f"InboundTrunk.{name}" for name in ("allowed_addresses", "media_encryption")),
    *(f"{body}.{name}" for body in ("NewRoute", "RouteBody") for name in ("say_language", "say_voice", "welcome")),
    *(
        f"CarrierSpeechShape.{name}"  # names at the carrier, which has no accounts of our companies
        for name in ("hints", "interruptible", "language", "transcription_provider", "tts_provider", "voice")
    ),
    *("TextToStream.inquiry_type", "TextToStream.pauses"),
    *("NewPrompts.inquiry_type", "NewPrompts.texts"),
    *("KeysToPlay.digits", "TextForAgent.text", "TransferOrder.summary"),
    *(f"AgentOverrides.{name}" for name in ("first_message", "language", "prompt")),
    *(f"NewAgentCall.{name}" for name in ("channel", "max_duration_s", "webhook_url")),
    *(f"NewCall.{name}" for name in ("inquiry_type", "max_duration_s", "remove_pii", "webhook_url")),
    *(
        f"NewCampaign.{name}"
        for name in (
            "budget_usd", "channel", "clinical", "destinations", "ends_at", "machines", "max_duration_s", "name",
            "needs_consent", "opt_out_key", "provider", "ring_s", "starts_at", "text", "voicemail_text",
        )
    ),
    "NewErasure.dry_run",
    "NewWatch.listen",
    *(f"DisclosuresShape.{name}" for name in ("ai", "recording", "required")),
    *(
        f"{shape}.disclosures"
        for shape in ("IncomingCall", "NewAgentCall", "NewCall", "NewCampaign", "NewRoute", "RouteBody")
    ),
    *(f"query {name} of list_audit" for name in ("cursor", "day", "page_size")),  # numbers in the company's own log
    *(f"{body}.{name}" for body in ("NewPatient", "PatientChangeBody") for name in PROFILE),
    *("ContactBody.name", "ContactBody.relation", "CheckInChange.excluded", "NewCheckInBody.at", "VoiceBody.engine"),
    *(f"AnswerBody.{name}" for name in ("is_new", "value", "words")),
    *(f"MeasureBody.{name}" for name in ("reason", "unit", "value")), "QualityBody.gate", "QualityBody.vowel_dbfs",
    *("EnteredWeight.day", "EnteredWeight.unit", "EnteredWeight.value", "WeightBody.unit", "WeightBody.value"),
    *(f"query {name} of get_trend" for name in ("first_day", "last_day")), "query release of get_observation",
    *(
        f"BrainAgentBody.{name}"
        for name in (
            "apology", "failures_at_most", "fillers", "goodbye", "greeting", "is_greeting_protected",
            "may_press_digits", "model", "prompt", "reminders", "temperature",
            "giving_up", "no_transfer", "language", "protected",
        )
    ),
    *(f"CallerTaskShape.{name}" for name in ("seconds", "until")),
    *(f"PatienceShape.{name}" for name in ("filler_after_s", "give_up_after_s")),
    *(f"ToolOfBrain.{name}" for name in ("description", "filler", "method", "name", "timeout_s", "url")),
    *(f"NewEventEndpoint.{name}" for name in ("types", "url")),
    *(f"EventEndpointChange.{name}" for name in ("is_enabled", "types", "url")),
    "path kind", "header range of get_recording_audio",
    "query part of get_recording_audio", "query with_peaks of list_recordings", "query redacted of get_conversation",
    "query before of list_deliveries",  # a place in the log of an endpoint that is the company's own
    *(f"NewExport.{name}" for name in ("deidentified", "first_day", "formats", "last_day", "outcome")),
    "NewImport.default_region", *(f"NewKeyRequest.{name}" for name in ("clinical", "label", "scope")),
    *(f"NewNumber.{name}" for name in ("label", "supports_inbound", "supports_outbound")),
    *(
        f"{shape}.{name}"
        for shape in ("NewRoute", "RouteBody")
        for name in (
            "agent_speaks_first", "apology", "clinical", "fallback", "greeting", "keypad", "keypad_on_file",
            "max_duration_s", "mode", "provider", "record", "reject_reason", "remove_pii", "resume_message",
            "return_message", "transfer", "transfer_accept", "transfer_untaken", "voicemail_transcript",
        )
    ),
    "NewSuppressions.source",
    *(f"OutboundTrunk.{name}" for name in ("address", "media_encryption", "transport")),
    *(f"PacingShape.{name}" for name in ("calls_per_second", "live_calls")),
    "IncomingCall.inquiry_type", "IncomingCall.remove_pii", "ProfilesShape.keep_no_record", "ProfilesShape.remove_pii",
    "RetryShape.attempts", "RetryShape.wait_minutes", "SourceBody.url",
    *(f"TextToSpeak.{name}" for name in ("inquiry_type", "pauses", "remove_pii", "text")),
    "TextToStream.remove_pii", "TextToStream.text",
    *(f"ToolOfRoute.{name}" for name in ("method", "timeout_s", "url")), "VoiceOfRoute.model",
    *(
        f"VoiceSettingsShape.{name}"
        for name in ("similarity_boost", "speed", "stability", "style", "use_speaker_boost")
    ),
    *(f"WindowShape.{name}" for name in ("closes", "opens", "weekdays")),
    *(
        f"query {name} of list_conversations"
        for name in (
            "call_duration_max_secs", "call_duration_min_secs", "call_start_after_unix", "call_start_before_unix",
            "call_successful", "page_size", "search", "summary_mode",
        )
    ),
    "header if-none-match of list_calls", "query after of get_call_turns",
    *(
        f"{shape}{name}{of}"
        for shape, of in (("CallSearch.", ""), ("query ", " of list_calls"))
        for name in ("day", "live", "mode", "outcome", "page_size", "started_after", "started_before", "trouble")
    ),
    "path queue",  # one of four names; whose messages are in it, their bodies say
    "query first_day of get_counts", "query last_day of get_counts",
    "query first_day of get_costs", "query last_day of get_costs",
}  # fmt: skip


def _tool(secret: str) -> dict[str, Any]:
    return {"url": "https://tools.example.com/x", "headers": {"Authorization": secret}}
