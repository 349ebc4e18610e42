"""The main job, watched: a call through the relay, one handed to each voice provider, and what is then on file."""

import asyncio
import json
import shutil
import time
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from statistics import median

from local.audio.measures import hop, turn_latencies_ms
from local.commands.check_in_shown import show_check_in
from local.commands.running import COMPANY_KEY
from local.commands.terminal import LiveView, Terminal
from local.scenarios import Scenario, check_in, support_call
from local.scenarios.catalogue import SCENARIOS
from local.twilio import CallState
from local.world.ports import Ports, first_port, fixed_ports
from local.world.world import ROOT, World

KEPT = ROOT / ".local" / "demo"
RECORD_FIELDS = ("call_id", "mode", "status", "direction", "agent_id", "conversation_id", "stream_outcome", "outcome")
OTHERS = sorted(set(SCENARIOS) - {"relayed", "barge-in"})
OF_EVERY_CALL = {"call.started", "call.ended"}
DEMO = {
    support_call.REGISTERED.title: {"call.answered", "call.reported", "recording.filed provider", "call.cost_known"},
    support_call.RELAYED.title: {
        *("call.answered", "call.reported", "recording.filed provider", "recording.filed relay", "call.cost_known"),
    },
    support_call.BY_BRAIN.title: {"call.answered", "call.reported", "call.cost_known"},
}
EVENTS_COME_WITHIN_S = 20.0
PLAYERS = ("ffplay -autoexit -nodisp", "afplay", "aplay", "play")


@dataclass(frozen=True)
class Shown:
    """The result of a call."""

    recording: Path
    is_as_meant: bool


async def demo(terminal: Terminal, *, keep: bool = False) -> int:
    """Each way of answering, one call each. Kept, the world stays open with its console, until Ctrl-C."""
    support = (support_call.RELAYED, support_call.REGISTERED, support_call.AT_RETELL, support_call.BY_BRAIN)
    ways = (*support, check_in.SCENARIO)
    shown = await play(terminal, *ways, keep=keep)
    if not keep:
        _what_next(terminal, shown[0].recording)
    return status(shown)


async def one_call(terminal: Terminal, scenario: Scenario) -> int:
    return status(await play(terminal, scenario))


def status(shown: list[Shown]) -> int:
    """The exit code: 0 when every call went as it is meant to."""
    return 0 if all(result.is_as_meant for result in shown) else 1


async def play(terminal: Terminal, *scenarios: Scenario, keep: bool = False) -> list[Shown]:
    """Plays the calls one after another. Only the last run is kept, under .local/demo."""
    began = time.monotonic()
    terminal.line("Starting the telephone world: carrier, voice provider, cloud, relay …")
    view, world = LiveView(terminal), World(ports=fixed_ports() if keep else Ports())
    world.twilio.on_event, world.vendor.on_event = view.carrier, view.provider
    world.retell.workspace.on_event = view.provider
    try:
        await world.start()
        await world.register_endpoint()
        terminal.line(
            f"Ready after {time.monotonic() - began:.1f} s: the real handlers behind template.yaml, the real relay."
        )
        shutil.rmtree(KEPT, ignore_errors=True)
        shown = [await _play(world, view, terminal, scenario) for scenario in scenarios]
        if keep:
            _what_next(terminal, shown[0].recording, f"{world.cloud.base_url}/")
            await asyncio.Event().wait()
        return shown
    finally:
        await world.stop()


async def _play(world: World, view: LiveView, terminal: Terminal, scenario: Scenario) -> Shown:
    terminal.title(f"{scenario.title[0].upper()}{scenario.title[1:]} ({scenario.number})")
    if scenario.patient:
        await world.enrol(scenario.patient)
    call = world.ring(scenario)
    view.watch(call)
    await call.ended(120)
    terminal.line("  … waiting for the signed report to be filed", "step")
    await world.settled()
    return await _show(world, terminal, scenario, call)


async def _show(world: World, terminal: Terminal, scenario: Scenario, call: CallState) -> Shown:
    record = await world.call_record(call.sid)
    folder = KEPT / ("check-in" if scenario.patient else folder_of(record))
    folder.mkdir(parents=True)
    terminal.line("\n  On file", "title")
    for name in RECORD_FIELDS:
        if name in record:
            terminal.fact(name, record[name])
    troubles = endings_missed(record, scenario)
    terminal.fact("ended as meant", "; ".join(troubles) or "yes")
    if "transcript_key" in record:
        troubles += await _transcript(world, terminal, scenario, record, folder)
    elif scenario.lines:
        troubles.append("no transcript")
    if scenario.patient:
        troubles += await show_check_in(world, terminal, scenario.patient, call)
    troubles += await _events(world, terminal, scenario, call)
    recording = await _recording(world, terminal, record, folder, call)
    _latencies(world, terminal, record, call)
    return Shown(recording, not troubles)


def folder_of(record: dict) -> str:
    """By its mode; with the provider, where there is more than one of that mode."""
    named = record.get("provider", "elevenlabs") != "elevenlabs"
    return f"{record['mode']}-{record['provider']}" if named else str(record["mode"])


def endings_missed(record: dict, scenario: Scenario) -> list[str]:
    """Fields of the record that differ from the scenario's."""
    meant = {"status": "completed", **scenario.on_file}
    return [
        f"NO: {name} is {record.get(name)} and not {value}"
        for name, value in meant.items()
        if record.get(name) != value
    ]


