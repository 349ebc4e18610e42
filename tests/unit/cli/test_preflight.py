"""What a deployment would stumble over, told before it begins."""

import tomllib
from pathlib import Path

import pytest

from cli.preflight import look

SAMCONFIG = """
[dev.deploy.parameters]
parameter_overrides = ["Stage=dev", "PublicBaseUrl=https://voice.acme.test", "RelayBaseUrl=wss://relay.acme.test"]
"""
WELL = {"id": "123456789012", "at_once": 1000}


def ill(samconfig=SAMCONFIG, account=WELL, stage="dev"):
    return [finding.about for finding in look(stage, samconfig, account) if not finding.is_well]


def test_a_stage_with_names_of_its_own_may_go():
    assert ill() == []


def test_a_stage_that_nobody_wrote_down_is_told():
    assert ill(stage="moon") == ["stage"]


@pytest.mark.parametrize("stage", ["dev", "staging", "prod"])
def test_the_repositorys_own_stages_have_to_be_given_names_first(stage):
    committed = Path("samconfig.toml").read_text()
    assert stage in tomllib.loads(committed)
    assert ill(samconfig=committed, stage=stage) == ["PublicBaseUrl", "RelayBaseUrl"]


def test_a_relay_needs_a_certificate():
    with_relay = SAMCONFIG.replace('"Stage=dev"', '"Stage=dev", "RelayImageUri=registry/relay:1"')
    assert ill(samconfig=with_relay) == ["certificate"]
    certified = with_relay.replace(
        '"Stage=dev"', '"Stage=dev", "RelayCertificateArn=arn:aws:acm:eu-west-1:1:certificate/x"'
    )
    assert ill(samconfig=certified) == []


def test_an_account_that_does_not_know_us_or_allows_too_little():
    assert ill(account={"trouble": "NoCredentialsError"}) == ["AWS"]
    assert ill(account={"id": "1", "at_once": 10}) == ["functions at once"]
