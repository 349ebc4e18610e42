"""`agents diff` and `agents apply`: one file for the brain and for voice providers. Only `apply` changes anything."""

import argparse
import json
from typing import Any

from cli.agents.agent_files import paths_of, read_agent_file
from cli.agents.targets import books_of, words_of
from cli.doctor.command import ChecksFailed
from trunkline.errors import NotFound
from trunkline.speech.domain.agent_words import WordsPlan
from trunkline.speech.ports import AgentWordsBook

SHOWN = 160  # characters of a text; prompts are long


def diff(args: argparse.Namespace) -> None:
    plans = [plan for _, plan, _ in _planned(args)]
    args.out.end([_document(plan) for plan in plans])
    if changes := sum(len(plan.changes) for plan in plans):
        raise ChecksFailed(f"{changes} settings differ; `agents apply` changes the agents to what the files say")


def apply(args: argparse.Namespace) -> None:
    plans = list(_planned(args))
    for provider, plan, book in plans:
        if plan.changes:
            book.apply(plan)
            args.out.line(f"changed: {provider} {plan.agent_id}")
    args.out.end([_document(plan) for _, plan, _ in plans])


def _planned(args: argparse.Namespace) -> list[tuple[str, WordsPlan, AgentWordsBook]]:
    """Looks everywhere before anything is changed."""
    found = []
    for file in map(read_agent_file, paths_of(args.paths)):
        for provider, book in books_of(file, args).items():
            plan = book.plan(file.at[provider], words_of(file, provider))
            if plan is None:
                raise NotFound(f"{file.name}: {provider} knows no agent {file.at[provider]}")
            _say(file.name, provider, plan, args)
            found.append((provider, plan, book))
    return found


def _say(name: str, provider: str, plan: WordsPlan, args: argparse.Namespace) -> None:
    state = f"{len(plan.changes)} differ" if plan.changes else "as the file says"
    args.out.line(f"{name} at {provider} ({plan.agent_id}): {state}")
    for change in plan.changes:
        args.out.line(f"  {change.name}: {_short(change.before)} -> {_short(change.after)}")
    for remark in plan.remarks:
        args.out.line(f"  left out: {remark}")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = " ".join(text.split())
    return json.dumps(line if len(line) <= SHOWN else f"{line[:SHOWN]}…", ensure_ascii=False)


def _document(plan: WordsPlan) -> dict[str, Any]:
    changes = [{"name": item.name, "before": item.before, "after": item.after} for item in plan.changes]
    return {"agent_id": plan.agent_id, "changes": changes, "remarks": list(plan.remarks)}
