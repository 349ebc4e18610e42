"""`decisions`: whether the record of whom a campaign called, or did not, and why, is as it was made."""

import argparse
from typing import Any

from cli.secrets import read_secret
from cli.stage import Stage, StageUnknown, stage_named
from trunkline.bootstrap.shared.common import aws_client, utc_now
from trunkline.campaigns.adapters.campaigns_table import AttemptsTable, CampaignsTable, ContactsTable
from trunkline.campaigns.use_cases.verify_audit_log import verify_decisions
from trunkline.errors import Conflict, NotFound


def add_to(commands: Any) -> None:
    about = "Verifies the sealed record of whom a campaign called, or did not, and why, and names each contact whose"
    about = f"{about} record was changed or has gaps. Exit status 1 when there is one."
    line = "verify the sealed decisions about a campaign's contacts"
    parser = commands.add_parser("decisions", help=line, description=about)
    parser.add_argument("campaign_id", help="as `campaigns list` names it")
    parser.add_stage()
    parser.set_defaults(run=_verify)


def _verify(args: argparse.Namespace) -> None:
    stage, dynamodb = stage_named(args.stage), aws_client("dynamodb")
    table = stage.output("CampaignsTableName")
    key = _key(stage)
    if CampaignsTable(dynamodb, table, utc_now).find(args.campaign_id) is None:
        raise NotFound(f"no campaign {args.campaign_id} on stage {args.stage}")
    contacts, attempts = ContactsTable(dynamodb, table), AttemptsTable(dynamodb, table)
    people = decided = 0
    broken = []
    for decision in verify_decisions(contacts.of_campaign(args.campaign_id), attempts.decisions, key):
        people, decided = people + 1, decided + decision.decisions
        if decision.trouble:
            broken.append({"contact_id": decision.contact_id, "trouble": decision.trouble})
            args.out.line(f"contact {decision.contact_id}: {decision.trouble}")
    args.out.line(f"{people} contacts, {decided} decisions, {len(broken)} chains broken")
    args.out.end({"contacts": people, "decisions": decided, "broken": broken}, *(link["contact_id"] for link in broken))
    if broken:
        raise Conflict("not every decision is as it was made; was the campaign ticking meanwhile? Then look again")


def _key(stage: Stage) -> bytes:
    name = stage.output("SealSecretName")
    found = read_secret(aws_client("secretsmanager"), name)
    if not found.get("decision_seal_key"):
        raise StageUnknown(f"the secret {name} has no decision_seal_key")
    return str(found["decision_seal_key"]).encode()
