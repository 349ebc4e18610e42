"""The fake carrier: plays the telephone network and its API, from the vendor's documentation alone."""

from local.carrier.caller import Caller, Person
from local.carrier.calls import PhoneCall
from local.carrier.playout import Playout
from local.carrier.twilio import FakeTwilio

__all__ = ["Caller", "FakeTwilio", "Person", "PhoneCall", "Playout"]
