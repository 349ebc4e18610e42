"""Faults that a deployment would meet, found before it begins."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cli.deploy.preflight import BY_DIGEST, covers, look, look_at_relay
from local.cloud.template import read_yaml

SAMCONFIG = """
[dev.deploy.parameters]
region = "eu-west-1"
parameter_overrides = [
    "Stage=dev", "PublicBaseUrl=https://voice.acme.test", "RelayBaseUrl=wss://relay.acme.test",
    "RelayOrdersUrl=https://relay.acme.test",
]
[dev-relay.deploy.parameters]
parameter_overrides = [
    "RelayImageUri=registry/relay@sha256:abababababababababababababababababababababababababababababababab",
    "RelayCertificateArn=arn:aws:acm:eu-west-1:1:certificate/x",
]
"""
WELL: dict[str, Any] = {"id": "123456789012", "at_once": 1000, "region": "eu-west-1", "leftovers": []}
RELAY_WELL: dict[str, Any] = {
    "image_processors": {"arm64"}, "certificate_status": "ISSUED", "certificate_names": ("relay.acme.test",),
    "vcpus": 20.0, "has_ecs_role": True,
}  # fmt: skip


def ill(samconfig=SAMCONFIG, account=WELL, stage="dev", **more):
    return [finding.about for finding in look(stage, samconfig, account, **more) if not finding.ok]


def ill_relay(samconfig=SAMCONFIG, **facts):
    return [finding.about for finding in look_at_relay("dev", samconfig, RELAY_WELL | facts) if not finding.ok]


def test_a_stage_with_names_of_its_own_may_go():
    assert ill() == []
    assert ill_relay() == []


def test_a_stage_without_a_block_is_a_finding():
    assert ill(stage="moon") == ["stage"]
    assert [finding.about for finding in look_at_relay("moon", SAMCONFIG, RELAY_WELL)] == ["stage"]


@pytest.mark.parametrize("stage", ["dev", "staging", "prod"])
def test_the_repositorys_own_stages_have_to_be_given_names_first(stage):
    committed = Path("samconfig.toml").read_text()
    assert {stage, f"{stage}-relay"} <= set(tomllib.loads(committed))
    account = WELL | {"region": "us-east-1"}
    assert ill(samconfig=committed, stage=stage, account=account) == ["PublicBaseUrl", "RelayBaseUrl", "RelayOrdersUrl"]


@pytest.mark.parametrize(
    "other", ["https://relay-dev.example.com", "https://voice.acme.test", "https://relay.acme.test:8443"]
)
def test_orders_go_to_the_relays_own_host(other):
    assert "RelayOrdersUrl" in ill(SAMCONFIG.replace("https://relay.acme.test", other))


EXAMPLES = (
    "example.com",
    "voice.example.com",
    "voice.example.org",
    "voice.EXAMPLE.net.",
    "a.example",
    "not-set.invalid",
)


@pytest.mark.parametrize("host", [*EXAMPLES, "localhost", ""])
@pytest.mark.parametrize(
    ("name", "scheme"), [("PublicBaseUrl", "https"), ("RelayBaseUrl", "wss"), ("RelayOrdersUrl", "https")]
)
def test_a_name_from_an_example_is_a_finding(name, scheme, host):
    own = {"PublicBaseUrl": "https://voice.acme.test", "RelayBaseUrl": "wss://relay.acme.test"}
    former = f'"{name}={own.get(name, "https://relay.acme.test")}"'
    assert former in SAMCONFIG
    assert name in ill(SAMCONFIG.replace(former, f'"{name}={scheme}://{host}"'))


@pytest.mark.parametrize(
    ("name", "wrong"), [("PublicBaseUrl", "wss"), ("RelayBaseUrl", "https"), ("RelayOrdersUrl", "wss")]
)
def test_an_address_of_another_kind_is_a_finding_with_the_right_one(name, wrong):
    host = "voice.acme.test" if name == "PublicBaseUrl" else "relay.acme.test"
    right = "wss" if name == "RelayBaseUrl" else "https"
    samconfig = SAMCONFIG.replace(f"{name}={right}://{host}", f"{name}={wrong}://{host}")
    [finding] = [item for item in look("dev", samconfig, WELL) if item.about == name and not item.ok]
    assert f"as {right}://" in finding.how
    assert ("WebhookBaseUrl" in finding.how) == (name == "PublicBaseUrl"), "an API's address is no relay's"


@pytest.mark.parametrize("name", ["RelayBaseUrl", "RelayOrdersUrl"])
def test_the_relays_stack_wants_the_relays_addresses(name):
    samconfig = re.sub(rf'"{name}=[^"]+",?', "", SAMCONFIG)
    assert name in ill_relay(samconfig)


def test_an_emulated_aws_is_not_where_sam_deploys():
    [finding] = [item for item in look("dev", SAMCONFIG, WELL | {"endpoint": "http://127.0.0.1:4504"}) if not item.ok]
    assert "unset AWS_ENDPOINT_URL" in finding.how


def test_orders_without_an_address_are_a_finding():
    assert ill(SAMCONFIG.replace('"RelayOrdersUrl=https://relay.acme.test",', "")) == ["RelayOrdersUrl"]


def test_an_account_that_does_not_know_us():
    assert ill(account={"trouble": "NoCredentialsError"}) == ["AWS"]


@pytest.mark.parametrize(("at_once", "usual", "strict"), [(9, True, True), (10, False, True), (100, False, False)])
def test_a_new_accounts_limit_is_a_warning_and_an_error_only_when_asked(at_once, usual, strict):
    account = WELL | {"at_once": at_once}
    assert (ill(account=account) != [], ill(account=account, strict=True) != []) == (usual, strict)
    says = next(item.says for item in look("dev", SAMCONFIG, account) if item.about == "functions at once")
    assert ("throttled" in says) == (at_once < 100)


def test_another_region_than_the_shells_is_a_finding():
    assert ill(account=WELL | {"region": "us-east-1"}) == ["region"]


def test_leftovers_of_an_earlier_try_are_findings():
    assert ill(account=WELL | {"leftovers": ["bucket b", "secret s"]}) == ["left over", "left over"]


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"image_trouble": "not in its repository"}, "image"),
        ({"image_processors": {"amd64"}}, "image"),
        ({"certificate_status": "PENDING_VALIDATION"}, "certificate"),
        ({"certificate_names": ("voice.acme.test",)}, "certificate"),
        ({"certificate_trouble": "ResourceNotFoundException"}, "certificate"),
        ({"vcpus": 6.0}, "Fargate"),
        ({"has_ecs_role": False}, "ECS's own role"),
    ],
)
def test_faults_that_block_the_relays_stack_for_hours_are_findings(facts, wrong):
    assert ill_relay(**facts) == [wrong]


@pytest.mark.parametrize("digest", ["", ":1", ":latest", "@sha256:abc", "@md5:" + "ab" * 32, "@sha256:" + "AB" * 32])
def test_an_image_that_could_become_another_is_refused(digest):
    assert ill_relay(SAMCONFIG.replace("@sha256:" + "ab" * 32, digest)) == ["image"]


def test_preflight_and_template_ask_for_the_same_form_of_an_image():
    pattern = read_yaml(Path("template-relay.yaml"))["Parameters"]["RelayImageUri"]["AllowedPattern"]
    assert pattern == f"^{BY_DIGEST.pattern}$"


def test_a_relay_needs_an_image_and_a_certificate():
    bare = SAMCONFIG[: SAMCONFIG.index("[dev-relay")] + '[dev-relay.deploy.parameters]\nstack_name = "x"\n'
    assert ill_relay(bare) == ["image", "certificate"]


@pytest.mark.parametrize(
    ("names", "host", "is_covered"),
    [
        (["relay.acme.test"], "relay.acme.test", True), (["*.acme.test"], "relay.acme.test", True),
        (["*.acme.test"], "a.relay.acme.test", False), (["*.acme.test"], "acme.test", False),
        (["acme.test"], "relay.acme.test", False), (["*.test"], "relay.acme.test", False),
    ],
)  # fmt: skip
def test_a_star_covers_one_label(names, host, is_covered):
    assert covers(names, host) == is_covered
