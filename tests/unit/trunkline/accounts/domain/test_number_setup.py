"""The set-up of a number at the carrier: the first fault a call would meet, and whether the carrier can mend it."""

from dataclasses import replace

import pytest

from trunkline.accounts.domain.number_setup import NumberSetup, OurAddresses, setup_fault

OURS = OurAddresses("https://voice.example.com/twilio/voice", "https://voice.example.com/status")
GOOD = NumberSetup("PN1", OURS.voice_url, "POST", OURS.status_url)


def test_a_number_that_rings_here_has_no_fault():
    assert setup_fault(GOOD, OURS) is None


@pytest.mark.parametrize(
    ("setup", "says", "is_mendable"),
    [
        (None, "is not in this Twilio account", False),
        (replace(GOOD, trunk_sid="TK1", application_sid="AP1"), "calls go to the trunk TK1", False),
        (replace(GOOD, application_sid="AP1", voice_url=""), "calls go to the TwiML application AP1", True),
        (replace(GOOD, voice_method="GET"), f"calls go to GET {OURS.voice_url}", True),
        (replace(GOOD, voice_url="", status_url=""), "calls go to POST no address", True),
        (replace(GOOD, status_url=""), "status changes go to no address", True),
    ],
)
def test_the_first_fault_is_named(setup, says, is_mendable):
    fault = setup_fault(setup, OURS)
    assert fault is not None
    assert (fault.says, fault.is_mendable) == (says, is_mendable)
