"""The fake carrier: plays the telephone network and its API, from the vendor's documentation alone."""

from local.twilio.caller import Caller, Person
from local.twilio.calls.call_state import CallState
from local.twilio.media.playout import Playout
from local.twilio.twilio import FakeTwilio

__all__ = ["CallState", "Caller", "FakeTwilio", "Person", "Playout"]
