"""Twilio's REST API: places, lists, looks up, changes and ends calls. Requests and answers are in `calls_api`.

httpx is imported with the first request: `call_progress` holds a client, and most callbacks send no request.
"""

import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from trunkline.accounts.domain.number_setup import NumberSetup
from trunkline.calls.domain.call_instructions import Ending
from trunkline.calls.domain.ended_calls import EndedPage
from trunkline.calls.domain.outbound.outbound_calls import OutboundCallRequest, PlacedCall
from trunkline.errors import CarrierError, NotConfigured, OutcomeUnknown
from trunkline.ids import CallId
from trunkline.vendors.twilio import calls_api as wire
from trunkline.vendors.twilio import numbers_api, twiml
from trunkline.vendors.twilio.calls_api import CREATE_BUDGET_S, READ_BUDGET_S, FormRequest

if TYPE_CHECKING:
    from trunkline.web.vendor_client import Answer, VendorClient

UNAUTHENTICATED = 401
NO_KEYS = (
    "Twilio credentials not configured."
    " Please put twilio_account_sid and twilio_auth_tokens into the vendors' secret (VendorSecretName)."
)


@dataclass(frozen=True, slots=True)
class Account:
    """The account and its auth tokens. Two tokens count while one is rotated."""

    sid: str
    tokens: Sequence[str] = field(repr=False)


class TwilioClient:
    """The ports `Carrier`, `CarrierHistory`, `CallControl`, `CarrierArchive` and `CarrierNumbers`.

    Raises CarrierError for a refusal, OutcomeUnknown where no readable answer came back, NotConfigured without an
    account. `account` is called for each request: tokens may be rotated while an environment lives.
    """

    def __init__(self, base_url: str, account: Callable[[], Account], verify: ssl.SSLContext | None = None) -> None:
        self._base_url, self._verify = base_url, verify
        self._account = account

    @property
    def is_configured(self) -> bool:
        account = self._account()
        return bool(account.sid and any(account.tokens))

    def place(self, order: OutboundCallRequest) -> PlacedCall:
        """Raises OutcomeUnknown when no answer came back: then ask `placed_since`, never again."""
        return wire.read_call(*self._send(wire.create_call(self._sid, order), CREATE_BUDGET_S))

    def find(self, call_id: CallId) -> PlacedCall | None:
        try:
            return wire.read_call(*self._send(wire.fetch_call(self._sid, call_id)))
        except CarrierError as error:
            if error.code == wire.UNKNOWN_CALL:
                return None
            raise

    def placed_since(self, to_number: str, from_number: str, since: datetime) -> list[PlacedCall]:
        """Eventually consistent: a call of this second may not be listed yet."""
        found = wire.read_calls(*self._send(wire.list_calls(self._sid, to_number, from_number)))
        return [call for call in found if call.created_at is None or call.created_at >= since]

    def ended(self, since: datetime, until: datetime, cursor: str | None) -> EndedPage:
        """Calls that ended in between, newest first; `cursor` is the next page's path from the last answer."""
        request = self._next(cursor) if cursor else wire.list_ended(self._sid, since, until)
        return wire.read_ended(*self._send(request))

    def numbers(self) -> dict[str, NumberSetup]:
        """All of the account's, by number."""
        found, cursor = numbers_api.read_numbers(*self._send(numbers_api.list_numbers(self._sid)))
        while cursor:
            more, cursor = numbers_api.read_numbers(*self._send(self._next(cursor)))
            found |= more
        return found

    def status(self, call_id: CallId) -> str | None:
        found = self._if_live(wire.fetch_call(self._sid, call_id))
        return found.status if found else None

    def continue_with(self, call_id: CallId, url: str) -> bool:
        return self._if_live(wire.redirect_call(self._sid, call_id, url)) is not None

    def play(self, call_id: CallId, ending: Ending) -> bool:
        return self._if_live(wire.replace_twiml(self._sid, call_id, twiml.ending(ending))) is not None

    def limit(self, call_id: CallId, seconds: int) -> bool:
        return self._if_live(wire.limit_call(self._sid, call_id, seconds)) is not None

    def end(self, call_id: CallId) -> bool:
        """Hangs up both sides. False when the call was over already."""
        return self._if_live(wire.end_call(self._sid, call_id)) is not None

    def erase_call(self, call_id: CallId) -> int:
        """Deletes recordings and the call; how many there were. A call that is not over is refused."""
        listed = wire.read_recordings(*self._send(wire.list_recordings(self._sid, call_id)))
        requests = [wire.delete_recording(self._sid, sid) for sid in listed]
        requests.append(wire.delete_call(self._sid, call_id))
        return sum(wire.read_deleted(*self._send(request)) for request in requests)

    @property
    def _sid(self) -> str:
        if not self.is_configured:
            raise NotConfigured(NO_KEYS)
        return self._account().sid

    def _next(self, cursor: str) -> FormRequest:
        """Twilio spells out where the next page is; it is the account's, or not asked for."""
        if not cursor.startswith(f"/2010-04-01/Accounts/{self._sid}/"):
            raise CarrierError("malformed_answer", "a next page that is not the account's")
        return wire.next_page(cursor)

    def _if_live(self, request: FormRequest) -> PlacedCall | None:
        """The call after the request; None for a call that is over or unknown."""
        try:
            return wire.read_call(*self._send(request))
        except CarrierError as error:
            if wire.is_already_over(error):
                return None
            raise

    def _send(self, request: FormRequest, budget_s: float | None = None) -> tuple[int, bytes]:
        """Tries the next token after a 401 only: that request was not carried out."""
        *others, last = self._account().tokens
        for token in others:
            answer = self._request(request, token, budget_s or READ_BUDGET_S)
            if answer.status_code != UNAUTHENTICATED:
                break
        else:
            answer = self._request(request, last, budget_s or READ_BUDGET_S)
        return answer.status_code, answer.content

    def _request(self, request: FormRequest, token: str, budget_s: float) -> "Answer":
        import httpx

        auth = (self._sid, token)
        try:
            return self._client.request(
                request.method, request.path, data=request.form, params=request.query, auth=auth, timeout=budget_s
            )
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise CarrierError("unreachable", "the carrier could not be reached") from error  # nothing was sent
        except httpx.HTTPError as error:
            raise OutcomeUnknown("no_answer", "the carrier did not answer") from error

    @cached_property
    def _client(self) -> "VendorClient":
        from trunkline.web.vendor_client import VendorClient

        return VendorClient(self._base_url, self._verify)
