"""`python -m cli decisions`: a chain that holds, and one that was changed in the table."""

import json

import boto3
import pytest

from cli.__main__ import main
from tests.contract.conftest import CAMPAIGNS, Cloud, deploy_stack
from tests.fakes.campaign_world import KEY, MONDAY_NOON, a_campaign, a_contact
from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import to_item
from trunkline.campaigns.adapters.campaigns_table import CampaignsTable, ContactsTable
from trunkline.campaigns.adapters.ticks_table import TicksTable
from trunkline.campaigns.domain.audit_log import Step
from trunkline.campaigns.domain.eligibility import Eligibility, IneligibleReason
from trunkline.campaigns.ports import Refused
from trunkline.campaigns.use_cases.cancel_attempt import decision_about


@pytest.fixture
def decided(cloud: Cloud) -> Cloud:
    """Three people, each of whom was refused once."""
    deploy_stack({"SealSecretName": "seal"})
    secret = json.dumps({"decision_seal_key": KEY.decode()})
    boto3.client("secretsmanager").create_secret(Name="seal", SecretString=secret)
    CampaignsTable(cloud.dynamodb, CAMPAIGNS, lambda: MONDAY_NOON).add(a_campaign())
    ContactsTable(cloud.dynamodb, CAMPAIGNS).add(map(a_contact, range(3)))
    verdict, ticks = (
        Eligibility(IneligibleReason.NO_CONSENT, None, "none on file"),
        TicksTable(cloud.dynamodb, CAMPAIGNS),
    )
    people = ticks.waiting("c1", 3)
    ticks.refuse(
        Refused(person, decision_about(person, Step.REFUSED, MONDAY_NOON, KEY, verdict), None) for person in people
    )
    return cloud


def test_decisions_as_they_were_made_are_verified(decided, capsys):
    assert main(["decisions", "c1"]) == 0
    assert capsys.readouterr().out == "3 contacts, 3 decisions, 0 chains broken\n"


def test_a_campaign_that_is_not_there_is_no_success(decided, capsys):
    assert main(["decisions", "c2"]) == 1
    assert "no campaign c2 on stage dev" in capsys.readouterr().err


@pytest.mark.parametrize("change", ["changed", "missing"])
def test_a_decision_that_was_touched_is_found(decided: Cloud, capsys, change):
    key = to_item(table_keys.decision("c1", a_contact(1).contact_id, 1))
    if change == "missing":
        decided.dynamodb.delete_item(TableName=CAMPAIGNS, Key=key)
    else:
        update = {"UpdateExpression": "SET refusal = :r", "ExpressionAttributeValues": {":r": {"S": "hours"}}}
        decided.dynamodb.update_item(TableName=CAMPAIGNS, Key=key, **update)
    assert main(["decisions", "c1"]) == 1
    output = capsys.readouterr().out
    assert f"contact {a_contact(1).contact_id}: " in output
    assert change in output
    assert "1 chains broken" in output
