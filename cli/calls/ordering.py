"""`calls context`, `message`, `keys`, `transfer`, `hang-up` and `stop`: orders to a call."""

import argparse
import uuid
from typing import Any

from cli.api import ask, client
from cli.calls.reading import path_of


def context(args: argparse.Namespace) -> None:
    _order(args, "context", {"text": args.text})


def message(args: argparse.Namespace) -> None:
    _order(args, "message", {"text": args.text})


def keys(args: argparse.Namespace) -> None:
    _order(args, "keys", {"digits": args.digits})


def transfer(args: argparse.Namespace) -> None:
    _order(args, "transfer", {"whom": args.whom, "summary": args.summary})


def hang_up(args: argparse.Namespace) -> None:
    _order(args, "hang-up", None)


def stop(args: argparse.Namespace) -> None:
    with client() as api:
        done = ask(api, "POST", f"elevenlabs-twilio/{path_of(args.call_sid, '/stop')}")
    args.out.line(done["status"])
    args.out.end(done)


def _order(args: argparse.Namespace, name: str, body: dict[str, Any] | None) -> None:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    with client() as api:
        done = ask(api, "POST", path_of(args.call_sid, f"/{name}"), json=body, headers=headers)
    args.out.line(done["status"])
    args.out.end(done)
