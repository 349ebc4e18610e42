"""Encryption keys of the template: each role may use those of the data it touches, and no others."""

import re

import pytest

from local.cloud.template import Template
from tests.stack.test_roles import ALLOWED, KEYS, REFUSED
from tests.structure.templates import (
    EVERYWHERE,
    FUNCTIONS,
    KEPT,
    PREFIXES,
    RAW,
    ROOT,
    TABLES,
    TEMPLATE,
    listed,
    of_type,
    statements,
)
from trunkline.aws.kms_keys import CLASS_OF, DataKeys
from trunkline.encryption.adapters.kms_subject_keys import PURPOSE

TABLE_KEYS = {name: RAW[name]["Properties"]["SSESpecification"]["KMSMasterKeyId"]["Fn::GetAtt"][1] for name in TABLES}
ROLES = [*FUNCTIONS, "RelayTaskRole"]
CLINICAL_KEY, CLINICAL_LAYER = {"Fn::GetAtt": ["ClinicalKey", "Arn"]}, {"Ref": "ClinicalLayer"}
AT_LEAST_FOR_A_TABLE = [
    "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo",
]  # fmt: skip


def key_of(prefix: str) -> str:
    """The output of the stack of keys that seals what lies under a prefix."""
    return f"Outputs.{CLASS_OF.get(prefix, 'lists').capitalize()}"


def key_named(resource: dict) -> str:
    """The same, of a right to use it: in the relay's stack the output is a parameter."""
    if "Ref" in resource:
        resource = TEMPLATE.document["Outputs"][resource["Ref"]]["Value"]
    assert resource["Fn::GetAtt"][0] == "Keys"
    return str(resource["Fn::GetAtt"][1])


def touched(name: str) -> dict[str, set[str]]:
    """The keys that the rights of a role to tables, objects and secrets call for, by what is done with them."""
    needed: dict[str, set[str]] = {"kms:Decrypt": set(), "kms:GenerateDataKey": set()}
    if "AWSSecretsManagerGetSecretValuePolicy" in str(EVERYWHERE[name]["Properties"].get("Policies")):
        needed["kms:Decrypt"].add("Outputs.Secrets")
    for statement in statements(EVERYWHERE[name]):
        actions, resources = listed(statement["Action"]), listed(statement.get("Resource", []))
        text = str(resources)
        if any(action.startswith("dynamodb:") for action in actions):
            needed["kms:Decrypt"] |= {key for table, key in TABLE_KEYS.items() if table in text}
        if "secretsmanager:GetSecretValue" in actions:
            needed["kms:Decrypt"].add("Outputs.Secrets")
        keys = {key_of(prefix) for prefix in re.findall(rf"/({PREFIXES})/", text)}
        keys |= {"Outputs.Conversations"} if "/audit/*" in text else set()
        if {"s3:GetObject", "s3:AbortMultipartUpload"} & set(actions):  # an upload in parts reads what it has sent
            needed["kms:Decrypt"] |= keys
        if "s3:PutObject" in actions:
            needed["kms:GenerateDataKey"] |= keys
    needed["kms:Decrypt"] |= {key for table, key in TABLE_KEYS.items() if table in streams_of(name)}
    return needed


def streams_of(name: str) -> str:
    """The streams that a function listens to; SAM adds the rights to read them."""
    events = EVERYWHERE[name]["Properties"].get("Events", {}).values()
    return str([event["Properties"]["Stream"] for event in events if event["Type"] == "DynamoDB"])


@pytest.mark.parametrize("name", ROLES)
def test_a_role_may_use_the_keys_of_the_data_it_touches_and_no_other(name):
    may: dict[str, set[str]] = {"kms:Decrypt": set(), "kms:GenerateDataKey": set()}
    for statement in statements(EVERYWHERE[name]):
        for action in listed(statement["Action"]):
            if action.startswith("kms:") and statement["Resource"] != CLINICAL_KEY:
                may[action] |= {key_named(resource) for resource in listed(statement["Resource"])}
    assert may == touched(name)


def keys_of(name: str) -> tuple[set[str], set[str]]:
    """The keys a role may read with, and write with, as rows of tests/stack name them."""
    may: dict[str, set[str]] = {"kms:Decrypt": set(), "kms:GenerateDataKey": set()}
    for statement in statements(EVERYWHERE[name]):
        for action in {*listed(statement["Action"])} & {*may}:
            of_class = listed(statement["Resource"]) if statement["Resource"] != CLINICAL_KEY else []
            may[action] |= {key_named(resource).removeprefix("Outputs.") for resource in of_class} or {"Clinical"}
    return may["kms:Decrypt"], may["kms:GenerateDataKey"]


