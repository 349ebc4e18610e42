"""Companies and their API keys on the Directory table. A key is kept as its fingerprint only."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from trunkline.accounts.domain.companies import ApiKey, Company, Scope, SocketTicket
from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.errors import Conflict
from trunkline.speech.domain.voice_profiles import VoiceProfiles
from trunkline.speech.domain.voices import VoiceChoice

KEYS, COMPANIES = "key", "company"


ALL_COMPANIES = ""  # the index partition that lists all companies


class CompaniesTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    @property
    def directory(self) -> Directory:
        return self._directory

    def add(self, company: Company) -> None:
        """Raises Conflict when there is one of that name already."""
        values = {"company_id": company.company_id, "name": company.name, "created_at": company.created_at.isoformat()}
        values["of_company"] = table_keys.of_company(ALL_COMPANIES, COMPANIES)
        if not self._directory.put_new(table_keys.company(company.company_id) | values):
            raise Conflict(f"company {company.company_id} exists already")

    def find(self, company_id: str) -> Company | None:
        found = self._directory.get(table_keys.company(company_id))
        return _company(found) if found else None

    def all(self) -> list[Company]:
        return [_company(values) for values in self._directory.of_company(ALL_COMPANIES, COMPANIES)]

    def set_budget(self, company_id: str, monthly_usd: Decimal | None) -> None:
        """None: no budget. It is kept as zero, which no budget can be."""
        self._directory.update(table_keys.company(company_id), {"monthly_budget_usd": monthly_usd or Decimal(0)})

    def set_budget_exceeded(self, company_id: str, month: str) -> None:
        self._directory.update(table_keys.company(company_id), {"budget_exceeded_in": month})

    def set_destinations(self, company_id: str, regions: Iterable[str]) -> None:
        self._directory.update(table_keys.company(company_id), {"destinations": ",".join(sorted(set(regions)))})

    def add_key(self, key: ApiKey) -> None:
        self._directory.put(_key_values(key))

    def key_of(self, fingerprint: str) -> ApiKey | None:
        return self.key_now(fingerprint)

    def key_now(self, fingerprint: str) -> ApiKey | None:
        found = self._directory.get(table_keys.api_key(fingerprint))
        return _key(found) if found else None

    def keys_of(self, company_id: str) -> list[ApiKey]:
        return [_key(values) for values in self._directory.of_company(company_id, KEYS)]

    def end_key(self, key: ApiKey, at: datetime) -> None:
        """From then on it opens nothing; a while later the table forgets it."""
        ends = {"ends_at": at.isoformat(), "expires_at": int(at.timestamp())}
        self._directory.update(table_keys.api_key(key.fingerprint), ends)

    def add_ticket(self, ticket: SocketTicket) -> None:
        values = {name: value for name, value in asdict(ticket).items() if value}
        expires = {"expires_at": int(ticket.expires_at.timestamp())}
        self._directory.put(table_keys.socket_ticket(ticket.fingerprint) | values | expires)

    def spend_ticket(self, fingerprint: str, now: datetime) -> SocketTicket | None:
        found = self._directory.spend(table_keys.socket_ticket(fingerprint), int(now.timestamp()))
        if found is None:
            return None
        known = {name: found[name] for name in ("call_id", "agent_id", "watches", "listens") if name in found}
        ends = datetime.fromtimestamp(int(found["expires_at"]), UTC)
        return SocketTicket(fingerprint, found["company_id"], found["key_fingerprint"], ends, **known)

    def voice_profiles(self, company_id: str) -> VoiceProfiles:
        found = self._directory.get(table_keys.company(company_id)) or {}
        payload = found.get("voices", {})
        return VoiceProfiles(
            usual=VoiceChoice.of(payload["usual"]) if payload.get("usual") else None,
            fallback=VoiceChoice.of(payload["fallback"]) if payload.get("fallback") else None,
            by_inquiry={name: VoiceChoice.of(item) for name, item in payload.get("by_inquiry", {}).items()},
            keep_no_record=payload.get("keep_no_record", False),
            remove_pii=payload.get("remove_pii", False),
            prompts=frozenset(found.get("prompts", ())),
        )

    def set_voice_profiles(self, company_id: str, profiles: VoiceProfiles) -> None:
        values = {
            "usual": profiles.usual.values() if profiles.usual else None,
            "fallback": profiles.fallback.values() if profiles.fallback else None,
            "by_inquiry": {name: voice.values() for name, voice in profiles.by_inquiry.items()},
            "keep_no_record": profiles.keep_no_record,
            "remove_pii": profiles.remove_pii,
        }
        self._directory.update(table_keys.company(company_id), {"voices": values})


def _company(values: dict[str, Any]) -> Company:
    budget = Decimal(values.get("monthly_budget_usd", 0))
    created_at = datetime.fromisoformat(values["created_at"])
    regions = tuple(filter(None, values.get("destinations", "").split(",")))
    return Company(
        values["company_id"], values["name"], created_at, budget or None, regions, values.get("budget_exceeded_in", "")
    )


def _key_values(key: ApiKey) -> dict[str, Any]:
    return table_keys.api_key(key.fingerprint) | {
        "of_company": table_keys.of_company(key.company_id, KEYS),
        "key_id": key.key_id,
        "fingerprint": key.fingerprint,
        "company_id": key.company_id,
        "scope": key.scope.word,
        "label": key.label,
        "clinical": key.clinical or None,
        "created_at": key.created_at.astimezone(UTC).isoformat(),
        "ends_at": key.ends_at.isoformat() if key.ends_at else None,
        "expires_at": int(key.ends_at.timestamp()) if key.ends_at else None,
    }


def _key(values: dict[str, Any]) -> ApiKey:
    ends_at = values.get("ends_at")
    return ApiKey(
        key_id=values["key_id"],
        fingerprint=values["fingerprint"],
        company_id=values["company_id"],
        scope=Scope.named(values["scope"]),
        label=values["label"],
        created_at=datetime.fromisoformat(values["created_at"]),
        ends_at=datetime.fromisoformat(ends_at) if ends_at else None,
        clinical=values.get("clinical", False),
    )


KEPT = timedelta(seconds=30)


KEYS_AT_MOST = 1000


class CachedCompanies(CompaniesTable):
    """A revoked key may open for half a minute more; its sessions, read past this cache, may not.

    Unknown keys are not remembered: a new one works at once.
    """

    def __init__(self, companies: CompaniesTable, now: Callable[[], datetime]) -> None:
        super().__init__(companies.directory)
        self._now = now
        self._known: dict[str, tuple[ApiKey, datetime]] = {}

    def key_of(self, fingerprint: str) -> ApiKey | None:
        known = self._known.get(fingerprint)
        if known and self._now() - known[1] < KEPT:
            return known[0]
        key = super().key_of(fingerprint)
        self._remember(fingerprint, key)
        return key

    def end_key(self, key: ApiKey, at: datetime) -> None:
        super().end_key(key, at)
        self._known.pop(key.fingerprint, None)

    def _remember(self, fingerprint: str, key: ApiKey | None) -> None:
        if key is None:
            self._known.pop(fingerprint, None)
            return
        if len(self._known) >= KEYS_AT_MOST:
            self._known.clear()
        self._known[fingerprint] = (key, self._now())
