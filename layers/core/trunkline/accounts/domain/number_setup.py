"""The set-up of a number at the carrier, and what of it keeps calls from us. Pure: facts in, a fault out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NumberSetup:
    """A number at the carrier."""

    sid: str
    voice_url: str
    voice_method: str
    status_url: str
    status_method: str = "POST"
    application_sid: str = ""  # a TwiML application or a trunk, which the carrier asks instead of the address
    trunk_sid: str = ""


@dataclass(frozen=True, slots=True)
class OurAddresses:
    """Where the carrier should send a number's calls, and their changes of status."""

    voice_url: str
    status_url: str


@dataclass(frozen=True, slots=True)
class SetupFault:
    """What is wrong, what a person does about it, and whether the carrier's API can mend it."""

    says: str
    how: str
    is_mendable: bool = True


def setup_fault(setup: NumberSetup | None, ours: OurAddresses) -> SetupFault | None:
    """The first fault that a call would meet; None where it rings here."""
    if setup is None:
        return SetupFault("is not in this Twilio account", "buy it there, or remove its route", is_mendable=False)
    if setup.trunk_sid:
        says = f"calls go to the trunk {setup.trunk_sid}"
        return SetupFault(says, "take it off the trunk at Twilio", is_mendable=False)
    if setup.application_sid:
        return SetupFault(
            f"calls go to the TwiML application {setup.application_sid}", f"should be POST {ours.voice_url}"
        )
    if (setup.voice_url, setup.voice_method) != (ours.voice_url, "POST"):
        says = f"calls go to {setup.voice_method} {setup.voice_url or 'no address'}"
        return SetupFault(says, f"should be POST {ours.voice_url}")
    if setup.status_url != ours.status_url:
        return SetupFault(f"status changes go to {setup.status_url or 'no address'}", f"should be {ours.status_url}")
    return None
