"""The carrier's client, with the account as it is now: its tokens may be rotated while an environment lives."""

import time

from trunkline.aws.secrets import SecretCache
from trunkline.vendors.twilio.client import Account, TwilioClient


def twilio_client(base_url: str, cache: SecretCache) -> TwilioClient:
    def account() -> Account:
        known = cache.current(time.time())
        return Account(known.twilio_account_sid, known.twilio_auth_tokens)

    return TwilioClient(base_url, account)
