"""Ports for companies, their keys, numbers and callers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from trunkline.accounts.domain.callers import CalledNumber, Caller, CallerQuestion, HttpSource
from trunkline.accounts.domain.companies import ApiKey, Company, SocketTicket
from trunkline.accounts.domain.idempotency import IdempotencyRecord, IdempotencyState
from trunkline.accounts.domain.number_setup import NumberSetup
from trunkline.accounts.domain.sessions import ConsoleSession
from trunkline.calls.domain.routes import Route
from trunkline.numbering.e164 import PhoneNumber
from trunkline.speech.domain.voice_profiles import VoiceProfiles


class Companies(Protocol):
    """Companies and the keys of their programs."""

    def add(self, company: Company) -> None: ...

    def find(self, company_id: str) -> Company | None: ...

    def all(self) -> list[Company]: ...

    def set_budget(self, company_id: str, monthly_usd: Decimal | None) -> None: ...

    def set_budget_exceeded(self, company_id: str, month: str) -> None: ...

    def set_destinations(self, company_id: str, regions: Iterable[str]) -> None: ...

    def add_key(self, key: ApiKey) -> None: ...

    def key_of(self, fingerprint: str) -> ApiKey | None: ...

    def key_now(self, fingerprint: str) -> ApiKey | None:
        """As `key_of`, past any cache."""
        ...

    def keys_of(self, company_id: str) -> list[ApiKey]: ...

    def end_key(self, key: ApiKey, at: datetime) -> None: ...

    def add_ticket(self, ticket: SocketTicket) -> None: ...

    def spend_ticket(self, fingerprint: str, now: datetime) -> SocketTicket | None:
        """The ticket, exactly once; None for an unknown, spent or expired one."""
        ...

    def voice_profiles(self, company_id: str) -> VoiceProfiles: ...

    def set_voice_profiles(self, company_id: str, profiles: VoiceProfiles) -> None: ...


class Sessions(Protocol):
    """Sessions at the console, by the fingerprint of their cookie."""

    def add(self, session: ConsoleSession) -> None: ...

    def find(self, fingerprint: str) -> ConsoleSession | None: ...

    def end(self, fingerprint: str) -> None: ...


class Routes(Protocol):
    """Routes of numbers. A number belongs to one company at a time."""

    def find(self, number: str) -> Route | None: ...

    def of_company(self, company_id: str) -> list[Route]: ...

    def add(self, route: Route) -> bool:
        """False when the number has a route already, of any company."""
        ...

    def replace(self, route: Route) -> bool:
        """False when the company has no route for it."""
        ...

    def remove(self, number: str, company_id: str) -> bool: ...


class CarrierNumbers(Protocol):
    """Numbers of our account at the carrier. Raises CarrierError and NotConfigured."""

    def numbers(self) -> Mapping[str, NumberSetup]: ...


class Claims(Protocol):
    """Ownership of agents and numbers. `kind` is one of the two."""

    def owner(self, kind: str, name: str) -> str | None: ...

    def claim(self, kind: str, name: str, company_id: str, by: str = "admin") -> bool:
        """False when another company has it."""
        ...

    def release(self, kind: str, name: str, company_id: str, by: str | None = None) -> bool: ...

    def of_company(self, company_id: str, kind: str) -> list[str]: ...


class Callers(Protocol):
    """Callers of companies."""

    def called(self, number: str) -> CalledNumber | None: ...

    def find(self, company_id: str, number: str) -> Caller | None: ...

    def put(self, caller: Caller) -> None: ...

    def remove(self, company_id: str, number: str) -> bool: ...

    def source(self, company_id: str) -> HttpSource | None: ...

    def set_source(self, company_id: str, source: HttpSource | None) -> None: ...


class CallerSource(Protocol):
    """A company's own system, asked over HTTP."""

    def ask(self, source: HttpSource, question: CallerQuestion) -> Caller | None:
        """None for an unknown caller. Raises SourceFailed, after 2 s at the latest."""
        ...


class PhoneNumbers(Protocol):
    """Numbers imported at the voice provider, and whose they are."""

    def add(self, number: PhoneNumber) -> None: ...

    def find(self, phone_number_id: str) -> PhoneNumber | None: ...

    def of_company(self, company_id: str) -> list[PhoneNumber]: ...

    def remove(self, number: PhoneNumber) -> None: ...


class IdempotencyStore(Protocol):
    """Requests that must not be done twice, by the key their sender chose."""

    def begin(self, company_id: str, key: str, request: str, now: datetime) -> IdempotencyRecord | None:
        """None: it is ours to do. Else what became of it the first time."""
        ...

    def end(self, company_id: str, key: str, state: IdempotencyState, answer: str = "") -> None: ...

    def forget(self, company_id: str, key: str) -> None: ...


class RateLimit(Protocol):
    """The rate limit of a key."""

    def allows(self, key_id: str, now: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class WebhookSecrets:
    """Secrets that may prove a personalization webhook: shared ones in a header, or a provider's for signatures."""

    shared: Sequence[str] = field(repr=False, default=())
    signing: Sequence[str] = field(repr=False, default=())


class PersonalizationWebhook(Protocol):
    """A voice provider's request for a caller's variables, sent before an inbound call of its own."""

    @property
    def LIMIT_BYTES(self) -> int: ...  # noqa: N802 - a module implements this

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: WebhookSecrets, now_s: float) -> None:
        """Raises InvalidSignature."""
        ...

    def read_question(self, body: bytes) -> CallerQuestion:
        """Raises BadRequest."""
        ...

    def answer(self, caller: Caller | None, defaults: Mapping[str, Any]) -> str: ...
