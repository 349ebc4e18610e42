"""Erases one person at a company: off the lists of campaigns, then each call: at the vendors, in bucket and table.

Campaign lists go first, so that the person is not called meanwhile. The contact and the call's record go last: the rest
is found by them when a failed erasure is repeated. May run many times.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Protocol

from trunkline.calls.domain.call_search import CallSummary
from trunkline.campaigns.domain.contact_imports import ImportRun, ImportState, results_key
from trunkline.errors import CarrierError, Conflict, NotConfigured, ProviderError
from trunkline.exports.domain.exports import Export
from trunkline.ids import CallId, ConversationId
from trunkline.patients.ports import Patients
from trunkline.privacy.domain.erasures import (
    ErasureReport,
    call_fingerprint,
    conversations_of,
    folders_of,
    is_of_person,
    may_concern,
    objects_of,
    unidentified_folders,
)

ON_LISTS = "items of campaigns"
AT_PROVIDER = "conversations at the voice provider"


class CallsOnFile(Protocol):
    """The table's side."""

    def newest_first(self, company_id: str) -> Iterator[CallSummary]: ...

    def erase(self, call_id: CallId, conversations: list[str]) -> int:
        """Every item of a call; how many there were."""
        ...


class Objects(Protocol):
    """The bucket's side."""

    def erase(self, keys: list[str], folders: list[str]) -> int: ...

    def matching(self, folders: list[str], is_theirs: Callable[[bytes], bool]) -> list[str]:
        """Keys of the objects in the folders whose content matches."""
        ...


class CarrierArchive(Protocol):
    """The carrier's data of a call."""

    def erase_call(self, call_id: CallId) -> int:
        """Recordings and the call itself; how many things there were. Raises CarrierError."""
        ...


class ProviderArchive(Protocol):
    """A voice provider's data of a conversation, and the kinds its reports are kept under."""

    @property
    def report_kinds(self) -> tuple[str, ...]: ...

    def delete_conversation(self, conversation_id: ConversationId) -> bool: ...


class KnownCallers(Protocol):
    """Callers' variables for agents."""

    def find(self, company_id: str, number: str) -> object | None: ...

    def remove(self, company_id: str, number: str) -> bool: ...


class PeopleOnLists(Protocol):
    """The lists of campaigns."""

    def campaigns_with(self, company_id: str, number: str) -> dict[str, int]:
        """The campaigns with this person, and the number of items in each."""
        ...

    def take_off(self, campaign_id: str, number: str) -> int:
        """With attempts and decisions; how many items there were. Raises Conflict while they are being called."""
        ...

    def has_rung(self, company_id: str, number: str) -> bool:
        """Whether it is on file when their telephone rang."""
        ...

    def forget(self, company_id: str, number: str) -> None: ...


class Lists(Protocol):
    """The files those lists came in."""

    def of_campaign(self, company_id: str, campaign_id: str) -> list[ImportRun]: ...


class Receipts(Protocol):
    def keep(self, receipt: ErasureReport) -> None: ...

    def find(self, company_id: str, erasure_id: str) -> ErasureReport | None: ...


@dataclass(frozen=True, slots=True)
class ErasePersonDeps:
    """All that an erasure needs."""

    calls: CallsOnFile
    objects: Objects
    carrier: CarrierArchive
    providers: Mapping[str, ProviderArchive]
    callers: KnownCallers
    people: PeopleOnLists
    lists: Lists
    receipts: Receipts
    exports: Callable[[str], list[Export]]
    now: Callable[[], datetime]
    patients: Patients | None = None  # of a stage with patients


def erase_person(number: str, receipt: ErasureReport, deps: ErasePersonDeps) -> ErasureReport:
    """A dry run deletes nothing and counts what would be deleted."""
    receipt.status, receipt.failed, receipt.failures = "running", [], 0
    _leave_lists(number, receipt, deps)
    theirs = (call for call in deps.calls.newest_first(receipt.company_id) if is_of_person(call, number))
    for day, calls in groupby(theirs, lambda call: call.started_at[:10]):
        for call in calls:
            _erase_call(call, number, receipt, deps)
        _erase_exports(date.fromisoformat(day), receipt, deps)
        deps.receipts.keep(receipt)
    _erase_unidentified(number, [], receipt, deps)
    _forget_caller(number, receipt, deps)
    _erase_patient(number, receipt, deps)
    receipt.close()
    receipt.finished_at = deps.now().isoformat()
    deps.receipts.keep(receipt)
    return receipt


def _leave_lists(number: str, receipt: ErasureReport, deps: ErasePersonDeps) -> None:
    """When their telephone rang is forgotten once they are off every list: until then it keeps it quiet."""
    for campaign_id, items in deps.people.campaigns_with(receipt.company_id, number).items():
        if receipt.dry_run:
            receipt.counts(ON_LISTS, items)
        elif _erase_lists(campaign_id, receipt, deps):
            take_off = partial(deps.people.take_off, campaign_id, number)
            _try(ON_LISTS, {"campaign": campaign_id}, receipt, take_off)
    if receipt.failures == 0 and deps.people.has_rung(receipt.company_id, number):
        receipt.counts(ON_LISTS)
        if not receipt.dry_run:
            deps.people.forget(receipt.company_id, number)


