"""One-shot stream tokens on the Directory table: spent by one conditional write, so two sockets cannot share one."""

from datetime import datetime

from trunkline.aws import table_keys
from trunkline.aws.conditional_writes import spend
from trunkline.aws.dynamodb import DynamoDB
from trunkline.calls.adapters.route_items import ticket_from
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.errors import StreamRefused
from trunkline.ids import CallId


class StreamTicketsTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def spend(self, token_fingerprint: str, call_id: CallId, now: datetime) -> StreamTicket:
        key, now_s = table_keys.token(token_fingerprint), int(now.timestamp())
        spent = spend(self._dynamodb, self._table, key, now_s, {"call_id": call_id})
        if spent is None:
            raise StreamRefused("unknown, used, expired or foreign token")
        return ticket_from(spent)
