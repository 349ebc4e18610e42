"""Every key in the tables and the bucket, as text. Nobody else spells one out.

| table     | pk                   | sk                      | item                                             |
|-----------|----------------------|-------------------------|--------------------------------------------------|
| Calls     | CALL#<call>          | CALL                    | the record                                       |
| Calls     | CALL#<call>          | EVENT#<key>             | one happening; told twice, it lands on itself    |
| Calls     | CALL#<call>          | TURN#<time>#<number>    | a turn, checkpointed while the call runs         |
| Calls     | CONVERSATION#<id>    | CALL                    | which call a conversation belongs to             |
| Calls     | CONVERSATION#<id>    | RECORDING               | a provider recording, known before its call      |
| Directory | NUMBER#<e164>        |                         | a route                                          |
| Directory | TOKEN#<sha256>       |                         | the one-shot right to carry a call's media       |
"""

from datetime import datetime

from trunkline.domain.calls import CallId, ConversationId

Key = dict[str, str]


def call(call_id: CallId) -> Key:
    return {"pk": f"CALL#{call_id}", "sk": "CALL"}


def event(call_id: CallId, key: str) -> Key:
    return {"pk": f"CALL#{call_id}", "sk": f"EVENT#{key}"}


def turn(call_id: CallId, at: datetime, number: int) -> Key:
    return {"pk": f"CALL#{call_id}", "sk": f"TURN#{at.isoformat()}#{number:05}"}


def conversation_call(conversation_id: ConversationId) -> Key:
    return {"pk": f"CONVERSATION#{conversation_id}", "sk": "CALL"}


def conversation_recording(conversation_id: ConversationId) -> Key:
    return {"pk": f"CONVERSATION#{conversation_id}", "sk": "RECORDING"}


def number(e164: str) -> Key:
    return {"pk": f"NUMBER#{e164}"}


def token(fingerprint: str) -> Key:
    return {"pk": f"TOKEN#{fingerprint}"}


def company_day(company_id: str, moment: datetime) -> str:
    return f"{company_id}#{moment:%Y-%m-%d}"