async def _transcript(world: World, terminal: Terminal, scenario: Scenario, record: dict, folder: Path) -> list[str]:
    """Shows it; what was said otherwise than meant."""
    transcript = await world.transcript(record)
    verdict = _verdict(transcript, scenario) if scenario.lines else ""
    if verdict:
        terminal.fact("turns as spoken", verdict)
    terminal.fact("transcript in S3", record["transcript_key"])
    terminal.fact("  a copy", _keep(folder / "transcript.json", json.dumps(transcript, indent=2).encode()))
    return [verdict] if verdict.startswith("NOT") else []


async def _events(world: World, terminal: Terminal, scenario: Scenario, call: CallState) -> list[str]:
    """The call's events at the customer's endpoint, as they arrived; those that did not come."""
    expected = OF_EVERY_CALL | DEMO.get(scenario.title, set())
    await world.customer.until(call.sid, expected, EVENTS_COME_WITHIN_S)
    arrived = world.customer.events_of(call.sid)
    terminal.line("\n  At the customer's endpoint", "title")
    for item in arrived:
        terminal.fact(item.name, f"{item.at_s - call.began_s:.2f} s, signed, id {item.event_id[:8]}…")
    missing = sorted(expected - {item.name for item in arrived})
    if missing:
        terminal.fact("events", f"NO: {', '.join(missing)} did not come")
    return missing


async def _recording(world: World, terminal: Terminal, record: dict, folder: Path, call: CallState) -> Path:
    """The relay's stereo recording where there is one; what the caller's own ear heard in any case.

    The fake provider's own recording is an MP3 of the right length and of silence: no encoder comes as a wheel.
    """
    heard = _keep(folder / "what-the-caller-heard.wav", call.heard.wav_bytes())
    if "provider_recording" in record:
        terminal.fact("provider recording", record["provider_recording"])
    if "recording" not in record:
        terminal.fact("what the caller heard", heard)
        return heard
    terminal.fact("recording in S3", record["recording"])
    both = _keep(folder / "call.wav", await world.stored(record["recording"]))
    terminal.fact("  a copy", f"{both}  (left: caller, right: agent)")
    return both


def _latencies(world: World, terminal: Terminal, record: dict, call: CallState) -> None:
    conversation = world.vendor.conversations.get(record.get("conversation_id", ""))
    through = hop(call, conversation.heard_at) if conversation else None
    if through:
        text = f"p50 {through.p50_ms:.2f} ms, p99 {through.p99_ms:.2f} ms, {through.frames} frames, {through.lost} lost"
        terminal.fact("hop carrier → provider", text)
    waits = turn_latencies_ms(call)
    if waits:
        each = ", ".join(f"{wait:.0f}" for wait in waits)
        terminal.fact(
            "turn latency", f"median {median(waits):.0f} ms ({each}); the fake agent's thinking time included"
        )


def _verdict(transcript: dict, scenario: Scenario) -> str:
    """The spoken lines, compared with the scenario's: a line that is cut on purpose counts as spoken."""
    turns = [turn for turn in transcript["turns"] if turn["text"]]
    cut = sum(bool(turn.get("interrupted")) for turn in turns)
    for number, (turn, line) in enumerate(zip_longest(turns, scenario.lines), 1):
        if turn is None or line is None or not _is_as_meant(turn, line, scenario.interrupted):
            heard = f"{turn['speaker']}: {_heard(turn)}" if turn else "nothing"
            return f"NOT as spoken, line {number}: {heard}; meant was {': '.join(line) if line else 'nothing'}"
    return f"{len(turns)}, all in order" + (f", {cut} of them interrupted" if cut else "")


def _is_as_meant(turn: dict, line: tuple[str, str], interrupted: frozenset[str]) -> bool:
    speaker, text = line
    if (turn["speaker"], bool(turn.get("interrupted"))) != (speaker, text in interrupted):
        return False
    if text not in interrupted:
        return bool(turn["text"] == text)
    return turn.get("intended") == text and text.startswith(turn["text"].rstrip(".,…— "))


def _heard(turn: dict) -> str:
    return f"{turn['text']}{' (interrupted)' if turn.get('interrupted') else ''}"


def _keep(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path.relative_to(ROOT)


def _what_next(terminal: Terminal, recording: Path, console: str = "") -> None:
    """`console`: its address, where the world stays open."""
    player = next((line for line in PLAYERS if shutil.which(line.split()[0])), None)
    terminal.title("What next")
    listen = f"{player} {recording}" if player else f"open {recording} in any audio player"
    terminal.line(f"  listen            {listen}")
    if console:
        terminal.line(f"  see the calls     {console}   (sign in with the key {COMPANY_KEY}; Ctrl-C ends it)")
        return
    terminal.line(
        f"  see the calls     make demo KEEP=1              (the console stays open, at http://127.0.0.1:{first_port()}/)"
    )
    terminal.line(f"  other callers     make call SCENARIO=barge-in   (also: {', '.join(OTHERS)})")
    terminal.line("  keep it running   make run                      (addresses are printed; Ctrl-C ends it)")
    terminal.line("  how it works      docs/tutorial/first-call.md")
