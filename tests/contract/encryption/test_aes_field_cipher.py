"""Fields sealed with AES-256-GCM: they open at their own place, unaltered, with their person's key, or not at all."""

import subprocess
import sys
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from trunkline.encryption.adapters.aes_field_cipher import fresh_nonce
from trunkline.encryption.domain.sealed_values import BadKey, KeyErased, NotReadable, Place, as_text, from_text

PLACE = Place("acme", "p_7f3c", "c_01", "answers")
WORDS = "I sleep on three pillows since März"


class OneKey:
    """The port SubjectKeys with one key for all."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def key(self, company_id: str, subject: str) -> bytes:
        return self._key

    def existing(self, company_id: str, subject: str) -> bytes:
        return self._key

    def erase(self, company_id: str, subject: str) -> bool:
        return False


def test_a_field_comes_back_in_another_process(sealing):
    sealed = sealing.cipher().seal_text(WORDS, PLACE)
    assert sealing.cipher().open_text(sealed, PLACE) == WORDS
    assert sealing.cipher().open(sealing.cipher().seal(b"", PLACE), PLACE) == b""
    for word in ("sleep", "pillows", "März"):
        assert word not in sealed


@pytest.mark.parametrize("part", ["company_id", "object", "field"])
def test_a_field_that_was_moved_does_not_open(sealing, part):
    cipher = sealing.cipher()
    sealed = cipher.seal_text(WORDS, PLACE)
    elsewhere = replace(PLACE, **{part: "another"})
    cipher.seal_text("a value of its own", elsewhere)  # so that the other place has a key
    with pytest.raises(NotReadable):
        cipher.open_text(sealed, elsewhere)


def test_another_person_has_another_key(sealing):
    cipher, hers = sealing.cipher(), replace(PLACE, subject="p_0001")
    sealed = cipher.seal_text(WORDS, PLACE)
    with pytest.raises(KeyErased):
        cipher.open_text(sealed, hers)
    cipher.seal_text("hers", hers)
    with pytest.raises(NotReadable):
        cipher.open_text(sealed, hers)


def test_no_byte_of_a_sealed_value_can_be_changed_or_cut(sealing):
    cipher = sealing.cipher()
    sealed = cipher.seal(b"yes", PLACE)
    for at in range(len(sealed)):
        for damaged in (sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], sealed[:at]):
            with pytest.raises(NotReadable):
                cipher.open(damaged, PLACE)
    with pytest.raises(NotReadable):
        cipher.open(sealed + b"\x00", PLACE)


def test_the_same_words_are_never_sealed_alike(sealing):
    cipher = sealing.cipher()
    assert len({cipher.seal_text(WORDS, PLACE) for _ in range(50)}) == 50
    assert len({fresh_nonce() for _ in range(1000)}) == 1000


def test_the_form_is_version_nonce_ciphertext_and_tag(sealing):
    """Read by the library alone, without our code around it."""
    key, nonce = bytes(range(32)), bytes(range(12))
    from trunkline.encryption.adapters.aes_field_cipher import AesFieldCipher

    sealed = AesFieldCipher(OneKey(key), lambda: nonce).seal(b"yes", PLACE)
    assert (sealed[:1], sealed[1:13]) == (b"\x01", nonce)
    context = b'[1,"acme","p_7f3c","c_01","answers"]'
    assert AESGCM(key).decrypt(nonce, sealed[13:], context) == b"yes"
    assert from_text(as_text(sealed)) == sealed


@pytest.mark.parametrize("key", [b"", bytes(32), b"k" * 31])
def test_a_bad_key_seals_nothing(key):
    from trunkline.encryption.adapters.aes_field_cipher import AesFieldCipher

    with pytest.raises(BadKey):
        AesFieldCipher(OneKey(key)).seal(b"yes", PLACE)


def test_the_library_is_loaded_when_something_is_sealed_and_no_sooner():
    code = "import sys, trunkline.encryption.adapters.aes_field_cipher as a; print('cryptography' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
