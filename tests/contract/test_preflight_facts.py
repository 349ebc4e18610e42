"""Facts of preflight from AWS, on moto: leftovers of an earlier try, an image's processors, a certificate."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import boto3
import httpx
import pytest

from cli import stage
from cli.deploy import aws_facts
from cli.deploy.aws_facts import account_facts, certificate_facts, image_facts, relay_facts
from tests.contract.conftest import empty_aws

DIGEST = "sha256:" + "ab" * 32
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/trunkline-relay@" + DIGEST
BUCKET = "trunkline-dev-123456789012-us-east-1"


@pytest.fixture(autouse=True)
def aws() -> Iterator[None]:
    with empty_aws():
        yield


def client(service: str) -> Any:
    """moto's, and a Lambda that says what an account may do: moto's does not."""
    if service != "lambda":
        return boto3.client(service)
    limits = {"AccountLimit": {"ConcurrentExecutions": 10}}
    return SimpleNamespace(get_account_settings=lambda: limits, meta=SimpleNamespace(region_name="us-east-1"))


def test_an_empty_account_has_nothing_left_over():
    found = account_facts("dev", client)
    assert (found["id"], found["region"], found["leftovers"]) == ("123456789012", "us-east-1", [])
    assert found["at_once"] == 10


def test_names_that_an_earlier_try_has_taken_are_found():
    boto3.client("s3").create_bucket(Bucket=BUCKET)
    boto3.client("secretsmanager").create_secret(Name="trunkline/dev/seal", SecretString="x")
    assert account_facts("dev", client)["leftovers"] == [f"bucket {BUCKET}", "secret trunkline/dev/seal"]
    assert account_facts("prod", client)["leftovers"] == []


def test_a_copied_block_has_the_leftovers_of_the_stage_it_deploys(monkeypatch, tmp_path):
    monkeypatch.setattr(stage, "SAMCONFIG", tmp_path / "samconfig.toml")
    parameters = 'stack_name = "trunkline-dev-elsewhere"\nparameter_overrides = ["Stage=dev"]\n'
    stage.SAMCONFIG.write_text(f"[dev-elsewhere.deploy.parameters]\n{parameters}")
    boto3.client("s3").create_bucket(Bucket=BUCKET)
    assert account_facts("dev-elsewhere", client)["leftovers"] == [f"bucket {BUCKET}"]


def test_a_resource_of_a_stack_is_not_left_over():
    template = {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": BUCKET}}}}
    boto3.client("cloudformation").create_stack(StackName="trunkline-dev", TemplateBody=json.dumps(template))
    assert account_facts("dev", client)["leftovers"] == []


class Registry:
    """ECR with one image."""

    def __init__(self, manifest: dict[str, Any] | None) -> None:
        self.manifest = manifest

    def batch_get_image(self, **asked: Any) -> dict[str, Any]:
        assert (asked["repositoryName"], asked["imageIds"]) == ("trunkline-relay", [{"imageDigest": DIGEST}])
        return {"images": [{"imageManifest": json.dumps(self.manifest)}] if self.manifest else []}

    def get_download_url_for_layer(self, *, layerDigest: str, **_: Any) -> dict[str, str]:  # noqa: N803 - boto3's name
        return {"downloadUrl": f"https://layers.test/{layerDigest}"}


def facts(manifest: dict[str, Any] | None) -> dict[str, Any]:
    return image_facts(IMAGE, lambda _service: Registry(manifest))


def test_an_image_of_several_processors_names_them():
    platforms = [{"platform": {"architecture": name}} for name in ("arm64", "amd64", "unknown")]
    assert facts({"manifests": platforms}) == {"image_processors": {"arm64", "amd64"}}


def test_an_image_of_one_processor_names_it_in_its_configuration(monkeypatch):
    def get(url: str, timeout: float) -> httpx.Response:
        return httpx.Response(200, json={"architecture": "arm64"}, request=httpx.Request("GET", url))

    monkeypatch.setattr(aws_facts.httpx, "get", get)
    assert facts({"config": {"digest": "sha256:1"}}) == {"image_processors": {"arm64"}}


def test_a_missing_image_is_a_finding_and_an_image_elsewhere_is_not_looked_up():
    assert facts(None) == {"image_trouble": "not in its repository"}
    assert "image_trouble" in image_facts(IMAGE, boto3.client)
    assert image_facts(f"registry.test/relay@{DIGEST}", boto3.client) == {}


def test_an_image_is_looked_up_by_its_digest():
    registry = Registry({"manifests": [{"platform": {"architecture": "arm64"}}]})
    tagged = IMAGE.replace("@", ":1@")
    assert image_facts(tagged, lambda _service: registry) == {"image_processors": {"arm64"}}


def test_a_certificate_has_its_state_and_its_names():
    arn = boto3.client("acm").request_certificate(DomainName="relay.acme.test")["CertificateArn"]
    found = certificate_facts(arn, boto3.client)
    assert found["certificate_names"] == ("relay.acme.test",)
    assert found["certificate_status"] in {"PENDING_VALIDATION", "ISSUED"}  # moto issues one when it is looked at
    assert "certificate_trouble" in certificate_facts(arn[:-1] + "x", boto3.client)


def test_an_account_that_never_had_a_cluster_lacks_the_role_of_ecs():
    assert relay_facts({}, boto3.client)["has_ecs_role"] is False
    boto3.client("iam").create_role(RoleName="AWSServiceRoleForECS", AssumeRolePolicyDocument="{}")
    assert relay_facts({}, boto3.client)["has_ecs_role"] is True


def test_a_stage_is_looked_for_under_the_name_its_block_gives_its_stack(monkeypatch, tmp_path):
    """A stage brought up in another region has a block, and a stack, of another name."""
    (tmp_path / "samconfig.toml").write_text('[elsewhere.deploy.parameters]\nstack_name = "trunkline-prod-elsewhere"\n')
    monkeypatch.setattr(stage, "SAMCONFIG", tmp_path / "samconfig.toml")
    template = {
        "Parameters": {"Stage": {"Type": "String", "Default": "prod"}},
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"AlarmTopicArn": {"Value": {"Ref": "Topic"}}},
    }
    boto3.client("cloudformation").create_stack(
        StackName="trunkline-prod-elsewhere", TemplateBody=json.dumps(template),
        Parameters=[{"ParameterKey": "Stage", "ParameterValue": "prod"}],
    )  # fmt: skip
    found = stage.stack_of("elsewhere")
    assert (set(found.outputs), found.parameters["Stage"]) == ({"AlarmTopicArn"}, "prod")
    with pytest.raises(stage.StageUnknown, match="no stack trunkline-dev"):
        stage.stack_of("dev")
