"""Dependencies of `tend_patients`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.s3 import Bucket
from trunkline.aws.sigv4 import SigV4Client
from trunkline.aws.sqs import JobQueue
from trunkline.bootstrap.shared.carriers import twilio_client
from trunkline.bootstrap.shared.common import aws_client, cached, settings, utc_now, vendor_secrets
from trunkline.bootstrap.shared.contact_calls import ContactCalls
from trunkline.bootstrap.shared.ordering import ordering
from trunkline.bootstrap.shared.patients import patient_files, stored_transcripts
from trunkline.bootstrap.shared.providers import known_providers
from trunkline.calls.adapters.routes_table import RoutesTable
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.patients.use_cases.file_answers import FileAnswersDeps
from trunkline.patients.use_cases.tend_alerts import TendAlertsDeps


@dataclass(frozen=True, slots=True)
class TendPatientsDeps:
    """Dependencies of `tend_patients`."""

    tending: TendAlertsDeps
    filing: FileAnswersDeps
    voices: JobQueue
    now: Callable[[], datetime] = utc_now


def tend_patients_deps() -> TendPatientsDeps:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    directory, files = Directory(dynamodb, known.directory_table), patient_files(known, dynamodb)
    carrier = twilio_client(known.twilio_base_url, cache)
    orders = ordering(known, carrier, dynamodb, known_providers(known, cache))
    stage, companies = Destinations.parse(known.allowed_destinations), CompaniesTable(directory)

    def destinations(company_id: str) -> Destinations:
        company = companies.find(company_id)
        return stage.within(company.destinations if company else ())

    calls = ContactCalls(RoutesTable(directory), orders, destinations)
    filing = FileAnswersDeps(
        files.patients, files.assessing, stored_transcripts(Bucket(aws_client("s3"), known.bucket).read)
    )
    voices = JobQueue(cached(lambda: aws_client("sqs")), known.voices_queue_url)
    return TendPatientsDeps(TendAlertsDeps(files.patients, files.assessing.alerts, calls), filing, voices)
