"""The numbers of a Twilio account as requests and answers ("IncomingPhoneNumber resource", 2010-04-01)."""

from collections.abc import Mapping
from typing import Any

from trunkline.accounts.domain.number_setup import NumberSetup
from trunkline.vendors.twilio.calls_api import FormRequest, read_answer
from trunkline.web.json_responses import objects, optional_text, text

PAGE = 1000
Page = tuple[dict[str, NumberSetup], str | None]  # numbers, and where the next ones are


def list_numbers(account_sid: str) -> FormRequest:
    path = f"/2010-04-01/Accounts/{account_sid}/IncomingPhoneNumbers.json"
    return FormRequest("GET", path, query={"PageSize": str(PAGE)})


def read_numbers(status: int, body: bytes) -> Page:
    return read_answer(status, body, page_of_numbers)


def page_of_numbers(payload: dict[str, Any]) -> Page:
    listed = {text(number, "phone_number"): _number(number) for number in objects(payload, "incoming_phone_numbers")}
    return listed, optional_text(payload, "next_page_uri") or None


def _number(payload: Mapping[str, Any]) -> NumberSetup:
    return NumberSetup(
        text(payload, "sid"),
        optional_text(payload, "voice_url"),
        optional_text(payload, "voice_method"),
        optional_text(payload, "status_callback"),
        optional_text(payload, "status_callback_method") or "POST",
        optional_text(payload, "voice_application_sid"),
        optional_text(payload, "trunk_sid"),
    )
