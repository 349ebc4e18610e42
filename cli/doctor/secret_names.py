"""Values of the vendors' secret by their flat name; those of a voice provider may stand in a section of its own."""

from collections.abc import Mapping
from typing import Any

PARTS = ("api_key", "webhook_secrets")


def value_of(secret: Mapping[str, Any], name: str) -> Any:
    """`retell_api_key`, or `api_key` of the section `providers.retell`. None where neither is filled."""
    for part in PARTS:
        if name.endswith(f"_{part}"):
            section = secret.get("providers", {}).get(name.removesuffix(f"_{part}"), {})
            return section.get(part) or secret.get(name) or None
    return secret.get(name) or None
