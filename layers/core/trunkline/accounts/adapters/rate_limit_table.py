"""The rate limit: one counter per key and minute on the Directory table, with a short expiry."""

from datetime import datetime

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import to_attribute, to_item

KEPT_S = 300


class RateTable:
    def __init__(self, dynamodb: DynamoDB, table: str, per_minute: int) -> None:
        self._dynamodb = dynamodb
        self._table = table
        self._per_minute = per_minute

    def allows(self, key_id: str, now: datetime) -> bool:
        """A request that is refused does not count, so that a client that slows down gets in again."""
        minute = int(now.timestamp()) // 60
        values = {":one": 1, ":most": self._per_minute, ":expires": minute * 60 + KEPT_S}
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key=to_item(table_keys.rate(key_id, minute)),
                UpdateExpression="SET expires_at = :expires ADD asked :one",
                ConditionExpression="attribute_not_exists(asked) OR asked < :most",
                ExpressionAttributeValues={name: to_attribute(value) for name, value in values.items()},
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True
