"""The cipher as functions get it: over the stage's key, or not at all."""

from dataclasses import fields

import pytest

from tests.contract.conftest import DIRECTORY
from tests.contract.encryption.conftest import ALIAS
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.shared.encryption import encryption
from trunkline.encryption.domain.sealed_values import KeyErased, Place
from trunkline.errors import NotConfigured
from trunkline.settings import Settings

PLACE = Place("acme", "p_1", "c_01", "answers")


def known(clinical_key: str) -> Settings:
    return Settings(**{field.name: "x" for field in fields(Settings)} | {"clinical_key": clinical_key})


def test_a_stage_with_patients_seals_and_erases(sealing):
    made = encryption(known(ALIAS), Directory(sealing.dynamodb, DIRECTORY))
    sealed = made.cipher.seal_text("three pillows", PLACE)
    assert made.cipher.open_text(sealed, PLACE) == "three pillows"
    assert made.pseudonyms.of("acme", "number", "+1").startswith("p_")
    assert made.keys.erase("acme", "p_1")
    with pytest.raises(KeyErased):
        made.cipher.open_text(sealed, PLACE)


def test_a_stage_without_patients_has_no_cipher(sealing):
    with pytest.raises(NotConfigured, match="Patients=yes"):
        encryption(known("none"), Directory(sealing.dynamodb, DIRECTORY))
