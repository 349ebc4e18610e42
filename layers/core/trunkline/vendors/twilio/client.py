"""Twilio's REST API over httpx: place, look at and end calls. What is said there is in vendors/twilio/calls_api."""

from collections.abc import Callable
from datetime import datetime

import httpx

from trunkline.calls.domain.ended_calls import EndedPage
from trunkline.calls.domain.outbound_calls import OutboundCallRequest, PlacedCall
from trunkline.errors import CarrierError, NotConfigured, OutcomeUnknown
from trunkline.ids import CallId
from trunkline.vendors.twilio import calls_api as wire
from trunkline.vendors.twilio.calls_api import CREATE_BUDGET_S, READ_BUDGET_S, FormRequest
from trunkline.web.vendor_client import VendorClient

NO_KEYS = (
    "Twilio credentials not configured."
    " Please put twilio_account_sid and twilio_auth_tokens into the vendors' secret (VendorSecretName)."
)


class TwilioCarrier:
    """`credentials` gives account and token as they are now. Raises CarrierError, and NotConfigured without them."""

    def __init__(self, client: VendorClient, credentials: Callable[[], tuple[str, str]]) -> None:
        self._client = client
        self._credentials = credentials

    @property
    def is_configured(self) -> bool:
        return all(self._credentials())

    def place(self, order: OutboundCallRequest) -> PlacedCall:
        """Raises OutcomeUnknown when no answer came back: then ask `placed_since`, never again."""
        return wire.read_call(*self._send(wire.create_call(self._account, order), CREATE_BUDGET_S))

    def find(self, call_id: CallId) -> PlacedCall | None:
        try:
            return wire.read_call(*self._send(wire.fetch_call(self._account, call_id), READ_BUDGET_S))
        except CarrierError as error:
            if error.code == "20404":
                return None
            raise

    def placed_since(self, to_number: str, from_number: str, since: datetime) -> list[PlacedCall]:
        """Eventually consistent: a call of this second may not be listed yet."""
        request = wire.list_calls(self._account, to_number, from_number)
        found = wire.read_calls(*self._send(request, READ_BUDGET_S))
        return [call for call in found if call.created_at is None or call.created_at >= since]

    def ended(self, since: datetime, until: datetime, cursor: str | None) -> EndedPage:
        """Calls that ended in between, newest first; `cursor` is where the last page said the next one is."""
        if cursor and not cursor.startswith(f"/2010-04-01/Accounts/{self._account}/"):
            raise CarrierError("malformed_answer", "a next page that is not the account's")
        request = wire.next_page(cursor) if cursor else wire.list_ended(self._account, since, until)
        return wire.read_ended(*self._send(request, READ_BUDGET_S))

    def end(self, call_id: CallId) -> bool:
        """Hangs up, whoever talks. False when the call was over already."""
        try:
            wire.read_call(*self._send(wire.end_call(self._account, call_id), READ_BUDGET_S))
        except CarrierError as error:
            if wire.is_already_over(error):
                return False
            raise
        return True

    def erase_call(self, call_id: CallId) -> int:
        """Recordings and the call itself; how many things there were. A call that is not over is refused."""
        listed = wire.read_recordings(*self._send(wire.list_recordings(self._account, call_id), READ_BUDGET_S))
        requests = [wire.delete_recording(self._account, sid) for sid in listed]
        requests.append(wire.delete_call(self._account, call_id))
        return sum(wire.read_deleted(*self._send(request, READ_BUDGET_S)) for request in requests)

    @property
    def _account(self) -> str:
        if not self.is_configured:
            raise NotConfigured(NO_KEYS)
        return self._credentials()[0]

    def _send(self, request: FormRequest, budget_s: float) -> tuple[int, bytes]:
        try:
            answer = self._client.request(
                request.method,
                request.path,
                data=request.form,
                params=request.query,
                auth=self._credentials(),
                timeout=budget_s,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise CarrierError("unreachable", "the carrier could not be reached") from error  # nothing was sent
        except httpx.HTTPError as error:
            raise OutcomeUnknown("no_answer", "the carrier did not answer") from error
        return answer.status_code, answer.content