def _erase_lists(campaign_id: str, receipt: ErasureReport, deps: ErasePersonDeps) -> bool:
    """Whole files: a list that was read has done its work, and results can be asked for again."""
    runs = deps.lists.of_campaign(receipt.company_id, campaign_id)
    if any(run.state is ImportState.RUNNING for run in runs):
        receipt.fails("lists", "being read", campaign=campaign_id)
        return False
    orders = [run.order for run in runs if run.is_over]
    named = [results_key(receipt.company_id, campaign_id), *(order.key for order in orders)]
    receipt.counts("objects", deps.objects.erase(named, [order.folder for order in orders]))
    return True


def _forget_caller(number: str, receipt: ErasureReport, deps: ErasePersonDeps) -> None:
    if deps.callers.find(receipt.company_id, number) is None:
        return
    receipt.counts("callers known to agents")
    if not receipt.dry_run:
        deps.callers.remove(receipt.company_id, number)


def _erase_patient(number: str, receipt: ErasureReport, deps: ErasePersonDeps) -> None:
    """With check-ins, assessments and alerts, and the key that sealed them."""
    found = deps.patients.by_phone(receipt.company_id, number) if deps.patients else None
    if found is None or deps.patients is None:
        return
    receipt.counts("items of the patient", 1 if receipt.dry_run else deps.patients.erase(found))


def _erase_call(call: CallSummary, number: str, receipt: ErasureReport, deps: ErasePersonDeps) -> None:
    receipt.calls += 1
    conversations = conversations_of(call.facts)
    if receipt.dry_run:
        return _look_at(call, conversations, receipt)
    failed_before, whose = receipt.failures, {"call": call_fingerprint(call.call_id)}
    for conversation in conversations:
        _erase_conversation(ConversationId(conversation), str(call.facts.get("provider") or ""), whose, receipt, deps)
    _try("items at the carrier", whose, receipt, partial(deps.carrier.erase_call, call.call_id))
    receipt.counts("objects", deps.objects.erase(objects_of(call.facts), list(folders_of(call, _kinds(deps)))))
    _erase_unidentified(number, [call.call_id, *conversations], receipt, deps)
    if receipt.failures == failed_before:
        receipt.counts("items of the table", deps.calls.erase(call.call_id, conversations))
    return None


def _erase_unidentified(number: str, ids: list[str], receipt: ErasureReport, deps: ErasePersonDeps) -> None:
    """Reports that name no conversation and are filed with no call."""
    found = deps.objects.matching(unidentified_folders(_kinds(deps)), partial(may_concern, number=number, ids=ids))
    if found:
        receipt.counts("objects", len(found) if receipt.dry_run else deps.objects.erase(found, []))


def _kinds(deps: ErasePersonDeps) -> dict[str, tuple[str, ...]]:
    return {name: provider.report_kinds for name, provider in deps.providers.items()}


def _erase_conversation(
    conversation_id: ConversationId,
    provider: str,
    whose: dict[str, str],
    receipt: ErasureReport,
    deps: ErasePersonDeps,
) -> None:
    """At the provider its record names; at all of them while none is named. An unknown one leaves the call on file."""
    if provider and provider not in deps.providers:
        receipt.fails(AT_PROVIDER, "no such provider", **whose)
        return
    for name in [provider] if provider else deps.providers:
        _try(AT_PROVIDER, whose, receipt, partial(deps.providers[name].delete_conversation, conversation_id))


def _look_at(call: CallSummary, conversations: list[str], receipt: ErasureReport) -> None:
    receipt.counts(AT_PROVIDER, len(conversations))
    receipt.counts("items at the carrier")
    receipt.counts("objects", len(objects_of(call.facts)))
    receipt.counts("items of the table")


def _try(what: str, whose: dict[str, str], receipt: ErasureReport, delete: Callable[[], int]) -> None:
    """Deletes, or notes the failure. Other deletions go on; the call stays on file until all have succeeded."""
    try:
        receipt.counts(what, int(delete()))
    except (CarrierError, ProviderError, NotConfigured, Conflict) as error:
        code = error.code if isinstance(error, CarrierError | ProviderError) else ""
        receipt.fails(what, f"{type(error).__name__} {code}".strip(), **whose)


def _erase_exports(day: date, receipt: ErasureReport, deps: ErasePersonDeps) -> None:
    """Deletes that day from exports with personal data; they can be requested again."""
    folders = {
        export.day_folder(day)
        for export in deps.exports(receipt.company_id)
        if not export.deidentified and export.first_day <= day <= export.last_day
    }
    if folders and receipt.dry_run:
        receipt.counts("days of exports", len(folders))
    elif folders:
        receipt.counts("objects of exports", deps.objects.erase([], sorted(folders)))
