"""The carrier's two clients, with the account as it is now: its tokens may be rotated while an environment lives."""

import time
from typing import TYPE_CHECKING

from trunkline.aws.secrets import SecretCache
from trunkline.vendors.twilio.call_control import Account, TwilioControl

if TYPE_CHECKING:
    from trunkline.vendors.twilio.client import TwilioCarrier


def twilio_control(base_url: str, cache: SecretCache) -> TwilioControl:
    """Looks at calls that run and steers them."""

    def account() -> Account:
        known = cache.current(time.time())
        return Account(known.twilio_account_sid, known.twilio_auth_tokens)

    return TwilioControl(base_url, account)


def twilio_carrier(base_url: str, cache: SecretCache) -> "TwilioCarrier":
    """Places calls and lists them."""
    # `call_progress` starts without httpx: most callbacks ask the carrier nothing
    from trunkline.vendors.twilio.client import TwilioCarrier
    from trunkline.web.vendor_client import VendorClient

    def credentials() -> tuple[str, str]:
        known = cache.current(time.time())
        return known.twilio_account_sid, next(iter(known.twilio_auth_tokens), "")

    return TwilioCarrier(VendorClient(base_url), credentials)
