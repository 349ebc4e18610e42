"""An erasure over tables and bucket in moto, with scripted vendors."""

from datetime import UTC, datetime

from tests.contract.conftest import BUCKET, CALLS, CAMPAIGNS, DIRECTORY, Cloud
from tests.fakes.providers import providers
from trunkline.accounts.adapters.callers_table import CallersTable
from trunkline.aws.directory_table import Directory
from trunkline.campaigns.adapters.imports_table import ImportsTable
from trunkline.errors import CarrierError, ProviderError
from trunkline.exports.domain.exports import Export
from trunkline.ids import CallId, ConversationId
from trunkline.privacy.adapters.contact_erasure import ErasablePeople
from trunkline.privacy.adapters.erasure_tables import ErasableCalls, ErasableObjects, ReceiptsTable
from trunkline.privacy.domain.erasures import ErasureReport, person_fingerprint
from trunkline.privacy.use_cases.erase_person import ErasePersonDeps

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

PERSON, STRANGER = "+14155550187", "+14155550999"


class Vendor:
    """Both vendors at once: deletes, or refuses."""

    def __init__(self) -> None:
        self.deleted: list[str] = []
        self.refuses: set[str] = set()

    def erase_call(self, call_id: CallId) -> int:
        if "carrier" in self.refuses:
            raise CarrierError("20009", "not finished", status=409)
        self.deleted.append(call_id)
        return 1

    def delete_conversation(self, conversation_id: ConversationId) -> bool:
        if "provider" in self.refuses:
            raise ProviderError("http_500", status=500)
        self.deleted.append(conversation_id)
        return True


def desk(cloud: Cloud, vendor: Vendor, exports: list[Export] | None = None) -> ErasePersonDeps:
    receipts = ReceiptsTable(Directory(cloud.dynamodb, DIRECTORY), lambda: NOW)
    calls, objects = ErasableCalls(cloud.dynamodb, CALLS), ErasableObjects(cloud.s3, BUCKET)
    callers = CallersTable(Directory(cloud.dynamodb, DIRECTORY))
    people, lists = ErasablePeople(cloud.dynamodb, CAMPAIGNS), ImportsTable(Directory(cloud.dynamodb, DIRECTORY))
    return ErasePersonDeps(
        calls,
        objects,
        vendor,
        providers(delete=vendor.delete_conversation),
        callers,
        people,
        lists,
        receipts,
        lambda _company: exports or [],
        lambda: NOW,
    )


def receipt(*, dry_run: bool = False) -> ErasureReport:
    return ErasureReport("e1", "acme", person_fingerprint(PERSON, "key"), dry_run)
