"""Two companies with resources of their own, and a request for each resource."""

from dataclasses import asdict
from functools import partial

import pytest

from tests.contract.api.conftest import CALLEE, OURS, VOICE, ApiWorld, stored
from tests.contract.table_copies import beginning_with
from tests.fakes.check_ins import USUAL_VALUES
from tests.fakes.events import SECRET
from tests.fakes.patients import a_patient, answers, voice
from trunkline.accounts.domain.callers import Caller
from trunkline.accounts.use_cases.manage_brain_agents import add_agent
from trunkline.brain.domain.agents import BrainAgent
from trunkline.calls.adapters.route_items import route_values
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.outbound.waiting_calls import WaitingCall, WaitingState
from trunkline.calls.domain.routes import Mode, Route
from trunkline.campaigns.domain.campaigns import Campaign, CampaignState, Channel
from trunkline.campaigns.domain.contact_imports import ContactImport, ImportPosition
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.conversations.domain.transcripts import Turn
from trunkline.events.domain.deliveries import Delivery
from trunkline.events.domain.endpoints import EndpointSecret, EventEndpoint
from trunkline.exports.domain.exports import Export
from trunkline.ids import CallId, ConversationId
from trunkline.numbering.e164 import PhoneNumber
from trunkline.patients.domain.alerts import AlertKind, alert_id_of
from trunkline.patients.use_cases.assess_check_in import NewCheckIn, assess_check_in
from trunkline.privacy.domain.erasures import ErasureReport
from trunkline.speech.domain.prompts import Prompt
from trunkline.speech.domain.voices import VoiceChoice

API = "/api/v1"

SEED = f"{API}/elevenlabs-twilio"

SID = "CA" + "1" * 32

NUMBER, PHONE = "+14155550111", "phnum_1"

NOT_SUPPRESSED = "+14155550198"  # CALLEE is on the stop list of the company `acme`

INCOMING = {"call_sid": SID, "from_number": CALLEE, "to_number": OURS, "voice_id": VOICE}

ROUTE_BODY = {"mode": "reject"}

ORDER = "0123456789abcdef"

PROMPT = "0123456789abcdef" * 2

DELIVERY = "2026-11-28T12:00:00+00:00.ev1"

NEW_CAMPAIGN = {"name": "Spring", "channel": "relay", "from_number": OURS, "agent_id": "agent_good"}

PHONE_OF_PATIENT = "+14155550140"

CHECK_IN = {"call_id": "CA2", "at": "2026-11-20T11:00:00Z", "number": PHONE_OF_PATIENT, "answers": answers()}

ALERT = alert_id_of("pt1", "CA1", AlertKind.ASSESSMENT)

