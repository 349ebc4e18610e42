"""The numbers of a Twilio account ("IncomingPhoneNumber resource", 2010-04-01): read, pointed at a stage, put back."""

from collections.abc import Callable
from typing import Any, TypeVar

import httpx

from trunkline.accounts.domain.number_setup import NumberSetup
from trunkline.errors import CarrierError
from trunkline.vendors.twilio.numbers_api import PAGE, page_of_numbers
from trunkline.web.json_responses import Unreadable, read_object
from trunkline.web.vendor_client import VendorClient

Read = TypeVar("Read")

PATIENCE_S = 10.0


class TwilioNumbers:
    """Raises CarrierError."""

    def __init__(self, base_url: str, account_sid: str, token: str) -> None:
        self._root = f"/2010-04-01/Accounts/{account_sid}"
        self._client = VendorClient(base_url, auth=(account_sid, token))

    def all(self) -> dict[str, NumberSetup]:
        path: str | None = f"{self._root}/IncomingPhoneNumbers.json?PageSize={PAGE}"
        found: dict[str, NumberSetup] = {}
        while path:
            page, path = self._ask("GET", path, page_of_numbers)
            found |= page
        return found

    def point(self, sid: str, voice_url: str, status_url: str) -> None:
        """Where its calls and their status changes go from now on; no application is asked instead."""
        self.set_up(NumberSetup(sid, voice_url, "POST", status_url))

    def set_up(self, setup: NumberSetup) -> None:
        form = {"VoiceUrl": setup.voice_url, "VoiceMethod": setup.voice_method}
        form |= {"StatusCallback": setup.status_url, "StatusCallbackMethod": setup.status_method}
        form["VoiceApplicationSid"] = setup.application_sid
        self._ask("POST", f"{self._root}/IncomingPhoneNumbers/{setup.sid}.json", dict, form)

    def _ask(
        self, method: str, path: str, read: Callable[[dict[str, Any]], Read], form: dict[str, str] | None = None
    ) -> Read:
        try:
            answer = self._client.request(method, path, data=form, timeout=PATIENCE_S)
        except httpx.HTTPError as error:
            raise CarrierError("unreachable", "Twilio does not answer") from error
        if not 200 <= answer.status_code < 300:
            raise CarrierError(str(answer.status_code), f"Twilio answers {answer.status_code}")
        try:
            return read_object(answer.content, read)
        except Unreadable as error:
            raise CarrierError("malformed_answer", "Twilio's answer cannot be read") from error
