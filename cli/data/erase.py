"""`erase`: everything about one person at a company, by telephone number. Without --yes it only says what there is."""

import argparse
import time
from dataclasses import asdict
from typing import Any

from cli.output import Output
from cli.parsers import AWS
from cli.stage import Stage, stage_named
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.aws.directory_table import Directory
from trunkline.aws.secrets import SecretCache
from trunkline.bootstrap.erase_person import erase_person_deps_of
from trunkline.bootstrap.shared.common import aws_client, new_id, utc_now
from trunkline.bootstrap.shared.encryption import NONE
from trunkline.bootstrap.shared.patients import patients_of
from trunkline.bootstrap.shared.providers import voice_providers
from trunkline.campaigns.adapters.phone_number_parser import to_e164
from trunkline.errors import BadRequest
from trunkline.privacy.domain.erasures import ErasureReport, person_fingerprint
from trunkline.privacy.use_cases.erase_person import erase_person


def add_to(commands: Any) -> None:
    parser = commands.add_parser("erase", help="erase one person's calls, here and at the vendors")
    parser.add_argument("company_id", help="whose calls with this person, as `companies list` names it")
    parser.add_argument("--number", required=True, help="the person's, like +14155550123")
    parser.add_argument("--yes", action="store_true", help="delete; without it nothing is")
    parser.add_stage()
    parser.needs = f"{AWS}, and the keys of the vendors that are in the stage's secret"
    parser.set_defaults(run=_erase)


def _erase(args: argparse.Namespace) -> None:
    number, stage = to_e164(args.number), stage_named(args.stage)
    if CompaniesTable(Directory(aws_client("dynamodb"), stage.directory_table)).find(args.company_id) is None:
        raise BadRequest(f"no such company on {args.stage}: {args.company_id}")
    secrets = SecretCache(lambda: _secret(stage))
    person = person_fingerprint(number, secrets.current(0).relay_command_key)
    receipt = ErasureReport(new_id(), args.company_id, person, not args.yes, requested_at=utc_now().isoformat())
    made = erase_person_deps_of(
        stage.calls_table,
        stage.directory_table,
        stage.output("CampaignsTableName"),
        stage.bucket,
        secrets,
        voice_providers(stage.provider_url, lambda name: secrets.current(time.time()).of_provider(name)),
        stage.twilio_url,
        patients_of(_clinical_key(stage), aws_client("dynamodb"), _patients_table(stage), stage.directory_table),
    )
    _show(erase_person(number, receipt, made), args.out)


def _clinical_key(stage: Stage) -> str:
    """The alias that the template gives it."""
    has_patients = stage.parameter("Patients", "no") == "yes"
    return f"alias/trunkline-{stage.name}-clinical" if has_patients else NONE


def _patients_table(stage: Stage) -> str:
    return stage.output("PatientsTableName") if stage.parameter("Patients", "no") == "yes" else ""


def _secret(stage: Stage) -> str:
    found = aws_client("secretsmanager").get_secret_value(SecretId=stage.output("VendorSecretName"))
    return str(found["SecretString"])


def _show(receipt: ErasureReport, out: Output) -> None:
    document = asdict(receipt)
    for name, value in document.items():
        out.line(f"{name}: {value}")
    out.end(document)
    if receipt.failures:
        out.progress("Something is left: repeat the same command.")
    elif receipt.status == "not-found":
        out.progress("Nothing of this number is on file at this company.")
    elif receipt.dry_run:
        out.line("Nothing was deleted. Repeat with --yes to delete it.")
