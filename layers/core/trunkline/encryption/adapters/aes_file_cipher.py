"""AES-256-GCM over the chunks of a sealed file (the form: encryption/domain/sealed_files.py)."""

import os
from collections.abc import Iterator

from trunkline.encryption.domain.sealed_files import SALT_BYTES, Read, SealedFile
from trunkline.encryption.domain.sealed_values import NotReadable, Place
from trunkline.encryption.ports import SubjectKeys


class AesFileCipher:
    """The port FileCipher."""

    def __init__(self, keys: SubjectKeys) -> None:
        self._keys = keys

    def seal(self, plain: bytes, place: Place) -> bytes:
        file = SealedFile(place.subject, len(plain), os.urandom(SALT_BYTES))
        return b"".join([file.head, *self._sealed(plain, file, place)])

    def open(self, file: SealedFile, place: Place, start: int, stop: int, read: Read) -> bytes:
        wanted = file.chunks_with(start, stop)
        if not 0 <= start <= stop <= file.plain_bytes:
            raise ValueError("outside of the file")
        began, ended = file.sealed_span(wanted[0])[0], file.sealed_span(wanted[-1])[1]
        opened = b"".join(self._opened(read(began, ended), wanted, file, place))
        skipped = start - file.plain_span(wanted[0])[0]
        return opened[skipped : skipped + stop - start]

    def _sealed(self, plain: bytes, file: SealedFile, place: Place) -> Iterator[bytes]:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # only functions with patients load it

        cipher, context = AESGCM(file.key(self._keys.existing(place.company_id, place.subject))), file.context(place)
        for chunk in range(file.chunks):
            yield cipher.encrypt(file.nonce(chunk), plain[slice(*file.plain_span(chunk))], context)

    def _opened(self, sealed: bytes, wanted: range, file: SealedFile, place: Place) -> Iterator[bytes]:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        cipher, context = AESGCM(file.key(self._keys.existing(place.company_id, place.subject))), file.context(place)
        base = file.sealed_span(wanted[0])[0]
        for chunk in wanted:
            begin, end = (at - base for at in file.sealed_span(chunk))
            try:
                yield cipher.decrypt(file.nonce(chunk), sealed[begin:end], context)
            except InvalidTag as error:
                raise NotReadable("altered, cut, moved, or sealed with another key") from error
