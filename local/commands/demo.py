"""The main job, watched: one call through the relay, one handed to the provider, and what is on file afterwards."""

import json
import shutil
import time
from pathlib import Path
from statistics import median

from local.audio.measures import hop, turn_latencies_ms
from local.commands.terminal import LiveView, Terminal
from local.scenarios import Scenario, support_call
from local.twilio import PhoneCall
from local.world.world import ROOT, World

KEPT = ROOT / ".local" / "demo"
RECORD_FIELDS = ("call_id", "mode", "status", "direction", "agent_id", "conversation_id", "stream_outcome", "outcome")
PLAYERS = ("ffplay -autoexit -nodisp", "afplay", "aplay", "play")


async def demo(terminal: Terminal) -> None:
    """Both ways of answering, one call each."""
    relayed, _registered = await play(terminal, support_call.RELAYED, support_call.REGISTERED)
    _what_next(terminal, relayed)


async def play(terminal: Terminal, *scenarios: Scenario) -> list[Path]:
    """Plays the calls one after another; returns their recordings. Only the last run is kept, under .local/demo."""
    began = time.monotonic()
    terminal.line("Starting the telephone world: carrier, voice provider, cloud, relay …")
    view, world = LiveView(terminal), World()
    world.twilio.on_event, world.vendor.on_event = view.carrier, view.provider
    try:
        await world.start()
        terminal.line(
            f"Ready after {time.monotonic() - began:.1f} s: the real handlers behind template.yaml, the real relay."
        )
        shutil.rmtree(KEPT, ignore_errors=True)
        return [await _play(world, view, terminal, scenario) for scenario in scenarios]
    finally:
        await world.stop()


async def _play(world: World, view: LiveView, terminal: Terminal, scenario: Scenario) -> Path:
    terminal.title(f"{scenario.title[0].upper()}{scenario.title[1:]} ({scenario.number})")
    call = world.ring(scenario)
    view.watch(call)
    await call.ended(120)
    terminal.line("  … waiting for the signed report to be filed", "step")
    await world.settled()
    return await _show(world, terminal, scenario, call)


async def _show(world: World, terminal: Terminal, scenario: Scenario, call: PhoneCall) -> Path:
    record = await world.call_record(call.sid)
    folder = KEPT / record["mode"]
    folder.mkdir(parents=True)
    terminal.line("\n  On file", "title")
    for name in RECORD_FIELDS:
        if name in record:
            terminal.fact(name, record[name])
    if "transcript_key" in record:
        await _transcript(world, terminal, scenario, record, folder)
    recording = await _recording(world, terminal, record, folder, call)
    _latencies(world, terminal, record, call)
    return recording


async def _transcript(world: World, terminal: Terminal, scenario: Scenario, record: dict, folder: Path) -> None:
    transcript = await world.transcript(record)
    if scenario.lines:
        terminal.fact("turns as spoken", _verdict(transcript, scenario))
    terminal.fact("transcript in S3", record["transcript_key"])
    terminal.fact("  a copy", _keep(folder / "transcript.json", json.dumps(transcript, indent=2).encode()))


async def _recording(world: World, terminal: Terminal, record: dict, folder: Path, call: PhoneCall) -> Path:
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


def _latencies(world: World, terminal: Terminal, record: dict, call: PhoneCall) -> None:
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
    said = [(turn["speaker"], _meant(turn)) for turn in transcript["turns"] if turn["text"]]
    cut = sum(bool(turn.get("interrupted")) for turn in transcript["turns"])
    well = f"{len(said)}, all in order" + (f", {cut} of them interrupted" if cut else "")
    return well if said == list(scenario.lines) else f"NOT as spoken: {said}"


def _meant(turn: dict) -> str:
    """All the agent was going to say, where the caller interrupted it and what was heard is its beginning."""
    intended = turn.get("intended") or ""
    is_cut = bool(turn.get("interrupted")) and intended.startswith(turn["text"].rstrip(".,…— "))
    return intended if is_cut else turn["text"]


def _keep(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path.relative_to(ROOT)


def _what_next(terminal: Terminal, recording: Path) -> None:
    player = next((line for line in PLAYERS if shutil.which(line.split()[0])), None)
    terminal.title("What next")
    listen = f"{player} {recording}" if player else f"open {recording} in any audio player"
    terminal.line(f"  listen            {listen}")
    terminal.line(
        "  other callers     make call SCENARIO=barge-in   (also: silent, hang-up, transfer, wrong-format, registered)"
    )
    terminal.line("  keep it running   make run                      (addresses are printed; Ctrl-C ends it)")
    terminal.line("  how it works      docs/tutorial/first-call.md")
