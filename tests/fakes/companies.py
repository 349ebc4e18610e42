"""Companies and their keys in memory."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from trunkline.accounts.domain.companies import ApiKey, Company, SocketTicket
from trunkline.errors import Conflict
from trunkline.speech.domain.voice_profiles import VoiceProfiles


@dataclass
class InMemoryCompanies:
    companies: dict[str, Company] = field(default_factory=dict)
    keys: dict[str, ApiKey] = field(default_factory=dict)
    tickets: dict[str, SocketTicket] = field(default_factory=dict)
    agents: set[tuple[str, str]] = field(default_factory=set)  # company and agent
    profiles: dict[str, VoiceProfiles] = field(default_factory=dict)

    def add(self, company: Company) -> None:
        if company.company_id in self.companies:
            raise Conflict(company.company_id)
        self.companies[company.company_id] = company

    def find(self, company_id: str) -> Company | None:
        return self.companies.get(company_id)

    def add_key(self, key: ApiKey) -> None:
        self.keys[key.fingerprint] = key

    def key_of(self, fingerprint: str) -> ApiKey | None:
        return self.keys.get(fingerprint)

    def key_now(self, fingerprint: str) -> ApiKey | None:
        return self.key_of(fingerprint)

    def keys_of(self, company_id: str) -> list[ApiKey]:
        return [key for key in self.keys.values() if key.company_id == company_id]

    def end_key(self, key: ApiKey, at: datetime) -> None:
        self.keys[key.fingerprint] = replace(key, ends_at=at)

    def add_ticket(self, ticket: SocketTicket) -> None:
        self.tickets[ticket.fingerprint] = ticket

    def spend_ticket(self, fingerprint: str, now: datetime) -> SocketTicket | None:
        ticket = self.tickets.pop(fingerprint, None)
        return ticket if ticket and now < ticket.expires_at else None

    def voice_profiles(self, company_id: str) -> VoiceProfiles:
        return self.profiles.get(company_id, VoiceProfiles())

    def set_voice_profiles(self, company_id: str, profiles: VoiceProfiles) -> None:
        self.profiles[company_id] = profiles
