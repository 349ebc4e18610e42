"""Every key of the tables and the bucket. No other module spells one out.

| table     | pk                   | sk                      | item                                             |
|-----------|----------------------|-------------------------|--------------------------------------------------|
| Calls     | CALL#<call>          | CALL                    | the record                                       |
| Calls     | CALL#<call>          | EVENT#<key>             | one event; a repetition overwrites itself        |
| Calls     | CALL#<call>          | TURN#<time>#<number>    | a turn, checkpointed while the call runs         |
| Calls     | CALL#<call>          | WORDS                   | what was said, for the search                    |
| Calls     | CALL#<call>          | SAY#<time>#<name>       | a text queued until the call is answered         |
| Calls     | CALL#<call>          | EFFECT#<sha256>         | an effect of a brain's tool that has begun       |
| Calls     | CALL#<call>          | TOOL#<use>              | a tool that an agent asked for, and its result   |
| Calls     | CONVERSATION#<id>    | CALL                    | a conversation's call, recording and verdict     |
| Calls     | COSTS#<company>      | DAY#<day>               | what the calls of a day cost                     |
| Calls     | COUNTS#<company>     | DAY#<day>               | the number of calls of a day, by kind            |
| Directory | NUMBER#<e164>        |                         | a route                                          |
| Directory | TOKEN#<sha256>       |                         | the one-shot right to carry a call's media       |
| Directory | PLAN#<id>            |                         | a route for one call that we place               |
| Directory | COMPANY#<id>         |                         | a company                                        |
| Directory | KEY#<sha256>         |                         | an API key, by its fingerprint                   |
| Directory | SOCKET#<sha256>      |                         | the one-shot right to open a program's socket    |
| Directory | SESSION#<sha256>     |                         | a person's session at the console, by its cookie |
| Directory | PHONE#<id>           |                         | a number imported at the voice provider          |
| Directory | CLAIM#<kind>#<name>  |                         | whose an agent or a telephone number is          |
| Directory | CALLER#<company>#<e164> |                      | variables of a caller for an agent               |
| Directory | CHECKPOINT#<name>    |                         | how far a job that comes again has come          |
| Directory | ONCE#<company>#<key> |                         | a request that must not be done twice            |
| Directory | RATE#<key>#<minute>  |                         | how often a key has asked                        |
| Directory | EXPORT#<company>#<id> |                        | an export and how far it has come                |
| Directory | ERASURE#<company>#<id> |                       | the receipt of an erasure                        |
| Directory | IMPORT#<company>#<id> |                        | the import of a list and how far it has come     |
| Directory | NOTE#<company>#<name> |                        | the result of a job, until it is read            |
| Directory | RELAY#FLEET          |                         | whether the relay is awake, and when it was used |
| Directory | WAKE#<time>#<name>   |                         | a request to wake it                             |
| Directory | ENDPOINT#<company>#<id> |                      | an event endpoint, its secrets and its health    |
| Directory | DELIVERY#<endpoint>#<event> |                  | an event on its way to an endpoint, with its log |
| Directory | PROMPT#<company>#<id> |                        | a text made before any call, in one voice        |
| Directory | ORDER#<id>           |                         | a call a program ordered, which waits for it     |
| Directory | DATAKEY#<company>#<subject> |                  | a person's data key, wrapped by KMS              |
| Directory | BRAIN#<agent>        |                         | an agent of the brain, its current version       |
| Directory | BRAIN#<agent>#<version> |                      | a version of it                                  |
| Directory | BRAINOF#<agent>      |                         | the brain's agent of an agent at a provider      |
| Audit     | AUDIT#<company>#<day> and the shard | <number> | who accessed what, sealed                        |
| Audit     | HEAD#<company>       | <shard>                 | the latest entry of a chain                      |
| Campaigns | CAMPAIGN#<id>        | CAMPAIGN                | what was ordered, and its state                  |
| Campaigns | CAMPAIGN#<id>        | COUNT#<part>            | how many calls are live, dialled, over, and how  |
| Campaigns | CAMPAIGN#<id>        | PACE                    | up to when calls were handed out, who is at it   |
| Campaigns | CONTACT#<campaign>#<contact> | CONTACT         | a person on its list                             |
| Campaigns | CONTACT#<campaign>#<contact> | ATTEMPT#<number> | an attempt to reach them                        |
| Campaigns | CONTACT#<campaign>#<contact> | DECISION#<number> | why they were dialled or not, sealed           |
| Campaigns | PERSON#<company>#<e164> | PERSON               | when their phone rang, whichever campaign's it was |
| Campaigns | STOP#<reach>#<owner> and the number | STOP   | a suppressed number                              |
| Patients  | PATIENT#<id>         | PATIENT                 | a patient, name and numbers sealed               |
| Patients  | PATIENT#<id>         | CHECKIN#<call>          | a check-in's answers, weight and voice, sealed   |
| Patients  | PATIENT#<id>         | ASSESSMENT#<call>#<inputs> | an assessment, sealed                         |
| Patients  | PATIENT#<id>         | ALERT#<id>              | an alert, and who acknowledged it                |
| Patients  | PATIENT#<id>         | WEIGHT#<time>           | a weight that staff entered, sealed              |
| Patients  | PATIENT#<id>         | DUE#<campaign>          | a call that is due: which day a campaign named   |
| Patients  | PATIENTOF#<company>#<pseudonym> | PATIENT      | the patient with a telephone number              |
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from trunkline.aws.wake_notices import WAKE
from trunkline.ids import CallId, ConversationId, conversation_id_of

Key = dict[str, str]


def call(call_id: CallId) -> Key:
    return {"pk": f"CALL#{call_id}", "sk": "CALL"}


def call_in(item: Mapping[str, Any]) -> CallId:
    """The call an item belongs to."""
    return CallId(str(item["pk"]).removeprefix("CALL#"))


def event(call_id: CallId, key: str) -> Key:
    return {"pk": f"CALL#{call_id}", "sk": f"EVENT#{key}"}


def turn(call_id: CallId, at: datetime, number: int) -> Key:
    return {"pk": f"CALL#{call_id}", "sk": f"TURN#{at.isoformat()}#{number:05}"}


def time_of_turn(item: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(item["sk"]).split("#")[1])


WAITING_TEXT = "SAY#"


def waiting_text(call_id: CallId, at: datetime, name: str) -> Key:
    return {"pk": f"CALL#{call_id}", "sk": f"{WAITING_TEXT}{at.isoformat()}#{name}"}


COLLECTED = "collected#"  # attributes of a conversation's item: what our brain collected for its report, as JSON


def brain_effect(call_id: CallId, fingerprint: str) -> Key:
    return {"pk": f"CALL#{call_id}", "sk": f"EFFECT#{fingerprint}"}


def words(call_id: CallId) -> Key:
    return {"pk": f"CALL#{call_id}", "sk": "WORDS"}


def tool_use(call_id: CallId, use: str) -> Key:
    return {"pk": f"CALL#{call_id}", "sk": f"TOOL#{use}"}


def conversation_call(conversation_id: ConversationId) -> Key:
    return {"pk": f"CONVERSATION#{conversation_id_of(conversation_id)}", "sk": "CALL"}


def conversation_in(item: Mapping[str, Any]) -> ConversationId:
    """The conversation an item is about."""
    return ConversationId(str(item["pk"]).removeprefix("CONVERSATION#"))


def number(e164: str) -> Key:
    return {"pk": f"NUMBER#{e164}"}


def token(fingerprint: str) -> Key:
    return {"pk": f"TOKEN#{fingerprint}"}


def plan(plan_id: str) -> Key:
    return {"pk": f"PLAN#{plan_id}"}


def company(company_id: str) -> Key:
    return {"pk": f"COMPANY#{company_id}"}


def api_key(fingerprint: str) -> Key:
    return {"pk": f"KEY#{fingerprint}"}


def socket_ticket(fingerprint: str) -> Key:
    return {"pk": f"SOCKET#{fingerprint}"}


def session(fingerprint: str) -> Key:
    return {"pk": f"SESSION#{fingerprint}"}


def phone(phone_number_id: str) -> Key:
    return {"pk": f"PHONE#{phone_number_id}"}


def claim(kind: str, name: str) -> Key:
    return {"pk": f"CLAIM#{kind}#{name}"}


def caller(company_id: str, number: str) -> Key:
    return {"pk": f"CALLER#{company_id}#{number}"}


def checkpoint(name: str) -> Key:
    return {"pk": f"CHECKPOINT#{name}"}


def once(company_id: str, key: str) -> Key:
    return {"pk": f"ONCE#{company_id}#{key}"}


def rate(key_id: str, minute: int) -> Key:
    return {"pk": f"RATE#{key_id}#{minute}"}


def export(company_id: str, export_id: str) -> Key:
    return {"pk": f"EXPORT#{company_id}#{export_id}"}


def erasure(company_id: str, erasure_id: str) -> Key:
    return {"pk": f"ERASURE#{company_id}#{erasure_id}"}


def contact_import(company_id: str, import_id: str) -> Key:
    return {"pk": f"IMPORT#{company_id}#{import_id}"}


def note(company_id: str, name: str) -> Key:
    return {"pk": f"NOTE#{company_id}#{name}"}


def relay_fleet() -> Key:
    return {"pk": "RELAY#FLEET"}


WAKES = "#wake"  # their partition of the index: the newest comes last


def wake(at: datetime, name: str) -> Key:
    return {"pk": f"{WAKE}{at.isoformat(timespec='microseconds')}#{name}"}


def event_endpoint(company_id: str, endpoint_id: str) -> Key:
    return {"pk": f"ENDPOINT#{company_id}#{endpoint_id}"}


def delivery(endpoint_id: str, delivery_id: str) -> Key:
    return {"pk": f"DELIVERY#{endpoint_id}#{delivery_id}"}


def waiting_call(order_id: str) -> Key:
    return {"pk": f"ORDER#{order_id}"}


def costs(company_id: str, day: date) -> Key:
    return {"pk": f"COSTS#{company_id}", "sk": f"DAY#{day.isoformat()}"}


def counts(company_id: str, day: date) -> Key:
    return {"pk": f"COUNTS#{company_id}", "sk": f"DAY#{day.isoformat()}"}


def of_company(company_id: str, kind: str) -> str:
    """The index `by_company` of the Directory: everything of one kind that a company owns."""
    return f"{company_id}#{kind}"


def campaign(campaign_id: str) -> Key:
    return {"pk": f"CAMPAIGN#{campaign_id}", "sk": "CAMPAIGN"}


def campaign_count(campaign_id: str, part: int) -> Key:
    return {"pk": f"CAMPAIGN#{campaign_id}", "sk": f"COUNT#{part}"}


def campaign_pace(campaign_id: str) -> Key:
    return {"pk": f"CAMPAIGN#{campaign_id}", "sk": "PACE"}


def contact(campaign_id: str, contact_id: str) -> Key:
    return {"pk": f"CONTACT#{campaign_id}#{contact_id}", "sk": "CONTACT"}


def attempt(campaign_id: str, contact_id: str, number: int) -> Key:
    return {"pk": f"CONTACT#{campaign_id}#{contact_id}", "sk": f"ATTEMPT#{number:05}"}


def decision(campaign_id: str, contact_id: str, number: int) -> Key:
    return {"pk": f"CONTACT#{campaign_id}#{contact_id}", "sk": f"DECISION#{number:05}"}


def data_key(company_id: str, subject: str) -> Key:
    return {"pk": f"DATAKEY#{company_id}#{subject}"}


def audit_entry(company_id: str, day: str, shard: int, seq: int) -> Key:
    return {"pk": audit_day(company_id, day, shard), "sk": f"{seq:012}"}


def audit_day(company_id: str, day: str, shard: int) -> str:
    """The partition of a day's entries of one chain."""
    return f"AUDIT#{company_id}#{day}#{shard}"


