"""Turns of running calls, on the Calls table. Written beside the audio, read to take a call up or to follow it."""

from datetime import datetime
from itertools import islice
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import to_item
from trunkline.aws.retention import Retention
from trunkline.aws.table_reads import pages
from trunkline.calls.domain.turns import TURNS_RETOLD, CheckpointedTurn, SpokenTurn
from trunkline.ids import CallId


class TurnsTable:
    def __init__(self, dynamodb: DynamoDB, table: str, retention: Retention | None = None) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._retention = retention or Retention()

    def note_turn(self, call_id: CallId, at: datetime, turn: SpokenTurn) -> None:
        """A repeated turn (a correction) with the same time overwrites itself."""
        values = {"number": turn.number, "speaker": turn.speaker, "text": turn.text}
        item = to_item(table_keys.turn(call_id, at, turn.number) | values | self._retention.expiry())
        self._dynamodb.put_item(TableName=self._table, Item=item)

    def story(self, call_id: CallId) -> list[SpokenTurn]:
        """The newest turns, oldest first, whichever relay noted them."""
        question = self._question(call_id) | {"ScanIndexForward": False, "Limit": TURNS_RETOLD}
        found = pages(self._dynamodb, **question)
        newest = list(islice(found, TURNS_RETOLD))
        return [_turn(item) for item in reversed(newest)]

    def checkpoints(self, call_id: CallId) -> list[CheckpointedTurn]:
        """Every turn on file, oldest first."""
        return [
            CheckpointedTurn(table_keys.time_of_turn(item), _turn(item))
            for item in pages(self._dynamodb, **self._question(call_id))
        ]

    def _question(self, call_id: CallId) -> dict[str, Any]:
        values = {":pk": table_keys.call(call_id)["pk"], ":turn": "TURN#"}
        return {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :pk AND begins_with(sk, :turn)",
            "ExpressionAttributeValues": to_item(values),
            "ConsistentRead": True,
        }


def _turn(values: dict[str, Any]) -> SpokenTurn:
    return SpokenTurn(values["number"], values["speaker"], values["text"])
