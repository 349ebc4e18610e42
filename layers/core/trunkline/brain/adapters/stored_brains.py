"""The port `BrainStore`: agents from the Directory, effects on the Calls table in the call's partition."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.conditional_writes import put_once
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import to_item
from trunkline.aws.retention import Retention
from trunkline.brain.adapters.brain_agents_table import BrainAgentsTable
from trunkline.brain.domain.agents import AgentVersion
from trunkline.brain.domain.context import BrainContext, CallOnFile, Effect, ProviderCall
from trunkline.ids import CallId, ConversationId


@dataclass(frozen=True, slots=True)
class StoredBrains:
    agents: BrainAgentsTable
    find_call: Callable[[ProviderCall], CallOnFile | None]
    owns_agent: Callable[[str, str], bool]  # agent and company
    dynamodb: DynamoDB
    calls_table: str
    retention: Retention = field(default_factory=Retention)

    def agent(self, agent_id: str) -> AgentVersion | None:
        return self.agents.find(agent_id)

    def of_provider_call(self, call: ProviderCall) -> BrainContext | None:
        """A call that is not on file yet, as one the provider answered by itself, is what the provider says it is."""
        version = self.agents.answering_for(call.agent_id)
        if version is None or not self.owns_agent(call.agent_id, version.company_id):
            return None
        by_its_word = call.call_id or CallId(call.conversation_id)
        known = self.find_call(call) or CallOnFile(by_its_word, version.company_id)
        if known.company_id != version.company_id:
            return None
        return BrainContext(
            version.agent,
            known.company_id,
            known.call_id,
            known.person or call.person,
            known.attempt_id,
            known.is_carriers,
            call.conversation_id,
        )

    def begin_effect(self, call_id: CallId, key: str) -> Effect:
        values = _effect(call_id, key) | self.retention.expiry()
        before = put_once(self.dynamodb, self.calls_table, values)
        return Effect(is_new=True) if before is None else Effect(is_new=False, result=before.get("result"))

    def collect(self, conversation_id: ConversationId, values: Mapping[str, Any]) -> None:
        numbered = list(enumerate(values.items()))
        parts = [f"#{n} = if_not_exists(#{n}, :{n})" if value is None else f"#{n} = :{n}" for n, (_, value) in numbered]
        self.dynamodb.update_item(
            TableName=self.calls_table,
            Key=to_item(table_keys.conversation_call(conversation_id)),
            UpdateExpression="SET " + ", ".join([*parts, "expires_at = :expires_at"]),
            ExpressionAttributeNames={f"#{n}": table_keys.COLLECTED + name for n, (name, _) in numbered},
            ExpressionAttributeValues=to_item(
                {f":{n}": json.dumps(value) for n, (_, value) in numbered}
                | {f":{name}": value for name, value in self.retention.expiry().items()}
            ),
        )

    def note_result(self, call_id: CallId, key: str, result: str) -> None:
        item = to_item(_effect(call_id, key) | self.retention.expiry() | {"result": result})
        self.dynamodb.put_item(TableName=self.calls_table, Item=item)


def _effect(call_id: CallId, key: str) -> table_keys.Key:
    """The key may hold a caller's words, so its fingerprint is stored."""
    return table_keys.brain_effect(call_id, hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest())
