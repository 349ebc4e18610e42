"""Retell's agents, as a route's check asks for them."""

from collections.abc import Callable
from urllib.parse import quote

from trunkline.errors import ProviderError
from trunkline.speech.domain.voices import SIP, AgentFormats
from trunkline.vendors.retell.api import RetellApi, read
from trunkline.web.vendor_requests import VendorRequest

MISSING = 404


class RetellAgents:
    """The port `AgentBook`. A call reaches an agent by SIP, where both sides agree on a codec."""

    def __init__(self, api: Callable[[], RetellApi]) -> None:
        self._api = api

    def agent(self, agent_id: str) -> AgentFormats | None:
        try:
            read(*self._api().send(VendorRequest("GET", f"/get-agent/{quote(agent_id, safe='')}")), dict)
        except ProviderError as error:
            if error.status == MISSING:
                return None
            raise
        return AgentFormats(agent_id, SIP, SIP)
