"""Campaigns, whom they call, and who must not be called."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from trunkline.domain.attempts import Attempt
from trunkline.domain.campaigns import Campaign, CampaignState
from trunkline.domain.contacts import Contact
from trunkline.domain.suppressions import Suppression


class Campaigns(Protocol):
    """What was ordered, and its state."""

    def add(self, campaign: Campaign) -> bool:
        """False when there is one of that name."""
        ...

    def find(self, campaign_id: str) -> Campaign | None: ...

    def of_company(self, company_id: str) -> list[Campaign]: ...

    def move(self, campaign_id: str, to: CampaignState, from_: Iterable[CampaignState], because: str = "") -> bool:
        """False when it stands elsewhere: whoever pauses or cancels wins over whoever read it running."""
        ...


class Contacts(Protocol):
    """The people on lists."""

    def add(self, contacts: Iterable[Contact]) -> int:
        """How many were new. One that is there already stays as it is."""
        ...

    def of_campaign(self, campaign_id: str) -> Iterator[Contact]: ...


class Attempts(Protocol):
    """Attempts as people look at them; the engine has writes of its own."""

    def of_campaign(self, campaign_id: str) -> Iterator[Attempt]: ...


class Suppressions(Protocol):
    """Who must not be called. Adding twice is adding once."""

    def add(self, suppression: Suppression) -> None: ...

    def remove(self, suppression: Suppression) -> bool: ...

    def of(self, phone: str, company_id: str, campaign_id: str) -> list[Suppression]:
        """Those that stop this campaign from calling that number."""
        ...

    def of_company(self, company_id: str) -> Iterator[Suppression]: ...


class Schedules(Protocol):
    """The clock that ticks a running campaign. Both may be done twice.

    Whoever starts a campaign creates its schedule. Nobody but the engine needs to remove it: a campaign that was paused
    still has live attempts to look after, and so has a cancelled one until the last of them is over.
    """

    def create(self, campaign_id: str) -> None: ...

    def remove(self, campaign_id: str) -> None: ...
