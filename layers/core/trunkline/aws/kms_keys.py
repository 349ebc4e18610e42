"""KMS keys of the bucket's objects: one for each class of data, chosen by the object's prefix.

What is under no prefix of these has the bucket's own key: the lists, because those who upload them are not us.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

CLASS_OF = {
    "inbox": "conversations",
    "transcripts": "conversations",
    "speech": "conversations",
    "recordings": "recordings",
    "exports": "exports",
}


class KeysMissing(Exception):
    """Names every class of data without a key."""


@dataclass(frozen=True, slots=True)
class DataKeys:
    """Keys by class. Without any, everything has the bucket's own key."""

    by_class: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "DataKeys":
        """From `class=key,class=key`."""
        keys = dict(item.split("=", 1) for item in text.split(",") if "=" in item)
        missing = sorted({name for name in CLASS_OF.values() if not keys.get(name)})
        if missing:
            raise KeysMissing(", ".join(missing))
        return cls(keys)

    def headers(self, object_key: str) -> dict[str, str]:
        """For a PUT of our own signing."""
        key = self._of(object_key)
        name = "x-amz-server-side-encryption"
        return {name: "aws:kms", f"{name}-aws-kms-key-id": key} if key else {}

    def arguments(self, object_key: str) -> dict[str, str]:
        """The KMS arguments of a boto3 request."""
        key = self._of(object_key)
        return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key} if key else {}

    def _of(self, object_key: str) -> str:
        return self.by_class.get(CLASS_OF.get(object_key.partition("/")[0], ""), "")


THE_BUCKETS_OWN = DataKeys()
