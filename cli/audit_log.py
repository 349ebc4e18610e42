"""`decisions`: whether the record of whom a campaign called, or did not, and why, is as it was made."""

import argparse
import json
from typing import Any

from cli.stage import Stage, stage_named
from trunkline.bootstrap.common import aws_client
from trunkline.campaigns.adapters.campaigns_table import AttemptsTable, ContactsTable
from trunkline.campaigns.use_cases.verify_audit_log import verify_decisions
from trunkline.errors import Conflict


def add_to(commands: Any) -> None:
    parser = commands.add_parser("decisions", help="verify the sealed decisions about a campaign's contacts")
    parser.add_argument("campaign_id")
    parser.add_argument("--stage", default="dev", help="which stage (default: dev)")
    parser.set_defaults(run=_verify)


def _verify(args: argparse.Namespace) -> None:
    stage, dynamodb = stage_named(args.stage), aws_client("dynamodb")
    table = stage.output("CampaignsTableName")
    contacts, attempts = ContactsTable(dynamodb, table), AttemptsTable(dynamodb, table)
    people = decided = broken = 0
    for decision in verify_decisions(contacts.of_campaign(args.campaign_id), attempts.decisions, _key(stage)):
        people, decided = people + 1, decided + decision.decisions
        if decision.trouble:
            broken += 1
            print(f"contact {decision.contact_id}: {decision.trouble}")
    print(f"{people} contacts, {decided} decisions, {broken} chains broken")
    if broken:
        raise Conflict("not every decision is as it was made; was the campaign ticking meanwhile? Then look again")


def _key(stage: Stage) -> bytes:
    found = aws_client("secretsmanager").get_secret_value(SecretId=stage.output("SealSecretName"))
    return str(json.loads(found["SecretString"])["decision_seal_key"]).encode()
