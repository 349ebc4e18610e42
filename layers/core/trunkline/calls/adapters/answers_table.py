"""The answering path on DynamoDB: one BatchGetItem to look, one transaction to commit. Both tables in each."""

from collections.abc import Callable, Mapping
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB, transact
from trunkline.aws.dynamodb_values import from_item, set_once_or_again, to_attribute, to_item
from trunkline.aws.retention import Retention
from trunkline.aws.table_reads import read_batch
from trunkline.calls.adapters.call_update_items import event_item
from trunkline.calls.adapters.relay_fleet_table import is_awake, wake_item
from trunkline.calls.adapters.route_items import route_from, route_values, ticket_values
from trunkline.calls.domain.call_instructions import CallInstruction, disclosed
from trunkline.calls.domain.calls import RingingCall, TimelineEvent
from trunkline.calls.ports.answers import NewAnswer, NewStream, RoutingContext
from trunkline.ids import company_day

FIRST_WORD_STANDS = frozenset({"company_day", "started_at"})  # a call we placed began before it was answered


class AnswersTable:
    """`render` writes an instruction in the carrier's markup: the document on file is the one that a retry gets."""

    def __init__(
        self,
        dynamodb: DynamoDB,
        calls_table: str,
        directory_table: str,
        render: Callable[[CallInstruction], str],
        retention: Retention | None = None,
    ) -> None:
        self._dynamodb = dynamodb
        self._render = render
        self._retention = retention or Retention()
        self._calls = calls_table
        self._directory = directory_table

    def look_up(self, call: RingingCall) -> RoutingContext:
        number = table_keys.plan(call.plan_id) if call.plan_id else table_keys.number(call.our_number)
        wanted = {
            self._calls: {"Keys": [to_item(table_keys.call(call.call_id))], "ConsistentRead": True},
            self._directory: {"Keys": [to_item(number), to_item(table_keys.relay_fleet())]},
        }
        found = read_batch(self._dynamodb, wanted)
        records, known = found[self._calls], {item["pk"]: item for item in found[self._directory]}
        route, fleet = known.get(number["pk"]), known.get(table_keys.relay_fleet()["pk"])
        document = records[0].get("document") if records else None
        return RoutingContext(route_from(route) if route else None, document, relay_is_awake=is_awake(fleet))

    def commit(self, answer: NewAnswer) -> str:
        document = self._render(answer.instruction)
        writes: list[Any] = [{"Update": self._record(answer, document)}, {"Put": self._event(answer)}]
        if answer.ticket and answer.token_fingerprint:
            writes.append({"Put": self._token(answer)})
        if answer.conversation_id:
            writes.append({"Update": self._conversation(answer)})
        if answer.wakes_relay:
            wake = to_item(wake_item(answer.call.call_id, answer.at))
            writes.append({"Put": {"TableName": self._directory, "Item": wake}})
        return self._transact(writes, "document") or document

    def resume(self, stream: NewStream) -> str:
        document = self._render(stream.instruction)
        counts = {"resumes": stream.attempt, "cuts": stream.cuts}
        facts = {**counts, "resume_webhook": stream.webhook, "resume_document": document}
        update = set_once_or_again(facts)
        update["UpdateExpression"] += " REMOVE stream_outcome"  # how the last stream ended says nothing about this one
        update["ExpressionAttributeValues"][":before"] = to_attribute(stream.attempt - 1)
        record = {
            "TableName": self._calls,
            "Key": to_item(table_keys.call(stream.call_id)),
            **update,
            "ConditionExpression": "attribute_not_exists(#resumes) OR #resumes = :before",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        event = TimelineEvent(f"resumed-{stream.attempt}", stream.at, "resumed", {"attempt": str(stream.attempt)})
        happened = event_item(stream.call_id, event, self._retention.expiry())
        token = to_item(table_keys.token(stream.token_fingerprint) | ticket_values(stream.ticket))
        writes: list[Any] = [
            {"Update": record},
            {"Put": {"TableName": self._calls, "Item": happened}},
            {"Put": {"TableName": self._directory, "Item": token}},
        ]
        return self._transact(writes, "resume_document") or document

    def _transact(self, writes: list[Any], document: str) -> str | None:
        """None when the writes succeeded; else the document of the first answer."""
        try:
            transact(self._dynamodb, writes)
        except self._dynamodb.exceptions.TransactionCanceledException as cancelled:
            standing = _document_that_won(cancelled.response, document)
            if standing is None:
                raise
            return standing
        return None

    def _record(self, answer: NewAnswer, document: str) -> dict[str, Any]:
        update = set_once_or_again(
            _facts(answer, document) | self._retention.expiry(), only_if_absent=FIRST_WORD_STANDS
        )
        return {
            "TableName": self._calls,
            "Key": to_item(table_keys.call(answer.call.call_id)),
            **update,
            "ConditionExpression": "attribute_not_exists(#document)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }

    def _event(self, answer: NewAnswer) -> dict[str, Any]:
        event = TimelineEvent("answer", answer.at, answer.reason, {"mode": answer.route.mode.value})
        return {"TableName": self._calls, "Item": event_item(answer.call.call_id, event, self._retention.expiry())}

    def _token(self, answer: NewAnswer) -> dict[str, Any]:
        assert answer.ticket
        assert answer.token_fingerprint
        item = to_item(table_keys.token(answer.token_fingerprint) | ticket_values(answer.ticket))
        return {"TableName": self._directory, "Item": item}

    def _conversation(self, answer: NewAnswer) -> dict[str, Any]:
        assert answer.conversation_id
        update = set_once_or_again({"call_id": answer.call.call_id, **self._retention.expiry()})
        return {
            "TableName": self._calls,
            "Key": to_item(table_keys.conversation_call(answer.conversation_id)),
            **update,
        }


def _facts(answer: NewAnswer, document: str) -> dict[str, Any]:
    return {
        "call_id": answer.call.call_id,
        "carrier": "twilio",
        "direction": answer.call.direction,
        "from_number": answer.call.from_number,
        "to_number": answer.call.to_number,
        "company_id": answer.route.company_id,
        "company_day": company_day(answer.route.company_id, answer.at),
        "started_at": answer.at.isoformat(),
        "mode": answer.route.mode.value,
        "agent_id": answer.route.agent_id or None,
        "provider": answer.route.spoken_by or None,
        "plan_id": answer.call.plan_id or None,
        "campaign_id": answer.route.campaign_id or None,
        "contact_id": answer.route.contact_id or None,
        "attempt_id": answer.route.attempt_id or None,
        "voice": answer.route.voice.values() if answer.route.voice else None,
        "remove_pii": answer.route.remove_pii or None,
        "clinical": answer.route.clinical or None,
        "disclosures": disclosed(answer.instruction, answer.route) or None,
        "conversation_id": answer.conversation_id,
        "answer_reason": answer.reason,
        "document": document,
        "route": route_values(answer.route),
    }


def _document_that_won(response: Mapping[str, Any], document: str) -> str | None:
    """A retry of the webhook lost the race: the reasons carry the record that stands."""
    record = response["CancellationReasons"][0].get("Item")
    return str(from_item(record)[document]) if record else None