@pytest.mark.parametrize("name", ROLES)
def test_a_row_about_the_role_expects_of_the_deployed_stack_the_keys_it_has_here(name):
    assert KEYS.get(name.replace("TaskRole", "TaskDefinition")) == keys_of(name)


def test_every_function_has_a_row_about_what_it_may_not_do_and_no_row_is_left_over():
    """Here and not beside the rows: those are only asked by `make stack`."""
    assert set(REFUSED) == set(FUNCTIONS)
    assert set(KEYS) == {*FUNCTIONS, "RelayTaskDefinition"}
    assert set(ALLOWED) <= set(REFUSED)


def test_patients_data_keys_are_wrapped_by_those_who_carry_the_cipher_for_that_purpose_alone():
    about = EVERYWHERE["ClinicalKey"]
    assert (about["Condition"], about["Properties"]["EnableKeyRotation"]) == ("HasPatients", True)
    care, use = about["Properties"]["KeyPolicy"]["Statement"]
    assert not [action for action in care["Action"] if re.search("Decrypt|Encrypt|DataKey|CreateGrant", action)]
    assert use["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert use["Condition"] == {"StringEquals": {"kms:EncryptionContext:purpose": PURPOSE}}
    with_key = {
        name for name in ROLES if CLINICAL_KEY in [item.get("Resource") for item in statements(EVERYWHERE[name])]
    }
    with_layer = {name for name in FUNCTIONS if CLINICAL_LAYER in EVERYWHERE[name]["Properties"].get("Layers", [])}
    assert with_key == with_layer


@pytest.mark.parametrize("name", sorted({*of_type("AWS::KMS::Key")} - {"ClinicalKey"}))
def test_a_key_rotates_outlives_the_stack_and_is_used_through_services_only(name):
    assert EVERYWHERE[name]["Properties"]["EnableKeyRotation"] is True
    assert (EVERYWHERE[name]["DeletionPolicy"], EVERYWHERE[name]["UpdateReplacePolicy"]) == KEPT
    care, use = EVERYWHERE[name]["Properties"]["KeyPolicy"]["Statement"]
    assert not [action for action in care["Action"] if re.search("Decrypt|Encrypt|DataKey|CreateGrant", action)]
    assert set(use["Condition"]["StringEquals"]) == {"kms:ViaService"}
    assert use["Action"] == AT_LEAST_FOR_A_TABLE


def test_every_prefix_has_a_key_and_the_bucket_refuses_another_one_there():
    payload = DataKeys.parse(TEMPLATE.properties(FUNCTIONS[0])["Environment"]["Variables"]["DATA_KEYS"])
    assert set(payload.by_class) == set(CLASS_OF.values())
    sealed = {}
    for statement in RAW["BucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]:
        [named] = statement["Condition"].get("StringNotEqualsIfExists", {"": ""}).items()
        if named[0] == "s3:x-amz-server-side-encryption-aws-kms-key-id":
            for resource in statement["Resource"]:
                sealed[resource["Fn::Sub"].split("/")[1]] = named[1]["Fn::GetAtt"][1]
    assert sealed == {prefix: key_of(prefix) for prefix in PREFIXES.split("|")}


def test_one_key_for_all_reaches_the_code_as_a_key_for_each():
    frugal = Template(ROOT / "template.yaml", {"KeyPerClass": "no"}, endpoint="http://127.0.0.1:1")
    payload = DataKeys.parse(frugal.properties(FUNCTIONS[0])["Environment"]["Variables"]["DATA_KEYS"])
    assert set(payload.by_class) == set(CLASS_OF.values())
    assert len(set(payload.by_class.values())) == 1
    assert {frugal.attribute("Keys", f"Outputs.{name}") for name in ("Lists", "Secrets")} == set(
        payload.by_class.values()
    )


def test_the_buckets_own_key_is_that_of_the_lists_which_strangers_upload():
    [rule] = RAW["Bucket"]["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["BucketKeyEnabled"] is True
    assert rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"] == {"Fn::GetAtt": ["Keys", key_of("contacts")]}


@pytest.mark.parametrize("name", of_type("AWS::SecretsManager::Secret"))
def test_a_secret_has_the_key_of_secrets(name):
    assert RAW[name]["Properties"]["KmsKeyId"] == {"Fn::GetAtt": ["Keys", "Outputs.Secrets"]}
