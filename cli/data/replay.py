"""`replay`: dead letters back to their queue, and inbox objects to be filed again. Everything may be replayed twice.

A message is sent first and taken out of the dead letters afterwards; an object stays where it is, its notice is sent.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus

from cli.output import TEXT
from cli.stage import Stage, stage_named
from trunkline.bootstrap.shared.common import aws_client, cached
from trunkline.errors import BadRequest, TrunklineError
from trunkline.operations.adapters.dead_letter_queue import DeadLetterQueue
from trunkline.operations.use_cases.replay_dead_letters import go_through

QUEUES = {
    "inbox": "Inbox",
    "exports": "Exports",
    "erasures": "Erasures",
    "events": "Events",
    "deliveries": "Deliveries",
    "lists": "Lists",
    "voices": "Voices",
    "recordings": "Recording",
}
AT_ONCE = 10  # messages in one request
REPORT_EVERY = 500


class NotSent(TrunklineError):
    """The queue refused; what was sent before may be sent again."""


def add_to(commands: Any) -> None:
    parser = commands.add_parser("replay", help="dead letters and inbox objects, once more")
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    letters = doing.add_parser("dead-letters", help="messages that failed five times")
    letters.add_argument("--queue", choices=sorted(QUEUES), default="inbox", help="whose dead letters (default: inbox)")
    letters.set_defaults(run=_dead_letters)
    inbox = doing.add_parser("inbox", help="reports that were kept")
    inbox.add_argument(
        "--prefix", default="inbox/", help="which, like inbox/elevenlabs/post_call_transcription/ (default: inbox/)"
    )
    inbox.add_argument("--since", type=_day, help="YYYY-MM-DD, by the day the report came (UTC)")
    inbox.add_argument("--until", type=_day, help="YYYY-MM-DD, not included")
    inbox.add_argument("--after", default="", help="go on behind this key, as an interrupted run names it")
    inbox.set_defaults(run=_inbox)
    for parser in (letters, inbox):
        parser.add_argument("--dry-run", action="store_true", help="list them and do nothing")
        parser.add_stage()


def _dead_letters(args: argparse.Namespace) -> None:
    """The operator's view: the messages of every company."""
    stage, name = stage_named(args.stage), QUEUES[args.queue]
    dead, url = stage.output(f"{name}DeadLettersUrl"), stage.output(f"{name}QueueUrl")
    queue, letters = DeadLetterQueue(cached(lambda: aws_client("sqs")), url, dead), list[dict[str, str]]()
    for letter in go_through(queue, lambda _: True, sends_back=not args.dry_run):
        letters.append({"message_id": letter.message_id, "about": letter.subject.id})
        args.out.line(f"{letter.message_id} {letter.subject.id}")
    args.out.line(f"{len(letters)} dead letters {'listed' if args.dry_run else 'sent back'}")
    args.out.end(
        {"sent_back": not args.dry_run, "dead_letters": letters}, *(letter["message_id"] for letter in letters)
    )


def _inbox(args: argparse.Namespace) -> None:
    if not args.prefix.startswith("inbox/"):
        raise BadRequest("the prefix begins with inbox/")
    stage = stage_named(args.stage)
    found, last, listed = 0, args.after, list[str]()
    try:
        for keys in _batches(_objects(stage, args)):
            if args.dry_run:
                args.out.line("\n".join(keys))
                listed += keys if args.out.form != TEXT else ()
            else:
                _send(stage, keys)
            found, last = found + len(keys), keys[-1]
            if found % REPORT_EVERY < AT_ONCE:
                args.out.progress(f"{found} so far, last {last}")
    except BaseException:  # an interrupt, too: the last line says where to go on
        print(f"{found} done; to go on: --after {last}", file=sys.stderr)
        raise
    args.out.line(f"{found} reports {'listed' if args.dry_run else 'sent to be filed again'}")
    args.out.end({"sent": not args.dry_run, "reports": found, "last": last, "keys": listed}, *listed)


def _objects(stage: Stage, args: argparse.Namespace) -> Iterator[str]:
    """In the order of their keys, so that a run can go on behind the last."""
    begin = {"StartAfter": args.after} if args.after else {}
    pages = aws_client("s3").get_paginator("list_objects_v2")
    for page in pages.paginate(Bucket=stage.bucket, Prefix=args.prefix, **begin):
        for entry in page.get("Contents", []):
            if (not args.since or entry["LastModified"] >= args.since) and (
                not args.until or entry["LastModified"] < args.until
            ):
                yield entry["Key"]


def _batches(keys: Iterator[str]) -> Iterator[list[str]]:
    waiting: list[str] = []
    for key in keys:
        waiting.append(key)
        if len(waiting) == AT_ONCE:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _send(stage: Stage, keys: list[str]) -> None:
    """The notice S3 would send if the object came now."""
    entries = [{"Id": str(n), "MessageBody": json.dumps(_notice(stage.bucket, key))} for n, key in enumerate(keys)]
    answer = aws_client("sqs").send_message_batch(QueueUrl=stage.output("InboxQueueUrl"), Entries=entries)
    if answer.get("Failed"):
        raise NotSent(f"the queue did not take {len(answer['Failed'])} of {len(keys)} notices")


def _notice(bucket: str, key: str) -> dict[str, Any]:
    where = {"bucket": {"name": bucket}, "object": {"key": quote_plus(key, safe="/")}}
    return {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Copy", "s3": where}]}


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a day: {text}") from error
