"""The carrier's REST API, as far as we ask it anything: where a call stands, and to do something else with it.

"Call resource", Twilio Voice API 2010-04-01, read 2026-11. None of these requests harms when it is sent twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trunkline.calls.domain.call_instructions import Ending
from trunkline.errors import CarrierError
from trunkline.ids import CallId
from trunkline.vendors.twilio import twiml
from trunkline.web.json_responses import Unreadable, read_object

if TYPE_CHECKING:
    from trunkline.web.vendor_client import VendorClient

PATIENCE_S = 5.0
NOT_IN_PROGRESS = 21220
UNAUTHENTICATED = 401
GONE = 404


@dataclass(frozen=True, slots=True)
class Account:
    """Whose calls they are, and what opens the door: two tokens count while one is rotated."""

    sid: str
    tokens: Sequence[str] = field(repr=False)


class TwilioControl:
    """The port `CallControl`. One client for each environment, made at the first request."""

    def __init__(self, base_url: str, account: Callable[[], Account]) -> None:
        self._base_url = base_url
        self._account = account
        self._client: VendorClient | None = None

    def status(self, call_id: CallId) -> str | None:
        answer = self._ask("GET", call_id, None)
        return str(answer["status"]) if answer and answer.get("status") else None

    def continue_with(self, call_id: CallId, url: str) -> bool:
        return self._ask("POST", call_id, {"Url": url, "Method": "POST"}) is not None

    def play(self, call_id: CallId, ending: Ending) -> bool:
        return self._ask("POST", call_id, {"Twiml": twiml.ending(ending)}) is not None

    def limit(self, call_id: CallId, seconds: int) -> bool:
        return self._ask("POST", call_id, {"TimeLimit": str(seconds)}) is not None

    def _ask(self, method: str, call_id: CallId, form: dict[str, str] | None) -> dict[str, Any] | None:
        """The call as the carrier has it now; None when it is over or unknown."""
        status, payload = self._with_a_token_that_fits(method, call_id, form)
        if 200 <= status < 300:
            return payload
        code = payload.get("code", "")
        if status == GONE or code == NOT_IN_PROGRESS:
            return None
        raise CarrierError(str(code or f"http_{status}"), "the carrier did not do it")

    def _with_a_token_that_fits(
        self, method: str, call_id: CallId, form: dict[str, str] | None
    ) -> tuple[int, dict[str, Any]]:
        account, status, payload = self._account(), 0, dict[str, Any]()
        if not account.sid or not account.tokens:
            raise CarrierError("no_credentials", "the carrier did not do it")
        for token in account.tokens:
            status, payload = self._send(method, call_id, form, account.sid, token)
            if status != UNAUTHENTICATED:
                break
        return status, payload

    def _send(
        self, method: str, call_id: CallId, form: dict[str, str] | None, account: str, token: str
    ) -> tuple[int, dict[str, Any]]:
        import httpx

        from trunkline.web.vendor_client import VendorClient

        self._client = self._client or VendorClient(self._base_url)
        path = f"/2010-04-01/Accounts/{account}/Calls/{call_id}.json"
        try:
            answer = self._client.request(method, path, data=form, auth=(account, token), timeout=PATIENCE_S)
        except httpx.TimeoutException as error:
            raise CarrierError("timeout", "the carrier did not do it") from error
        except httpx.HTTPError as error:
            raise CarrierError("unreachable", "the carrier did not do it") from error
        return answer.status_code, _object(answer.status_code, answer.content)


def _object(status: int, body: bytes) -> dict[str, Any]:
    """An error page instead of JSON has no code of its own; a 2xx that is no call is a failure."""
    try:
        return read_object(body, dict)
    except Unreadable as error:
        if 200 <= status < 300:
            raise CarrierError("answer_unreadable", "the carrier did not do it") from error
        return {}
