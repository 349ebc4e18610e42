"""`audit`: whether the log of who accessed what is as it was written."""

import argparse
from typing import Any

from cli.stage import StageUnknown, stage_named
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.audit.adapters.audit_archive import AuditArchiveBucket
from trunkline.audit.adapters.audit_table import AuditTable
from trunkline.audit.use_cases.verify_audit import ChainVerdict, verify_audit
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.shared.common import aws_client, utc_now
from trunkline.errors import Conflict, NotFound

ARCHIVE = "AuditBucketName"


def add_to(commands: Any) -> None:
    parser = commands.add_parser("audit", help="the log of who accessed what")
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    about = "Verifies a company's audit log from its first entry: every chain by itself and, on a stage with patients,"
    about = f"{about} against the archive under Object Lock. Names the first entry that was changed, moved or removed."
    about = f"{about} Exit status 1 when there is one."
    verify = doing.add_parser("verify", help="find what was changed or removed", description=about)
    verify.add_argument("company_id", help="as `companies list` names it")
    verify.add_stage()
    verify.set_defaults(run=_verify)


def _verify(args: argparse.Namespace) -> None:
    stage, dynamodb = stage_named(args.stage), aws_client("dynamodb")
    company = CompaniesTable(Directory(dynamodb, stage.directory_table)).find(args.company_id)
    if company is None:
        raise NotFound(f"no company {args.company_id} on stage {args.stage}")
    chains, archive = AuditTable(dynamodb, stage.output("AuditTableName")), _archive(stage)
    found = verify_audit(args.company_id, chains, archive, company.created_at.date(), utc_now().date())
    verdicts = [_shown(verdict, args) for verdict in found]
    broken = [verdict for verdict in verdicts if not verdict.holds]
    entries = sum(verdict.entries for verdict in verdicts)
    against = (
        "and against the archive" if archive else "without an archive: a chain that was cut with its head looks whole"
    )
    args.out.line(f"{entries} entries in {len(verdicts)} chains verified, {against}; {len(broken)} chains broken")
    args.out.end(
        {"entries": entries, "archive": archive is not None, "chains": list(map(_document, verdicts))},
        *(f"{args.company_id}/{verdict.shard}" for verdict in broken),
    )
    if broken:
        raise Conflict("the audit log is not as it was written")


def _archive(stage: Any) -> AuditArchiveBucket | None:
    try:
        return AuditArchiveBucket(aws_client("s3"), stage.output(ARCHIVE))
    except StageUnknown:
        return None


def _shown(verdict: ChainVerdict, args: argparse.Namespace) -> ChainVerdict:
    if not verdict.holds:
        args.out.line(f"chain {args.company_id}/{verdict.shard}: {verdict.trouble}")
    return verdict


def _document(verdict: ChainVerdict) -> dict[str, Any]:
    return {"shard": verdict.shard, "entries": verdict.entries, "trouble": verdict.trouble}
