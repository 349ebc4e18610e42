"""`agents test`: screenplays in text against the brain, with the file's script or with a real model."""

import argparse
import asyncio
import os

from cli.agents.agent_files import AgentFile, paths_of, read_agent_file
from cli.agents.checks import CheckResult, play_file
from cli.agents.junit import write_junit
from cli.doctor.command import ChecksFailed
from trunkline.brain.adapters.scripted_model import ScriptedModel
from trunkline.brain.ports import ChatModel
from trunkline.errors import BadRequest
from trunkline.vendors.openai.chat_model import OpenAiChatModel


def check(args: argparse.Namespace) -> None:
    files = [read_agent_file(path) for path in paths_of(args.paths)]
    results = [result for file in files for result in _played(file, args)]
    if args.junit:
        write_junit(results, args.junit)
    args.out.end([_document(result) for result in results])
    if failed := sum(not result.ok for result in results):
        raise ChecksFailed(f"{failed} of {len(results)} checks failed")
    args.out.line(f"{len(results)} checks of {len(files)} agents passed")


def _played(file: AgentFile, args: argparse.Namespace) -> list[CheckResult]:
    args.out.progress(f"{file.name}: {len(file.checks)} checks …")
    results = asyncio.run(_with_model(file, args))
    for result in results:
        args.out.line(f"{'ok' if result.ok else 'FAILED':6} {result.agent}: {result.check} ({result.took_s:.1f} s)")
        for fault in result.faults:
            args.out.line(f"       {fault}")
    return results


async def _with_model(file: AgentFile, args: argparse.Namespace) -> list[CheckResult]:
    if args.model_url is None:
        return await play_file(file, _script_of(file), file.name)
    name = args.model or file.models.get("brain", "")
    if not name:
        raise BadRequest(f"{file.name}: which model? give --model, or `models: {{brain: …}}` in the file")
    model = OpenAiChatModel(args.model_url, lambda: os.environ.get("OPENAI_API_KEY", ""))
    try:
        return await play_file(file, model, name)
    finally:
        await model.close()


def _script_of(file: AgentFile) -> ChatModel:
    if not file.script and file.checks:
        raise BadRequest(f"{file.name} has no script: give --model-url for a real model")
    return ScriptedModel({file.name: file.replies()})


def _document(result: CheckResult) -> dict[str, object]:
    faults, said = list(result.faults), list(result.said)
    return {"agent": result.agent, "check": result.check, "ok": result.ok, "faults": faults, "said": said}
