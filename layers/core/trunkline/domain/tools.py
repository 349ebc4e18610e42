"""Tools a company lends its agent: an HTTP address each, called by the relay while the call goes on."""

from dataclasses import dataclass, field

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
LONGEST_S = 20  # what the vendor waits for a client tool, unless told otherwise


@dataclass(frozen=True, slots=True)
class HttpTool:
    """Where a tool lives. `headers` names a secret for each header; no value ever stands in a route."""

    url: str
    method: str = "POST"
    timeout_s: int = 10
    headers: dict[str, str] = field(default_factory=dict)
