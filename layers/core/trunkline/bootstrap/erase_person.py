"""Dependencies of `erase_person` and of its command."""

from collections.abc import Mapping

from trunkline.accounts.adapters.callers_table import CallersTable
from trunkline.aws.directory_table import Directory
from trunkline.aws.secrets import SecretCache
from trunkline.bootstrap.shared.carriers import twilio_client
from trunkline.bootstrap.shared.common import aws_client, settings, utc_now, vendor_secrets
from trunkline.bootstrap.shared.patients import patients_of
from trunkline.bootstrap.shared.providers import known_providers
from trunkline.campaigns.adapters.imports_table import ImportsTable
from trunkline.conversations.adapters.brain_reports import BrainReports
from trunkline.exports.adapters.exports_table import ExportsTable
from trunkline.ids import BRAIN
from trunkline.patients.ports import Patients
from trunkline.privacy.adapters.contact_erasure import ErasablePeople
from trunkline.privacy.adapters.erasure_tables import ErasableCalls, ErasableObjects, ReceiptsTable
from trunkline.privacy.use_cases.erase_person import ErasePersonDeps, ProviderArchive


def erase_person_deps_of(
    calls_table: str,
    directory_table: str,
    campaigns_table: str,
    bucket: str,
    secrets: SecretCache,
    providers: Mapping[str, ProviderArchive],
    twilio_base_url: str,
    patients: Patients | None,
) -> ErasePersonDeps:
    """For `erase_person` and for the command line, which has no settings of its own."""

    dynamodb = aws_client("dynamodb")
    directory = Directory(dynamodb, directory_table)
    runs = ExportsTable(directory, utc_now)
    return ErasePersonDeps(
        calls=ErasableCalls(dynamodb, calls_table),
        objects=ErasableObjects(aws_client("s3"), bucket),
        carrier=twilio_client(twilio_base_url, secrets),
        providers={**providers, BRAIN: BrainReports()},
        callers=CallersTable(directory),
        people=ErasablePeople(dynamodb, campaigns_table),
        lists=ImportsTable(directory),
        receipts=ReceiptsTable(directory, utc_now),
        exports=lambda company_id: [run.export for run in runs.of_company(company_id)],
        now=utc_now,
        patients=patients,
    )


def erase_person_deps() -> ErasePersonDeps:
    known, cache = settings(), vendor_secrets(settings())
    return erase_person_deps_of(
        known.calls_table,
        known.directory_table,
        known.campaigns_table,
        known.bucket,
        cache,
        known_providers(known, cache),
        known.twilio_base_url,
        patients_of(known.clinical_key, aws_client("dynamodb"), known.patients_table, known.directory_table),
    )
