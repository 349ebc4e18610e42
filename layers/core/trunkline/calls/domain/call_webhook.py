"""The `webhook_url` of a call: where its events are sent."""


def events_url(webhook_url: str, public_base_url: str) -> str | None:
    """None for an address of this stage: a program may name its webhook, which answers calls and takes no events."""
    if not webhook_url or webhook_url.startswith(public_base_url + "/"):
        return None
    return webhook_url
