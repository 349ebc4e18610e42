"""A script in place of a model: the answer to what the caller said last. For local worlds and for tests of agents."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from trunkline.brain.domain.model_events import ModelEvent, StreamEnded, TextArrived, ToolRequested

NOT_CAUGHT = "Sorry, I did not catch that."
RESULT = "{result}"


@dataclass(frozen=True, slots=True)
class ScriptedReply:
    """An answer to words that contain `hears`. A tool runs first; `{result}` in `says` is what it returned.

    A reply without `{result}` is said while the tool runs; its result is then passed over.
    """

    hears: str
    says: str = ""
    tool: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)


def scripted_answer(messages: Sequence[dict[str, Any]], script: Sequence[ScriptedReply]) -> list[ModelEvent]:
    """The answer to the newest words, or to the result of the tool that was called for them."""
    heard = next((str(item["content"]) for item in reversed(messages) if item["role"] == "user"), "")
    found = next((reply for reply in script if reply.hears.casefold() in heard.casefold()), None)
    if found is None:
        return [*_words(NOT_CAUGHT), StreamEnded()]
    result = str(messages[-1]["content"]) if messages[-1]["role"] == "tool" else None
    if found.tool and result is None:
        before = "" if RESULT in found.says else found.says
        return [*_words(before), ToolRequested(f"call_{found.tool}", found.tool, dict(found.arguments)), StreamEnded()]
    return [*_words(found.says.replace(RESULT, result or "")), StreamEnded()]


def _words(text: str) -> list[ModelEvent]:
    """Word by word, as a model streams."""
    return [TextArrived(word) for word in text.replace(" ", " \0").split("\0")] if text else []
