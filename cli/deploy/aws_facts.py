"""Facts of an AWS account before a deployment. Asks, and changes nothing."""

import json
import os
import re
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from cli.failures import sentence
from cli.stage import StageUnknown, block_of, overrides_in, stack_of
from trunkline.bootstrap.shared.common import aws_client

ECR_IMAGE = re.compile(r"(\d{12})\.dkr\.ecr\.[\w-]+\.amazonaws\.com/([^:@]+)(?::[^@]+)?@(sha256:[0-9a-f]{64})")
MANIFESTS = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
]
VCPUS = {"ServiceCode": "fargate", "QuotaCode": "L-3032A538"}  # Fargate On-Demand vCPU resource count
Client = Callable[[str], Any]


def account_facts(stage: str, client: Client = aws_client) -> dict[str, Any]:
    """The account and its limits; `trouble` when AWS does not answer."""
    try:
        functions = client("lambda")  # wants a region, which STS does without
        known = client("sts").get_caller_identity()
        limits = functions.get_account_settings()["AccountLimit"]
    except (BotoCoreError, ClientError) as error:
        return {"trouble": sentence(error).removeprefix("AWS: ")}
    region = str(functions.meta.region_name)
    left = leftovers(stage, known["Account"], region, client)
    facts = {"id": known["Account"], "at_once": limits["ConcurrentExecutions"], "region": region, "leftovers": left}
    return facts | {"endpoint": os.environ.get("AWS_ENDPOINT_URL", "")}


def leftovers(stage: str, account: str, region: str, client: Client) -> list[str]:
    """Resources with the stage's names, although it has no stack."""
    try:
        stack_of(stage)
    except StageUnknown:
        name = overrides_in(block_of(stage)).get("Stage", stage)  # what the template calls it: a block may be a copy
        bucket = f"trunkline-{name}-{account}-{region}"
        secrets = [f"trunkline/{name}/vendors", f"trunkline/{name}/seal"]
        found = [f"bucket {bucket}"] if _is_there(client("s3").head_bucket, Bucket=bucket) else []
        describe = client("secretsmanager").describe_secret
        return found + [f"secret {name}" for name in secrets if _is_there(describe, SecretId=name)]
    return []


def relay_facts(parameters: Mapping[str, str], client: Client = aws_client) -> dict[str, Any]:
    return {
        **image_facts(parameters.get("RelayImageUri", ""), client),
        **certificate_facts(parameters.get("RelayCertificateArn", ""), client),
        **_vcpus(client),
        "has_ecs_role": _is_there(client("iam").get_role, RoleName="AWSServiceRoleForECS"),
    }


def image_facts(uri: str, client: Client) -> dict[str, Any]:
    """For which processors an image in ECR is; nothing of one elsewhere, or of one without a digest."""
    named = ECR_IMAGE.fullmatch(uri)
    if not named:
        return {}
    registry, repository, digest = named.groups()
    ecr, where = client("ecr"), {"registryId": registry, "repositoryName": repository}
    try:
        answer = ecr.batch_get_image(**where, imageIds=[{"imageDigest": digest}], acceptedMediaTypes=MANIFESTS)
        if not answer["images"]:
            return {"image_trouble": "not in its repository"}
        manifest = json.loads(answer["images"][0]["imageManifest"])
        return {"image_processors": _processors(manifest, ecr, where)}
    except (BotoCoreError, ClientError, httpx.HTTPError) as error:
        return {"image_trouble": sentence(error)}


def _processors(manifest: Mapping[str, Any], ecr: Any, where: Mapping[str, str]) -> set[str]:
    if "manifests" in manifest:
        return {image["platform"]["architecture"] for image in manifest["manifests"]} - {"unknown"}
    link = ecr.get_download_url_for_layer(**where, layerDigest=manifest["config"]["digest"])["downloadUrl"]
    return {str(httpx.get(link, timeout=10).raise_for_status().json()["architecture"])}


def certificate_facts(arn: str, client: Client) -> dict[str, Any]:
    if not arn:
        return {}
    try:
        found = client("acm").describe_certificate(CertificateArn=arn)["Certificate"]
    except (BotoCoreError, ClientError) as error:
        return {"certificate_trouble": f"{arn}: {sentence(error)}"}
    names = found.get("SubjectAlternativeNames") or [found["DomainName"]]
    return {"certificate_status": found["Status"], "certificate_names": tuple(names)}


def _vcpus(client: Client) -> dict[str, Any]:
    try:
        return {"vcpus": client("service-quotas").get_service_quota(**VCPUS)["Quota"]["Value"]}
    except (BotoCoreError, ClientError):
        return {}  # not every account may ask; the finding says so


def _is_there(ask: Callable[..., object], **name: str) -> bool:
    """Also what may not be looked at: its name is taken."""
    try:
        ask(**name)
    except ClientError as error:
        return error.response["Error"]["Code"] in {"403", "AccessDenied", "AccessDeniedException"}
    return True
