"""Each class of data has its key, and a class without one is an error before anything is written."""

import pytest

from trunkline.aws.kms_keys import THE_BUCKETS_OWN, DataKeys, KeysMissing
from trunkline.aws.s3 import InboxBucket

SETTING = "conversations=arn:c,recordings=arn:r,exports=arn:e"
NAMED = "x-amz-server-side-encryption-aws-kms-key-id"


@pytest.mark.parametrize(
    ("key", "sealed_with"),
    [
        ("inbox/elevenlabs/a.json", "arn:c"),
        ("transcripts/dt=2026-11-20/c1.json", "arn:c"),
        ("speech/ab.mp3", "arn:c"),
        ("recordings/c1.wav", "arn:r"),
        ("exports/acme/manifest.json", "arn:e"),
    ],
)
def test_an_object_is_sealed_with_the_key_of_its_class(key, sealed_with):
    keys = DataKeys.parse(SETTING)
    assert keys.arguments(key) == {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": sealed_with}
    assert keys.headers(key) == {"x-amz-server-side-encryption": "aws:kms", NAMED: sealed_with}


@pytest.mark.parametrize("key", ["contacts/acme/list.csv", "elsewhere/a", "", "recordings"])
def test_what_has_no_class_is_left_to_the_bucket(key):
    keys = DataKeys({"conversations": "arn:c"})
    assert (keys.arguments(key), keys.headers(key)) == ({}, {})
    assert THE_BUCKETS_OWN.arguments("inbox/a") == {}


@pytest.mark.parametrize(
    ("payload", "missing"),
    [
        ("", "conversations, exports, recordings"),
        ("none", "conversations, exports, recordings"),
        ("conversations=arn:c,recordings=,exports=arn:e", "recordings"),
        ("conversations=arn:c;recordings=arn:r", "exports, recordings"),
    ],
)
def test_a_class_without_a_key_is_an_error_that_names_it(payload, missing):
    with pytest.raises(KeysMissing, match=f"^{missing}$"):
        DataKeys.parse(payload)


def test_a_report_is_sealed_in_the_request_that_keeps_it():
    sent = []

    class Wire:
        def send(self, *request: object) -> bytes:
            sent.append(request)
            return b""

    InboxBucket(Wire(), "bucket", DataKeys.parse(SETTING)).keep("inbox/a.json", b"{}")
    [(_, _, _, headers)] = sent
    assert headers[NAMED] == "arn:c"
