"""Tools a company lends its agent: an HTTP address each, called by the relay while the call goes on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
LONGEST_S = 20  # the vendor's default timeout of a client tool


@dataclass(frozen=True, slots=True)
class HttpTool:
    """An HTTP tool. `headers` names a secret for each header; a route never contains a value."""

    url: str
    method: str = "POST"
    timeout_s: int = 10
    headers: dict[str, str] = field(default_factory=dict)


def missing_secrets(headers: Mapping[str, str], owned: Collection[str]) -> list[str]:
    """The names that headers use and the company does not own: another company's is as unknown as none at all."""
    return sorted({name for name in headers.values() if name not in owned})


def filled_headers(headers: Mapping[str, str], owned: Mapping[str, str]) -> dict[str, str]:
    """Each header with its secret's value; `owned` are the secrets of the company whose tool or source it is.

    Raises KeyError for a name the company does not own.
    """
    return {header: owned[name] for header, name in headers.items()}
