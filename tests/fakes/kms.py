"""KMS that wraps a data key in nothing, bound to its context; the real one is asked in tests/contract/encryption."""

import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.shared.encryption import Encryption
from trunkline.encryption.adapters.aes_field_cipher import AesFieldCipher
from trunkline.encryption.adapters.aes_file_cipher import AesFileCipher
from trunkline.encryption.adapters.kms_subject_keys import KeyedPseudonyms, KmsSubjectKeys


class FakeKms:
    """The two requests that data keys take. What it has wrapped outlives it."""

    def generate_data_key(self, *, KeyId: str, EncryptionContext: dict[str, str], **_: Any) -> dict[str, bytes]:  # noqa: N803
        key = secrets.token_bytes(32)
        wrapped = json.dumps([KeyId, EncryptionContext, key.hex()]).encode()
        return {"Plaintext": key, "CiphertextBlob": wrapped}

    def decrypt(self, *, KeyId: str, CiphertextBlob: bytes, EncryptionContext: dict[str, str]) -> dict[str, bytes]:  # noqa: N803
        key_id, context, key = json.loads(CiphertextBlob)
        if (key_id, context) != (KeyId, EncryptionContext):
            raise ValueError("InvalidCiphertextException")
        return {"Plaintext": bytes.fromhex(key)}


def sealing_with(kms: FakeKms, directory: Directory, now: Callable[[], datetime]) -> Encryption:
    keys = KmsSubjectKeys(lambda: kms, "alias/clinical", directory, now)
    return Encryption(keys, AesFieldCipher(keys), KeyedPseudonyms(keys), AesFileCipher(keys))
