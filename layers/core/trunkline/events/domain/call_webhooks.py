"""Call webhooks: the `webhook_url` that was given when a call was placed, an event endpoint for that call only.

The URL is a fact of the call's record, so it expires and is erased with the call. Health is kept for each call; the
signing secrets are shared by the webhooks of all of a company's calls.
"""

from trunkline.ids import CallId

PREFIX = "call-"  # how the ids of these endpoints begin
SHARED = "call-webhooks"  # the endpoint id under which a company's secrets for them are kept


def webhook_id(call_id: str) -> str:
    return PREFIX + call_id


def call_of(endpoint_id: str) -> CallId | None:
    """None for an endpoint of the company itself."""
    if endpoint_id == SHARED or not endpoint_id.startswith(PREFIX):
        return None
    return CallId(endpoint_id.removeprefix(PREFIX))
