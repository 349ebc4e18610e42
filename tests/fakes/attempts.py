"""One attempt that is being dialled, and its settlement: for webhooks about its call."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.fakes.campaigns import InMemoryCampaigns, InMemorySuppressions
from tests.fakes.webhooks import NOW
from trunkline.campaigns.domain.attempts import Attempt, AttemptState, attempt_id
from trunkline.campaigns.domain.campaigns import Campaign, CampaignState, Channel
from trunkline.campaigns.domain.contacts import Contact, ContactState
from trunkline.campaigns.use_cases.opt_out import OptOutDeps
from trunkline.campaigns.use_cases.settle_attempt import SettleAttemptDeps

OURS, ANA = "+15005550006", "+14155550123"
ATTEMPT = attempt_id("c1", "p1", 1)


@dataclass
class OneAttempt:
    """Its tables, and how it stands now."""

    store: InMemoryCampaigns = field(default_factory=lambda: InMemoryCampaigns(NOW))

    def begin(self, channel: Channel = Channel.RELAY, **more: Any) -> None:
        known: dict[str, Any] = {"agent_id": "agent_1", "state": CampaignState.RUNNING} | more
        self.store.add(Campaign("c1", "acme", "Recall", channel, OURS, NOW, **known))
        stands = {"state": ContactState.IN_HAND, "attempts": 1, "dialled": 1, "variables": {"first_name": "Ana"}}
        self.store.people["c1", "p1"] = Contact("p1", "c1", "acme", ANA, "America/Los_Angeles", "US-CA", **stands)
        due = NOW + timedelta(minutes=1)
        attempt = Attempt(ATTEMPT, "c1", "acme", "p1", 1, ANA, AttemptState.DIALLING, due, dialled_at=NOW)
        self.store.attempts["c1", "p1", 1] = attempt

    @property
    def now(self) -> Attempt:
        return self.store.attempts["c1", "p1", 1]

    @property
    def contact(self) -> Contact:
        return self.store.people["c1", "p1"]

    @property
    def stopped(self) -> set[str]:
        return {stop.phone for stop in self.store.stops}

    def opting_out(self) -> OptOutDeps:
        return OptOutDeps(InMemorySuppressions(self.store), SettleAttemptDeps(self.store), lambda: NOW)
