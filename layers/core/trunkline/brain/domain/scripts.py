"""A script in place of a model: the answer to what the caller said last. For local worlds and for tests of agents."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from trunkline.brain.domain.agents import READ_OUT
from trunkline.brain.domain.model_events import ModelEvent, StreamEnded, TextArrived, ToolRequested

NOT_CAUGHT = "Sorry, I did not catch that."
RESULT = "{result}"


@dataclass(frozen=True, slots=True)
class ScriptedReply:
    """An answer to words that contain `hears`. A tool runs first; `{result}` in `says` is what it returned.

    A reply without `{result}` is said while the tool runs; its result is then passed over. `passage` is one of the
    agent's protected ones, read out behind `says`.
    """

    hears: str
    says: str = ""
    tool: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    passage: str = ""


def read_scripts(text: str) -> dict[str, tuple[ScriptedReply, ...]]:
    """Scripts by name, from JSON: {"front-desk": [{"hears": …, "says": …}]}. Raises ValueError and TypeError."""
    return {name: tuple(ScriptedReply(**reply) for reply in replies) for name, replies in json.loads(text).items()}


def scripted_answer(messages: Sequence[dict[str, Any]], script: Sequence[ScriptedReply]) -> list[ModelEvent]:
    """The answer to the newest words, or to the result of the tool that was called for them."""
    heard = next((str(item["content"]) for item in reversed(messages) if item["role"] == "user"), "")
    found = next((reply for reply in script if reply.hears.casefold() in heard.casefold()), None)
    if found is None:
        return [*_words(NOT_CAUGHT), StreamEnded()]
    waits = RESULT in found.says
    if messages[-1]["role"] == "tool":
        return [*(_words(found.says.replace(RESULT, str(messages[-1]["content"]))) if waits else []), StreamEnded()]
    return [*([] if waits and found.tool else _words(found.says)), *_asked_for(found), StreamEnded()]


def _asked_for(reply: ScriptedReply) -> Iterator[ToolRequested]:
    if reply.tool:
        yield ToolRequested(f"call_{reply.tool}", reply.tool, dict(reply.arguments))
    if reply.passage:
        yield ToolRequested(f"call_{READ_OUT}", READ_OUT, {"passage": reply.passage})


def _words(text: str) -> list[ModelEvent]:
    """Word by word, as a model streams."""
    return [TextArrived(word) for word in text.replace(" ", " \0").split("\0")] if text else []
