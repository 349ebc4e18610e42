"""The carrier's client, with the account as it is now: its tokens may be rotated while an environment lives."""

import time
from typing import TYPE_CHECKING

from trunkline.aws.secrets import SecretCache
from trunkline.vendors.twilio.client import Account, TwilioClient

if TYPE_CHECKING:
    from trunkline.vendors.twilio.recordings_client import TwilioRecordings


def twilio_client(base_url: str, cache: SecretCache) -> TwilioClient:
    return TwilioClient(base_url, lambda: _account(cache))


def twilio_recordings(base_url: str, cache: SecretCache) -> "TwilioRecordings":
    """Imported here: most functions with a carrier's client send it no request, and fetch nothing."""
    from trunkline.vendors.twilio.recordings_client import TwilioRecordings

    return TwilioRecordings(base_url, lambda: _account(cache))


def _account(cache: SecretCache) -> Account:
    known = cache.current(time.time())
    return Account(known.twilio_account_sid, known.twilio_auth_tokens)
