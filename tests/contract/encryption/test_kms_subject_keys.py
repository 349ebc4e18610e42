"""A data key for each person: wrapped by KMS for one person and no other, and gone for good when it is erased."""

import base64

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.contract.conftest import DIRECTORY
from tests.contract.encryption.conftest import Sealing
from trunkline.encryption.adapters.kms_subject_keys import KeyedPseudonyms
from trunkline.encryption.domain.sealed_values import BadKey, KeyErased, Place


def item_of(sealing: Sealing, subject: str) -> dict:
    return sealing.dynamodb.get_item(TableName=DIRECTORY, Key={"pk": {"S": f"DATAKEY#acme#{subject}"}})["Item"]


def test_a_key_is_made_once_and_is_the_same_everywhere(sealing):
    key = sealing.process().key("acme", "p_1")
    assert len(key) == 32
    assert sealing.process().key("acme", "p_1") == sealing.process().existing("acme", "p_1") == key
    assert sealing.process().key("acme", "p_2") != key
    assert sealing.process().key("other", "p_1") != key


def test_the_table_has_it_wrapped_alone(sealing):
    key = sealing.process().key("acme", "p_1")
    kept = base64.b64decode(item_of(sealing, "p_1")["wrapped"]["S"])
    assert key not in kept
    assert set(item_of(sealing, "p_1")) == {"pk", "company_id", "wrapped", "made_at"}


def test_a_wrapped_key_that_was_moved_to_another_person_is_refused_by_kms(sealing):
    sealing.process().key("acme", "p_1")
    sealing.dynamodb.put_item(TableName=DIRECTORY, Item=item_of(sealing, "p_1") | {"pk": {"S": "DATAKEY#acme#p_2"}})
    with pytest.raises(ClientError, match="InvalidCiphertext"):
        sealing.process().existing("acme", "p_2")


def test_two_processes_that_make_a_key_at_once_have_one(sealing):
    class Slow:
        """A KMS during whose answer another process makes the key."""

        def generate_data_key(self, **arguments):
            self.theirs = sealing.process().key("acme", "p_1")
            return sealing.kms.generate_data_key(**arguments)

        def decrypt(self, **arguments):
            return sealing.kms.decrypt(**arguments)

    slow = Slow()
    assert sealing.process(slow).key("acme", "p_1") == slow.theirs


def test_an_erased_key_opens_nothing_here_at_once_and_elsewhere_within_five_minutes(sealing):
    cipher, elsewhere, place = sealing.cipher(), sealing.cipher(), Place("acme", "p_1", "c_01", "answers")
    sealed = cipher.seal_text("three pillows", place)
    assert elsewhere.open_text(sealed, place) == "three pillows"
    eraser = sealing.process()
    assert eraser.erase("acme", "p_1") is True
    assert eraser.erase("acme", "p_1") is False
    with pytest.raises(KeyErased):
        sealing.cipher().open_text(sealed, place)
    sealing.passes(minutes=5)
    with pytest.raises(KeyErased):
        elsewhere.open_text(sealed, place)


def test_another_companys_key_is_not_erased(sealing):
    key = sealing.process().key("acme", "p_1")
    assert sealing.process().erase("other", "p_1") is False
    assert sealing.process().existing("acme", "p_1") == key


def test_a_key_is_asked_for_once_in_five_minutes(sealing, cloud):
    keys = sealing.process()
    keys.key("acme", "p_1")
    before = len(cloud.requests)
    for _ in range(100):
        keys.key("acme", "p_1")
    assert len(cloud.requests) == before
    sealing.passes(minutes=5)
    keys.key("acme", "p_1")
    assert cloud.requests[before:] == ["dynamodb.GetItem", "kms.Decrypt"]


def test_a_key_of_another_length_is_refused(sealing):
    class Weak:
        def generate_data_key(self, **arguments):
            return sealing.kms.generate_data_key(**{**arguments, "KeySpec": "AES_128"})

        def decrypt(self, **arguments):
            return sealing.kms.decrypt(**arguments)

    with pytest.raises(BadKey):
        sealing.process(Weak()).key("acme", "p_1")


def test_pseudonyms_are_a_companys_own(sealing):
    names = KeyedPseudonyms(sealing.process())
    made = names.of("acme", "number", "+14155550177")
    assert KeyedPseudonyms(sealing.process()).of("acme", "number", "+14155550177") == made
    assert names.of("other", "number", "+14155550177") != made


def test_without_the_right_key_nothing_is_made(sealing):
    with pytest.raises(ClientError):
        sealing.process(boto3.client("kms"), "alias/trunkline-absent").key("acme", "p_1")