ONES = [
    ("GET", f"{API}/campaigns/spring", None, "read"),
    ("GET", f"{API}/campaigns/spring/progress", None, "read"),
    ("POST", f"{API}/campaigns/spring/start", None, "operate"),
    ("POST", f"{API}/campaigns/spring/resume", None, "operate"),
    ("POST", f"{API}/campaigns/running/pause", None, "operate"),
    ("POST", f"{API}/campaigns/spring/cancel", None, "operate"),
    ("POST", f"{API}/campaigns/spring/contacts", {}, "operate"),
    ("GET", f"{API}/campaigns/spring/contacts", None, "read"),
    ("POST", f"{API}/campaigns/ward/patients", {"patient_ids": ["pt1"]}, "operate, clinical"),
    ("GET", f"{API}/campaigns/spring/contacts/i1", None, "operate"),
    ("POST", f"{API}/campaigns/spring/contacts/i1/begin", None, "operate"),
    ("POST", f"{API}/campaigns/spring/preview", None, "operate"),
    ("GET", f"{API}/campaigns/spring/preview", None, "read"),
    ("POST", f"{API}/campaigns/spring/results", None, "admin"),
    ("GET", f"{API}/campaigns/spring/results", None, "admin"),
    ("DELETE", f"{API}/suppressions?number=%2B14155550199", None, "admin"),
    ("DELETE", f"{API}/suppressions/{{suppression_id}}", None, "admin"),
    ("GET", f"{API}/calls/{SID}", None, "read"),
    ("GET", f"{API}/calls/{SID}/recordings?with_peaks=true", None, "read"),
    ("GET", f"{API}/calls/{SID}/recordings/call/audio", None, "read"),
    ("GET", f"{API}/calls/{SID}/turns", None, "read"),
    ("POST", f"{API}/calls/{SID}/context", {"text": "Hello"}, "operate"),
    ("POST", f"{API}/calls/{SID}/message", {"text": "Hello"}, "operate"),
    ("POST", f"{API}/calls/{SID}/keys", {"digits": "1"}, "operate"),
    ("POST", f"{API}/calls/{SID}/transfer", {}, "operate"),
    ("POST", f"{API}/calls/{SID}/hang-up", None, "operate"),
    ("DELETE", f"{API}/prompts/{PROMPT}", None, "operate"),
    ("GET", f"{API}/callers/{NUMBER}", None, "read"),
    ("DELETE", f"{API}/callers/{NUMBER}", None, "admin"),
    ("POST", f"{SEED}/calls/{SID}/synthesize", {"text": "Hello"}, "operate"),
    ("POST", f"{SEED}/calls/{SID}/stream", {"text": "Hello"}, "operate"),
    ("POST", f"{SEED}/calls/{SID}/stop", None, "operate"),
    ("POST", f"{SEED}/calls/{SID}/voice", {"stability": 0.9}, "operate"),
    ("GET", f"{SEED}/calls/{SID}", None, "read"),
    ("DELETE", f"{SEED}/calls/{SID}", None, "operate"),
    ("GET", f"{SEED}/calls/orders/{ORDER}", None, "read"),
    ("POST", f"{API}/stream-tickets", {"call_sid": SID}, "operate"),
    ("POST", f"{API}/calls/{SID}/watch-tickets", {}, "read"),
    ("GET", f"{API}/conversations/conv_1", None, "read"),
    ("GET", f"{API}/conversations/conv_1/status", None, "read"),
    ("GET", f"{API}/conversations/conv_1/audio", None, "read"),
    ("GET", f"{API}/phone-numbers/{PHONE}", None, "read"),
    ("PATCH", f"{API}/phone-numbers/{PHONE}", {"agent_id": "agent_good"}, "admin"),
    ("DELETE", f"{API}/phone-numbers/{PHONE}", None, "admin"),
    ("GET", f"{API}/routes/{NUMBER}", None, "read"),
    ("PUT", f"{API}/routes/{NUMBER}", ROUTE_BODY, "admin"),
    ("DELETE", f"{API}/routes/{NUMBER}", None, "admin"),
    ("GET", f"{API}/exports/x1", None, "admin"),
    ("GET", f"{API}/costs/calls/{SID}", None, "read"),
    ("GET", f"{API}/erasures/e1", None, "admin"),
    ("GET", f"{API}/event-endpoints/e1", None, "admin"),
    ("PATCH", f"{API}/event-endpoints/e1", {"is_enabled": True}, "admin"),
    ("DELETE", f"{API}/event-endpoints/e1", None, "admin"),
    ("POST", f"{API}/event-endpoints/e1/rotate", None, "admin"),
    ("GET", f"{API}/event-endpoints/call-{SID}", None, "admin"),
    ("GET", f"{API}/event-endpoints/call-{SID}/deliveries", None, "admin"),
    ("POST", f"{API}/event-endpoints/e1/test", None, "admin"),
    ("GET", f"{API}/event-endpoints/e1/deliveries", None, "admin"),
    ("POST", f"{API}/event-endpoints/e1/deliveries/{DELIVERY}/resend", None, "admin"),
    ("GET", f"{API}/brain-agents/brain_desk", None, "read"),
    ("PUT", f"{API}/brain-agents/brain_desk", {"prompt": "You answer."}, "admin"),
    ("GET", f"{API}/brain-agents/brain_desk/versions", None, "read"),
    ("GET", f"{API}/brain-agents/brain_desk/versions/1", None, "read"),
    ("DELETE", f"{API}/brain-agents/brain_desk", None, "admin"),
    *(
        (method, f"{API}/patients/{path}", body, f"{scope}, clinical")
        for method, path, body, scope in [
            ("POST", "search", {"phone": PHONE_OF_PATIENT}, "read"),
            ("GET", "pt1", None, "read"),
            ("PATCH", "pt1", {"calls_every_days": 2}, "operate"),
            ("POST", "pt1/weights", {"value": 80, "unit": "kg"}, "operate"),
            ("POST", "pt1/check-ins", CHECK_IN, "operate"),
            ("PATCH", "pt1/check-ins/CA1", {"excluded": True}, "operate"),
            ("GET", "pt1/assessments", None, "read"),
            ("GET", "pt1/assessments/CA1/fhir", None, "read"),
            ("GET", "pt1/trend", None, "read"),
            ("GET", "pt1/alerts", None, "read"),
            ("GET", f"pt1/alerts/{ALERT}", None, "read"),
            ("POST", f"pt1/alerts/{ALERT}/acknowledge", None, "operate"),
            ("DELETE", "pt1", None, "admin"),
        ]
    ),
    ("POST", f"{API}/keys/{{key_id}}/rotate", None, "admin"),
    ("DELETE", f"{API}/keys/{{key_id}}", None, "admin"),
]


