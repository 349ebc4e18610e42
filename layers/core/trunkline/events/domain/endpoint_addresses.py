"""Addresses that event endpoints may have: https and public in the cloud, any in the local world."""

from enum import StrEnum
from urllib.parse import urlsplit

from trunkline.errors import BadRequest
from trunkline.web.public_addresses import is_address, is_public

INSIDE = ("localhost", ".localhost", ".local", ".internal")


class EndpointAddresses(StrEnum):
    """The setting EVENT_ENDPOINT_ADDRESSES. The template fixes it to `public`."""

    PUBLIC = "public"
    ANY = "any"

    def refuse(self, url: str, field: str) -> None:
        """Raises BadRequest, which names the field. A host name is looked up at every delivery, and not here."""
        if self is EndpointAddresses.PUBLIC and (fault := _fault(url)):
            raise BadRequest(f"{field}: {fault}")


def _fault(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        return "not an address"
    if parts.scheme != "https" or not host or not port_is_good or parts.username is not None:
        return "an https address with a host, without a user, is expected"
    is_inside = host.endswith(INSIDE) or (is_address(host) and not is_public(host))
    return "not a public address" if is_inside else ""
