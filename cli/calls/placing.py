"""`calls place`: one call with an agent, followed until it is over where that is asked for."""

import argparse
import time
import uuid
from typing import Any

import httpx

from cli.api import Answer, ApiRefused, ask, client
from cli.calls import reading
from trunkline.errors import BadRequest

ASKED_EVERY_S = 2.0
ORDERS = "elevenlabs-twilio/calls/orders"
FIELDS = ("to_number", "agent_id", "route", "from_number", "channel", "phone_number_id", "user_id", "webhook_url")


def place(args: argparse.Namespace) -> None:
    body = {name: value for name in FIELDS if (value := getattr(args, name))}
    body |= {"dynamic_variables": _pairs(args.variable, "--variable"), "metadata": _pairs(args.metadata, "--metadata")}
    key = args.idempotency_key or uuid.uuid4().hex
    with client() as api:
        made = ask(api, "POST", "calls", json=body, headers={"Idempotency-Key": key})
        if "order_id" in made:
            args.out.progress(f"the relay sleeps; order {made['order_id']} rings when it has woken")
        if args.wait:
            made = _followed(api, made, args)
    _say(made, args)


def _pairs(given: list[str], option: str) -> dict[str, str]:
    """Raises BadRequest for what is no NAME=VALUE."""
    split = [text.partition("=") for text in given]
    if any(not name or not sign for name, sign, _ in split):
        raise BadRequest(f"{option} takes NAME=VALUE")
    return {name: value for name, _, value in split}


def _followed(api: httpx.Client, made: Answer, args: argparse.Namespace) -> Answer:
    call_sid = made["call_sid"] if "order_id" not in made else _rung(api, made["order_id"])
    args.out.progress(f"call {call_sid} is placed")
    turns = reading.follow(api, call_sid, args.out)
    return Answer(ask(api, "GET", reading.path_of(call_sid)) | {"turns": turns})


def _rung(api: httpx.Client, order_id: str) -> str:
    """Raises ApiRefused with the order's reason when its phone does not ring."""
    while (order := ask(api, "GET", f"{ORDERS}/{order_id}"))["status"] in {"waiting", "dialling"}:
        time.sleep(ASKED_EVERY_S)
    if order["status"] != "placed":
        raise ApiRefused(f"the call was not placed: {order['reason']}")
    return str(order["call_sid"])


def _say(made: Answer, args: argparse.Namespace) -> None:
    name: Any = made.get("call_sid") or made["order_id"]
    args.out.line(f"{'call' if made.get('call_sid') else 'order'} {name}: {made['status']}")
    args.out.end(made, str(name))
