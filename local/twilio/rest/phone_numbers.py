"""The IncomingPhoneNumbers resource: the account's numbers and their webhooks, read and changed over REST."""

from typing import Any

from aiohttp import web

from local.twilio.rest.rules import Form
from local.twilio.state import OwnNumber, TwilioState

CHANGEABLE = {  # form field: attribute of the number
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "fallback_url",
    "StatusCallback": "status_callback",
    "StatusCallbackMethod": "status_method",
    "VoiceApplicationSid": "application_sid",
}


def listed(state: TwilioState, request: web.Request) -> web.Response:
    """All of them in one page, or the one that was asked for by its number."""
    wanted = request.query.get("PhoneNumber")
    found = [number for number in state.numbers.values() if wanted in {None, number.number}]
    path = request.path
    return web.json_response(
        {
            "incoming_phone_numbers": [number_json(number, state.account_sid) for number in found],
            "page": 0,
            "page_size": 50,
            "start": 0,
            "end": max(len(found) - 1, 0),
            "uri": path,
            "first_page_uri": f"{path}?PageSize=50&Page=0",
            "next_page_uri": None,
            "previous_page_uri": None,
        }
    )


def changed(state: TwilioState, sid: str, form: Form) -> dict[str, Any] | None:
    """None when the account has no such number."""
    number = next((owned for owned in state.numbers.values() if owned.sid == sid), None)
    if number is None:
        return None
    for field, attribute in CHANGEABLE.items():
        if field in form:
            setattr(number, attribute, form[field][0])
    return number_json(number, state.account_sid)


def number_json(number: OwnNumber, account_sid: str) -> dict[str, Any]:
    return {
        "sid": number.sid,
        "account_sid": account_sid,
        "phone_number": number.number,
        "friendly_name": number.number,
        "voice_url": number.voice_url,
        "voice_method": number.voice_method,
        "voice_fallback_url": number.fallback_url,
        "status_callback": number.status_callback,
        "status_callback_method": number.status_method,
        "voice_application_sid": number.application_sid,
        "trunk_sid": None,
        "capabilities": {"voice": True, "sms": False, "mms": False, "fax": False},
        "api_version": "2010-04-01",
        "uri": f"/2010-04-01/Accounts/{account_sid}/IncomingPhoneNumbers/{number.sid}.json",
    }
