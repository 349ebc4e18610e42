"""Whoever can make a telephone ring for a campaign, and tell afterwards what became of it."""

from datetime import datetime
from typing import Protocol

from trunkline.domain.attempts import Attempt
from trunkline.domain.campaigns import Campaign
from trunkline.domain.dialling import Dialled, DialOrder, Resolved


class Dialler(Protocol):
    """One of them serves every channel. At most one AWS request of its own for each call dialled."""

    def dial(self, order: DialOrder) -> Dialled:
        """Asks the vendor once, and never again. CarrierError, ProviderError and NotConfigured: surely nothing rang
        (`domain.dialling.refused_ending` says what that comes to). OutcomeUnknown, a CarrierError itself: it may be
        ringing, so catch it first, and `resolve` later."""
        ...

    def resolve(self, attempt: Attempt, campaign: Campaign, now: datetime) -> Resolved:
        """What the vendor remembers. Changes nothing and may be asked again. Raises CarrierError and ProviderError
        when the vendor cannot be asked now: that is no answer, and least of all `not there`."""
        ...
