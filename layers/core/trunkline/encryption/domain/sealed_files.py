"""Sealed files: a head, then chunks that are sealed one by one, so that a part can be opened without the rest.

Each file has a key of its own, made of its person's data key and random bits in the head. A chunk's nonce is its number
and whether it is the last; head and place are its additional data. What was cut, reordered, altered or moved does not
open.
"""

import hmac
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from trunkline.encryption.domain.sealed_values import NONCE_BYTES, TAG_BYTES, NotReadable, Place, checked_key

MAGIC: Final = b"TLSEALED"  # no audio file begins like this
FILE_VERSION: Final = 1
SALT_BYTES, SUBJECT_BYTES, CHUNK_BYTES = 32, 64, 64 * 1024
LARGEST_CHUNK, LARGEST_FILE = 16 * 1024 * 1024, 1 << 40
_HEAD: Final = struct.Struct(f">{len(MAGIC)}sBI{SALT_BYTES}sQ{SUBJECT_BYTES}s11x")
HEAD_BYTES: Final = _HEAD.size
_NAME: Final = re.compile(rb"[!-~]{1,%d}" % SUBJECT_BYTES).fullmatch
_LABEL: Final = b"trunkline sealed file 1\n"  # no other use of the data key has it

Read = Callable[[int, int], bytes]  # the bytes from one position to before another


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What the head says. `subject` is whose data key it is: a file outlives the number its person is found by."""

    subject: str
    plain_bytes: int
    salt: bytes
    chunk_bytes: int = CHUNK_BYTES

    @classmethod
    def parse(cls, head: bytes) -> "SealedFile":
        """Raises NotReadable."""
        if not is_sealed(head) or len(head) < HEAD_BYTES:
            raise NotReadable("this is not a sealed file, or it is cut")
        _, version, chunk, salt, plain, subject = _HEAD.unpack(head[:HEAD_BYTES])
        name = subject.rstrip(b"\0")
        if version != FILE_VERSION or not 0 < chunk <= LARGEST_CHUNK or plain > LARGEST_FILE or not _NAME(name):
            raise NotReadable("a sealed file of another version, or damaged")
        parsed = cls(name.decode(), plain, salt, chunk)
        if parsed.head != head[:HEAD_BYTES]:
            raise NotReadable("a head with something behind it")
        return parsed

    @property
    def head(self) -> bytes:
        subject = self.subject.encode()
        if not _NAME(subject):
            raise ValueError("the subject does not fit into the head")
        return _HEAD.pack(MAGIC, FILE_VERSION, self.chunk_bytes, self.salt, self.plain_bytes, subject)

    @property
    def chunks(self) -> int:
        """An empty file has one, which is empty: its end is sealed too."""
        return max(1, -(-self.plain_bytes // self.chunk_bytes))

    @property
    def sealed_bytes(self) -> int:
        return HEAD_BYTES + self.plain_bytes + self.chunks * TAG_BYTES

    def chunks_with(self, start: int, stop: int) -> range:
        """The chunks that the bytes of the plain file from `start` to before `stop` are in."""
        return range(start // self.chunk_bytes, max(start // self.chunk_bytes, (stop - 1) // self.chunk_bytes) + 1)

    def plain_span(self, chunk: int) -> tuple[int, int]:
        """Where a chunk begins and ends in the plain file."""
        return chunk * self.chunk_bytes, min((chunk + 1) * self.chunk_bytes, self.plain_bytes)

    def sealed_span(self, chunk: int) -> tuple[int, int]:
        """Where a chunk begins and ends in the sealed file."""
        start, stop = self.plain_span(chunk)
        return HEAD_BYTES + start + chunk * TAG_BYTES, HEAD_BYTES + stop + (chunk + 1) * TAG_BYTES

    def nonce(self, chunk: int) -> bytes:
        """Never twice under the file's own key."""
        return chunk.to_bytes(NONCE_BYTES - 1) + bytes([chunk == self.chunks - 1])

    def key(self, data_key: bytes) -> bytes:
        """The file's own key. Raises BadKey."""
        return hmac.new(checked_key(data_key), _LABEL + self.salt, sha256).digest()

    def context(self, place: Place) -> bytes:
        """The additional authenticated data of each chunk."""
        return self.head + place.context


def is_sealed(head: bytes) -> bool:
    return head.startswith(MAGIC)
