"""Objects sealed where they are, in the bucket of this process."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest

from tests.contract.conftest import BUCKET
from trunkline.encryption.adapters.aes_file_cipher import AesFileCipher
from trunkline.encryption.adapters.sealed_objects import ObjectChanged, SealedObjects
from trunkline.encryption.domain.sealed_values import KeyErased, NotReadable

KEY, SOUND = "recordings/CA1/MZ1.wav", b"RIFF" + bytes(range(256)) * 600


class Meddled:
    """An S3 in whose way something gets, once, before an action."""

    def __init__(self, s3: Any, action: str, meddle: Callable[[], object]) -> None:
        self.s3, self.action, self.meddle = s3, action, [meddle]

    def __getattr__(self, name: str) -> Any:
        if name != self.action:
            return getattr(self.s3, name)

        def meddled(**arguments: Any) -> Any:
            if "IfMatch" in arguments and self.meddle:
                self.meddle.pop()()
            return getattr(self.s3, name)(**arguments)

        return meddled


class Shelf:
    def __init__(self, sealing: Any) -> None:
        self.s3, self.keys = boto3.client("s3"), sealing.process()
        self.s3.create_bucket(Bucket=BUCKET)
        self.keys.key("acme", "pt1")
        self.objects = self.by(self.s3)

    def by(self, s3: Any) -> SealedObjects:
        return SealedObjects(lambda: s3, BUCKET, lambda: AesFileCipher(self.keys))

    def put(self, body: bytes = SOUND, key: str = KEY) -> None:
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=body)

    def raw(self, key: str = KEY) -> bytes:
        return self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()

    def seal(self) -> bool:
        return self.objects.seal(KEY, "acme", "pt1")


@pytest.fixture
def shelf(sealing) -> Shelf:
    return Shelf(sealing)


def test_a_sealed_object_reads_as_the_plain_one_did(shelf):
    shelf.put()
    assert shelf.objects.read(KEY, "acme") == SOUND
    assert (shelf.seal(), shelf.seal()) == (True, False)
    assert SOUND[:100] not in shelf.raw()
    assert shelf.objects.read(KEY, "acme") == SOUND
    found = shelf.objects.open(KEY, "acme")
    assert (found.size, found.is_sealed, found.read(70_000, 140_000)) == (len(SOUND), True, SOUND[70_000:140_000])


@pytest.mark.parametrize("body", [b"", b"x", SOUND])
def test_small_and_empty_objects_too(shelf, body):
    shelf.put(body)
    assert shelf.objects.read(KEY, "acme") == body
    assert shelf.seal()
    assert shelf.objects.read(KEY, "acme") == body


def test_what_is_not_there_is_nothing_to_seal_or_to_read(shelf):
    assert not shelf.seal()
    assert shelf.objects.read(KEY, "acme") is None
    assert shelf.objects.read("", "acme") is None


def test_an_object_that_was_replaced_meanwhile_is_not_overwritten(shelf):
    shelf.put()
    late = Meddled(shelf.s3, "put_object", lambda: shelf.put(b"a later upload"))
    with pytest.raises(ObjectChanged):
        shelf.by(late).seal(KEY, "acme", "pt1")
    assert shelf.raw() == b"a later upload"


def test_an_object_that_was_deleted_meanwhile_does_not_come_back(shelf):
    shelf.put()
    gone = Meddled(shelf.s3, "put_object", lambda: shelf.s3.delete_object(Bucket=BUCKET, Key=KEY))
    with pytest.raises(ObjectChanged):
        shelf.by(gone).seal(KEY, "acme", "pt1")
    assert shelf.objects.read(KEY, "acme") is None


def test_an_object_that_is_sealed_while_it_is_read_is_read_again(shelf):
    shelf.put()
    assert shelf.by(Meddled(shelf.s3, "get_object", shelf.seal)).read(KEY, "acme") == SOUND


def test_an_object_that_was_moved_cut_or_lengthened_does_not_open(shelf):
    shelf.put()
    shelf.seal()
    sealed = shelf.raw()
    for key, body in (("recordings/CA2/MZ1.wav", sealed), (KEY, sealed[:-1]), (KEY, sealed + b"x")):
        shelf.put(body, key)
        with pytest.raises(NotReadable):
            shelf.objects.read(key, "acme")


def test_another_company_has_no_key_for_it(shelf):
    shelf.put()
    shelf.seal()
    with pytest.raises(KeyErased):
        shelf.objects.read(KEY, "other")


def test_without_a_key_nothing_is_sealed_and_the_object_stays(shelf):
    shelf.put()
    with pytest.raises(KeyErased):
        shelf.objects.seal(KEY, "acme", "pt2")
    assert shelf.raw() == SOUND
