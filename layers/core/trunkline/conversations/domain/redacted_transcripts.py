"""The redacted copy of a transcript, filed beside the plain one: what was said, with placeholders for what was found of
the person. It may still point to them (docs/reference/redaction.md)."""

from collections.abc import Mapping
from typing import Any

from trunkline.redaction import Find, Redactor, names_in

SUFFIX = ".redacted.json"


def redacted_key(transcript_key: str) -> str:
    return transcript_key.removesuffix(".json") + SUFFIX


def redacted(transcript: Mapping[str, Any], facts: Mapping[str, Any], find: Find | None = None) -> dict[str, Any]:
    """A transcript's values without variables and user id. `facts` are the call's: names in its metadata are known."""
    redactor = Redactor.of(_names(transcript, facts), (), find)

    def hidden(text: str | None) -> str | None:
        return redactor.text(text) if text else text

    turns = [turn | {name: hidden(turn[name]) for name in ("text", "intended")} for turn in transcript["turns"]]
    return {
        **transcript,
        "turns": turns,
        "summary": hidden(transcript["summary"]),
        "user_id": None,
        "variables": {},
    }


def _names(transcript: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    known = [*names_in(transcript["variables"]), *names_in(facts.get("metadata") or {})]
    return [*known, str(facts.get("caller_name") or "")]
