"""`prompts`: texts that are made before any call, over the API (TRUNKLINE_URL, TRUNKLINE_API_KEY)."""

import argparse
from typing import Any
from urllib.parse import quote

from cli.api import Answer, ask, ask_list, client, delete
from cli.campaigns import STAGE
from cli.parsers import API_KEY

PATH = "prompts"


def add_to(commands: Any) -> None:
    parser = commands.add_parser("prompts", help="prompts of live calls, over the API", description=__doc__)
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    doing.add_parser("list", help="all of them").set_defaults(run=_list)
    make = doing.add_parser("make", help="have texts spoken now; one that is there costs nothing")
    make.add_argument("texts", nargs="+", metavar="TEXT", help="ten at most")
    make.add_argument("--voice-id", help="default: the company's voice for the inquiry, else its usual one")
    make.add_argument("--inquiry-type", metavar="KIND", help="as in the voice profiles")
    make.set_defaults(run=_make)
    remove = doing.add_parser("remove", help="for good; a call that has begun may still speak it")
    remove.add_argument("prompt_id", help="as `prompts list` names it")
    remove.set_defaults(run=_remove)
    for command in doing.choices.values():
        command.set_defaults(over_api=True)
        command.needs = API_KEY
        command.add_stage(default=None, what=STAGE)


def _list(args: argparse.Namespace) -> None:
    with client() as api:
        found = ask_list(api, PATH)
    args.out.table([_row(prompt) for prompt in found])
    if not found:
        args.out.line("no prompts yet: prompts make TEXT makes one")
    args.out.end(found, *(prompt["prompt_id"] for prompt in found))


def _make(args: argparse.Namespace) -> None:
    body = {name: value for name in ("voice_id", "inquiry_type") if (value := getattr(args, name))}
    with client() as api:
        made = ask(api, "POST", PATH, json=body | {"texts": args.texts})
    prompts = [Answer(prompt) for prompt in made["prompts"]]
    args.out.table([_row(prompt) for prompt in prompts])
    args.out.line(f"{'an unknown number of' if made['credits'] is None else made['credits']} credits")
    args.out.end(made, *(prompt["prompt_id"] for prompt in prompts))


def _row(prompt: Answer) -> list[str]:
    return [prompt["prompt_id"], prompt["voice_id"], f"{prompt['seconds']:.1f} s", prompt["text"]]


def _remove(args: argparse.Namespace) -> None:
    with client() as api:
        delete(api, f"{PATH}/{quote(args.prompt_id, safe='')}")
    args.out.line(f"prompt {args.prompt_id} is removed")
    args.out.end({"prompt_id": args.prompt_id}, args.prompt_id)
