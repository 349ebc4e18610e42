"""`archive_audit`, put together."""

from trunkline.audit.adapters.audit_archive import AuditArchiveBucket
from trunkline.bootstrap.shared.common import aws_client, settings


def audit_archive() -> AuditArchiveBucket:
    known = settings()
    return AuditArchiveBucket(aws_client("s3"), known.audit_bucket)
