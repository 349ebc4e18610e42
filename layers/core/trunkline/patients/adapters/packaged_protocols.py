"""The risk protocols that come with the project: JSON documents beside this module."""

import json
from functools import cache
from pathlib import Path

from trunkline.patients.domain.protocols import RiskProtocol, read_protocol

FOLDER = Path(__file__).with_name("protocols")


@cache
def packaged_protocols() -> tuple[RiskProtocol, ...]:
    return tuple(read_protocol(json.loads(path.read_text())) for path in sorted(FOLDER.glob("*.json")))
