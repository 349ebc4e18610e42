"""A campaign's counts and its latest endings, in several items: calls that end together do not wait for each other."""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import to_attribute, to_item
from trunkline.campaigns.adapters.items import millis, moment_of
from trunkline.campaigns.domain.attempts import Outcome
from trunkline.campaigns.domain.pacing import CampaignCounters, Ended

PARTS = 8
OUTCOME = "outcome_"
ENDINGS_KEPT = 200  # in each part, until a tick shortens it to what the breaker looks at


def change_counts(
    table: str, campaign_id: str, contact_id: str, changes: Mapping[str, int], ended: Ended | None
) -> Any:
    """A part of a transaction that changes counts together with what they count."""
    known = {name: by for name, by in changes.items() if by}
    names = {f"#{n}": name for n, name in enumerate(known)}
    values = {f":{n}": to_attribute(by) for n, by in enumerate(known.values())}
    expression = "ADD " + ", ".join(f"#{n} :{n}" for n in range(len(known)))
    if ended:
        expression = f"SET ended = list_append(if_not_exists(ended, :none), :ended) {expression}"
        values |= to_item({":none": [], ":ended": [f"{millis(ended.at)}:{int(ended.has_failed)}"]})
    part = crc32(contact_id.encode()) % PARTS
    return {
        "Update": {
            "TableName": table,
            "Key": to_item(table_keys.campaign_count(campaign_id, part)),
            "UpdateExpression": expression,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
    }


def outcome_count(outcome: Outcome) -> str:
    return OUTCOME + outcome.value


def tally_from(values: Mapping[str, Any]) -> CampaignCounters:
    outcomes = {Outcome(name.removeprefix(OUTCOME)): n for name, n in values.items() if name.startswith(OUTCOME)}
    plain = {name: values.get(name, 0) for name in ("live", "dialled", "contacts", "done", "refused", "billed_s")}
    return CampaignCounters(**plain, outcomes=outcomes)


def ended_from(values: Mapping[str, Any]) -> list[Ended]:
    return [_ended(text) for text in values.get("ended", [])]


def _ended(text: str) -> Ended:
    at, has_failed = text.split(":")
    moment = moment_of(int(at))
    assert moment
    return Ended(moment, has_failed == "1")
