"""S3 event notifications, as a queue delivers them."""

import json
from urllib.parse import unquote_plus


def keys_in(body: str) -> list[str]:
    """The objects a notice names. The test event S3 sends when a notification is set up names none."""
    records = json.loads(body).get("Records", [])
    return [unquote_plus(record["s3"]["object"]["key"]) for record in records]