@pytest.fixture
def owned(api: ApiWorld) -> ApiWorld:
    """One of everything belongs to the company `acme`."""
    api.clock.passes(hours=8)  # noon in California: calls are allowed
    beginning_with("one of everything", partial(_one_of_everything, api))
    stored(api, "transcripts/t.json", {"turns": [asdict(Turn("caller", "hello", 1))]})
    stored(api, "recordings/r.wav", "sound")
    api.vendor.numbers[PHONE] = {"phone_number_id": PHONE, "phone_number": NUMBER, "assigned_agent": None}
    api.relay.carried[SID] = {
        "voice": {"voice_id": VOICE, "voice_settings": {}, "is_connected": True, "has_initial_message": False}
    }
    return api


def _one_of_everything(api: ApiWorld) -> None:
    now = api.clock()
    facts = {"company_id": "acme", "company_day": "acme#2026-11-20", "started_at": now.isoformat()}
    facts |= {"conversation_id": "conv_1", "transcript_key": "transcripts/t.json", "recording": "recordings/r.wav"}
    facts |= {"webhook_url": "https://crm.example.com/calls"}
    route = Route(OURS, Mode.RELAY, "acme", agent_id="agent_good", forward_to="+14155550190")
    facts |= {"route": route_values(route)}
    facts |= {"mode": "relay", "status": "in-progress"}
    facts |= {"voice": {"voice_id": VOICE, "model": "eleven_flash_v2_5", "settings": {}}}
    api.services.calls.open(CallId(SID), TimelineEvent("placed", now, "placed"), facts)
    conversations(api).link(ConversationId("conv_1"), CallId(SID))
    api.services.routes.add(Route(number=NUMBER, mode=Mode.REJECT, company_id="acme"))
    api.services.callers.put(Caller("acme", NUMBER, {"first_name": "Ana"}))
    api.services.exports.add(Export("x1", "acme", now.date(), now.date(), ("jsonl",), now))
    endpoint = EventEndpoint("e1", "acme", "https://crm.example.com/", frozenset(), (EndpointSecret(SECRET),), now)
    api.services.endpoints.deliveries.endpoints.add(endpoint)
    api.services.endpoints.deliveries.deliveries.add(Delivery(DELIVERY, "e1", "acme", "ev1", "call.ended", "{}", now))
    api.services.receipts.keep(ErasureReport("e1", "acme", "fingerprint", dry_run=True))
    states = {"spring": CampaignState.DRAFT, "ward": CampaignState.DRAFT, "running": CampaignState.RUNNING}
    for name, state in states.items():
        of_patients = name == "ward"
        api.services.campaigns.add(
            Campaign(name, "acme", "Spring", Channel.RELAY, OURS, now, "agent_good", state=state, clinical=of_patients)
        )
    orders = [
        ContactImport(name, "acme", "spring", f"contacts/acme/spring/{name}/list.csv", "US", now)
        for name in ("i0", "i1")
    ]
    for order in orders:
        api.services.imports.add(order)
    api.services.imports.begin(orders[0], 10, now)
    api.services.imports.advance(orders[0], ImportPosition(), ImportPosition().after(10, 1, 1, 0))
    api.services.imports.finish(orders[0], now)
    api.services.suppressions.add(Suppression(CALLEE, SuppressionScope.COMPANY, "acme", "a call", now))
    api.services.ordering.orders.add(WaitingCall(ORDER, "acme", WaitingState.WAITING, now, {}, now))
    api.services.prompts.add(Prompt(PROMPT, "acme", "Good morning.", VoiceChoice(VOICE), 8000, 7, now))
    _a_patient(api)
    for note in ("preview-spring", "results-spring"):
        api.services.notes.write("acme", note, {"asked_at": "now"})
    add_agent("acme", BrainAgent("brain_desk", "You help."), api.services.brain_agents, Destinations(), now)
    api.services.phones.add(PhoneNumber(PHONE, "acme", NUMBER, "main line", "twilio"))


def _a_patient(api: ApiWorld) -> None:
    """With a check-in that raised an alert."""
    files, patient = api.services.patients(), a_patient()
    files.patients.add(patient)
    new = NewCheckIn("CA1", api.clock(), PHONE_OF_PATIENT, answers(dyspnea="rest"), voice=voice(USUAL_VALUES))
    assess_check_in(patient, new, files.assessing, api.clock())


def conversations(api: ApiWorld):
    from tests.contract.conftest import CALLS
    from trunkline.conversations.adapters.conversations_table import ConversationsTable

    return ConversationsTable(api.dynamodb, CALLS)


def filled(api: ApiWorld, path: str) -> str:
    if "{suppression_id}" in path:
        [listed] = api.services.suppressions.of_company("acme")
        return path.replace("{suppression_id}", listed.suppression_id)
    return path.replace("{key_id}", api.keys["read"].split("_")[1])
