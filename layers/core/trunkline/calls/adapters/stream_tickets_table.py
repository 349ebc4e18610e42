"""One-shot stream tokens on the Directory table: spent by one conditional write, so two sockets cannot share one."""

from datetime import datetime

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import from_item, to_item
from trunkline.calls.adapters.route_items import ticket_from
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.errors import StreamRefused
from trunkline.ids import CallId

UNSPENT_OURS_AND_FRESH = (
    "attribute_exists(pk) AND attribute_not_exists(spent_at) AND call_id = :call AND expires_at > :now"
)


class StreamTicketsTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def spend(self, token_fingerprint: str, call_id: CallId, now: datetime) -> StreamTicket:
        try:
            spent = self._dynamodb.update_item(
                TableName=self._table,
                Key=to_item(table_keys.token(token_fingerprint)),
                UpdateExpression="SET spent_at = :now",
                ConditionExpression=UNSPENT_OURS_AND_FRESH,
                ExpressionAttributeValues=to_item({":now": int(now.timestamp()), ":call": call_id}),
                ReturnValues="ALL_NEW",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException as refused:
            raise StreamRefused("unknown, used, expired or foreign token") from refused
        return ticket_from(from_item(spent["Attributes"]))
