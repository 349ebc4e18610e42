"""Secrets of a stage that a command reads itself."""

import json
from typing import Any

from cli.stage import StageUnknown


def read_secret(client: Any, name: str) -> dict[str, Any]:
    """Raises StageUnknown for one that was filled with something else than names and values."""
    text = client.get_secret_value(SecretId=name)["SecretString"]
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise StageUnknown(f"the secret {name} is no JSON object: put it in again (docs/howto/deploy.md)")
    return found