def audit_head(company_id: str, shard: int) -> Key:
    return {"pk": f"HEAD#{company_id}", "sk": str(shard)}


def prompt(company_id: str, prompt_id: str) -> Key:
    return {"pk": f"PROMPT#{company_id}#{prompt_id}"}


def brain_agent(agent_id: str) -> Key:
    return {"pk": f"BRAIN#{agent_id}"}


def brain_version(agent_id: str, number: int) -> Key:
    return {"pk": f"BRAIN#{agent_id}#{number:07}"}


def brain_of(provider_agent_id: str) -> Key:
    return {"pk": f"BRAINOF#{provider_agent_id}"}


def person(company_id: str, phone: str) -> Key:
    return {"pk": f"PERSON#{company_id}#{phone}", "sk": "PERSON"}


def patient(patient_id: str) -> Key:
    return {"pk": f"PATIENT#{patient_id}", "sk": "PATIENT"}


CHECK_INS, ASSESSMENTS, ALERTS, WEIGHTS = "CHECKIN#", "ASSESSMENT#", "ALERT#", "WEIGHT#"  # a patient's parts
CALLS_DUE = "DUE#"


def patient_part(patient_id: str, kind: str, name: str) -> Key:
    return {"pk": f"PATIENT#{patient_id}", "sk": f"{kind}{name}"}


def patient_of(company_id: str, pseudonym: str) -> Key:
    return {"pk": f"PATIENTOF#{company_id}#{pseudonym}", "sk": "PATIENT"}


def suppression(reach: str, owner: str, phone: str) -> Key:
    return {"pk": f"STOP#{reach}#{owner}#{phone}", "sk": "STOP"}
