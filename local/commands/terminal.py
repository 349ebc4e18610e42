"""Terminal output of a call: a line for each step and each turn, with the time in front."""

import sys
import time
from collections.abc import Callable
from typing import Any, TextIO
from urllib.parse import urlsplit

from local.twilio import CallState

STYLES = {"agent": "36", "caller": "33", "step": "2", "title": "1", "good": "32", "bad": "31"}


class Terminal:
    """A terminal to print to. Plain text where it is no terminal."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self.is_watched = self._out.isatty()  # by a person
        self.failure: OSError | None = None  # what kept a line from being written; later ones are not tried
        self.on_failure: Callable[[], object] = lambda: None

    def line(self, text: str = "", style: str = "") -> None:
        code = STYLES.get(style) if self.is_watched else None
        self.write(f"\033[{code}m{text}\033[0m\n" if code else f"{text}\n")

    def write(self, text: str) -> None:
        if self.failure:
            return
        try:
            print(text, end="", file=self._out, flush=True)
        except OSError as error:
            self.failure = error
            self.on_failure()

    def title(self, text: str) -> None:
        self.line(f"\n{text}\n{'─' * len(text)}", "title")

    def fact(self, name: str, value: object) -> None:
        self.line(f"  {name:<24} {value}")


class LiveView:
    """Turns the two fakes' events into lines, as they come."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._call: CallState | None = None

    def watch(self, call: CallState) -> None:
        self._call = call

    def carrier(self, call: CallState, kind: str, detail: dict[str, Any]) -> None:
        match kind:
            case "conversation-says":
                self._turn("agent", detail["text"])
            case "conversation-heard":
                self._turn("caller", detail["text"])
            case "conversation-interrupted":
                self._turn("step", "(the caller interrupts)")
            case _ if text := _rings(call) if kind == "ringing" else _carrier_step(kind, detail):
                self._step(call, text)

    def provider(self, _conversation_id: str, kind: str, detail: Any) -> None:
        match kind:
            case "agent says":
                self._turn("agent", str(detail))
            case "caller said":
                self._turn("caller", str(detail))
            case "interrupted":
                self._turn("step", "(the caller interrupts)")

    def _turn(self, who: str, text: str) -> None:
        self._terminal.line(f"  {self._time(self._call)}  {who:>6}  {text}", who)

    def _step(self, call: CallState, text: str) -> None:
        self._terminal.line(f"  {self._time(call)}    ·     {text}", "step")

    def _time(self, call: CallState | None) -> str:
        return f"{time.monotonic() - call.began_s:6.2f} s" if call else "        "


def _rings(call: CallState) -> str:
    return f"{'another' if call.parent_sid else 'the'} phone rings: {call.from_} calls {call.to}"


def _carrier_step(kind: str, detail: dict[str, Any]) -> str:
    match kind:
        case "webhook":
            return f"signed webhook → {_path(detail)}"
        case "twiml":
            return f"TwiML ← {_path(detail)} ({_verbs(detail['document'])})"
        case "stream-connected":
            return f"media stream → {detail['url']}"
        case "stream-ended":
            return "media stream closed"
        case "conversation-connected":
            return f"words → {detail['url']}"
        case "conversation-ended":
            return f"session {detail['status']}"
        case "hung-up" | "hangs-up":
            return "hang-up"
        case "completed":
            return "the call is over"
    return ""


def _path(detail: dict[str, Any]) -> str:
    return urlsplit(str(detail["url"])).path


def _verbs(document: str) -> str:
    known = ("Connect", "Stream", "ConversationRelay", "Dial", "Record", "Reject", "Say", "Hangup")
    return " ".join(f"<{verb}>" for verb in known if f"<{verb}" in document)
