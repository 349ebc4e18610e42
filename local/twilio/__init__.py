"""The fake carrier: plays the telephone network and its API, from the vendor's documentation alone."""

from local.twilio.caller import Caller, Person
from local.twilio.calls import PhoneCall
from local.twilio.playout import Playout
from local.twilio.twilio import FakeTwilio

__all__ = ["Caller", "FakeTwilio", "Person", "PhoneCall", "Playout"]
