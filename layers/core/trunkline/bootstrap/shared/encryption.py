"""Data keys of patients, the cipher and pseudonyms; for functions that carry the clinical layer."""

from dataclasses import dataclass

from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.shared.common import aws_client, cached, utc_now
from trunkline.encryption.adapters.aes_field_cipher import AesFieldCipher
from trunkline.encryption.adapters.aes_file_cipher import AesFileCipher
from trunkline.encryption.adapters.kms_subject_keys import KeyedPseudonyms, KmsSubjectKeys
from trunkline.encryption.ports import FieldCipher, FileCipher, Pseudonyms, SubjectKeys
from trunkline.errors import NotConfigured
from trunkline.settings import Settings

NONE = "none"  # the value of CLINICAL_KEY on a stage without patients
NO_PATIENTS = "this stage has no patients: deploy it with Patients=yes"


@dataclass(frozen=True, slots=True)
class Encryption:
    """All four over the same data keys."""

    keys: SubjectKeys
    cipher: FieldCipher
    pseudonyms: Pseudonyms
    files: FileCipher


def encryption(known: Settings, directory: Directory) -> Encryption:
    """Nothing is asked of KMS before the first value. Raises NotConfigured where the stage has no patients."""
    if known.clinical_key == NONE:
        raise NotConfigured(NO_PATIENTS)
    return encryption_with(known.clinical_key, directory)


def encryption_with(clinical_key: str, directory: Directory) -> Encryption:
    keys = KmsSubjectKeys(cached(lambda: aws_client("kms")), clinical_key, directory, utc_now)
    return Encryption(keys, AesFieldCipher(keys), KeyedPseudonyms(keys), AesFileCipher(keys))
