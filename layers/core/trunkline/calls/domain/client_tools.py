"""Tools a company lends its agent: an HTTP address each, called while the call goes on."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
WITHOUT_BODY = {"GET", "DELETE"}
LONGEST_S = 20  # the vendor's default timeout of a client tool
ANSWER_LIMIT_BYTES = 16 * 1024  # a model reads it while a person waits
PARAMETERS_LIMIT_BYTES = 16 * 1024
CALL_HEADER = "X-Trunkline-Call-Id"


@dataclass(frozen=True, slots=True)
class HttpTool:
    """An HTTP tool. `headers` names a secret for each header; a route never contains a value."""

    url: str
    method: str = "POST"
    timeout_s: int = 10
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def patience_s(self) -> int:
        return min(max(self.timeout_s, 1), LONGEST_S)


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The words of a tool for the agent, or the fault in words. Not final: nothing was done, and a repetition may do
    better."""

    text: str
    is_error: bool = False
    is_final: bool = True

    @classmethod
    def fault(cls, why: str, *, is_final: bool = True) -> "ToolResult":
        return cls(why, is_error=True, is_final=is_final)


def as_query(parameters: Mapping[str, Any]) -> dict[str, str]:
    """The parameters of a request without a body."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}


def missing_secrets(headers: Mapping[str, str], owned: Collection[str]) -> list[str]:
    """The names that headers use and the company does not own: another company's is as unknown as none at all."""
    return sorted({name for name in headers.values() if name not in owned})


def filled_headers(headers: Mapping[str, str], owned: Mapping[str, str]) -> dict[str, str]:
    """Each header with its secret's value; `owned` are the secrets of the company whose tool or source it is.

    Raises KeyError for a name the company does not own.
    """
    return {header: owned[name] for header, name in headers.items()}
