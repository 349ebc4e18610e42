"""Entries of the audit log are copied into the archive as they are written. A batch that fails comes again, whole."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from trunkline.audit.adapters.audit_archive import AuditArchiveBucket
from trunkline.bootstrap.archive_audit import audit_archive
from trunkline.bootstrap.shared.common import initialize
from trunkline.telemetry import log


@cache
def archive() -> AuditArchiveBucket:
    return audit_archive()


initialize(archive)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, archive())


def respond(event: Mapping[str, Any], archive: AuditArchiveBucket) -> dict[str, Any]:
    entries = archive.keep(event["Records"])
    log.info("audit archived", entries=entries)
    return {"entries": entries}
