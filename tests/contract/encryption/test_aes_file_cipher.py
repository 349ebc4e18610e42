"""Files sealed with AES-256-GCM under a person's data key; ranges and damage: tests/properties/test_sealed_files.py."""

import hmac
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.contract.encryption.test_aes_field_cipher import OneKey
from trunkline.encryption.adapters.aes_file_cipher import AesFileCipher
from trunkline.encryption.domain.sealed_files import HEAD_BYTES, SealedFile
from trunkline.encryption.domain.sealed_values import KeyErased, Place

PLACE = Place("acme", "p7f3c", "recordings/CA1/MZ1.wav", "file")
SOUND = bytes(range(256)) * 1000


def opened(sealed: bytes, keys, start: int, stop: int) -> bytes:
    file = SealedFile.parse(sealed)
    return AesFileCipher(keys).open(file, PLACE, start, stop, lambda begin, end: sealed[begin:end])


def test_a_file_comes_back_in_another_process_and_not_without_its_key(sealing):
    keys = sealing.process()
    keys.key("acme", "p7f3c")
    sealed = AesFileCipher(keys).seal(SOUND, PLACE)
    assert opened(sealed, sealing.process(), 65_000, 132_000) == SOUND[65_000:132_000]
    keys.erase("acme", "p7f3c")
    with pytest.raises(KeyErased):
        opened(sealed, sealing.process(), 0, 1)


def test_no_file_is_sealed_for_a_person_without_a_key(sealing):
    with pytest.raises(KeyErased):
        AesFileCipher(sealing.process()).seal(SOUND, PLACE)


def test_the_form_is_a_head_and_chunks_with_their_tags():
    """Read by the library alone, without our code around it."""
    key = bytes(range(32))
    sealed = AesFileCipher(OneKey(key)).seal(SOUND, PLACE)
    head, salt = sealed[:128], sealed[13:45]
    assert head[:13] == b"TLSEALED\x01\x00\x01\x00\x00"
    assert (int.from_bytes(head[45:53]), head[53:58], set(head[58:])) == (len(SOUND), b"p7f3c", {0})
    own = hmac.new(key, b"trunkline sealed file 1\n" + salt, sha256).digest()
    context = head + b'[1,"acme","p7f3c","recordings/CA1/MZ1.wav","file"]'
    last = sealed[HEAD_BYTES + 3 * (65_536 + 16) :]
    assert AESGCM(own).decrypt(bytes(10) + b"\x03\x01", last, context) == SOUND[3 * 65_536 :]


@pytest.mark.parametrize(("start", "stop"), [(-1, 2), (3, 2), (0, len(SOUND) + 1)])
def test_a_range_outside_of_the_file_is_a_fault_of_the_asker(start, stop):
    keys = OneKey(bytes(range(32)))
    with pytest.raises(ValueError, match="outside"):
        opened(AesFileCipher(keys).seal(SOUND, PLACE), keys, start, stop)
