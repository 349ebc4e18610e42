"""A check-in as it is on file: level, points with their rules, answers, the voice."""

from collections.abc import Collection
from typing import Any

from local.commands.terminal import Terminal
from local.scenarios import Patient
from local.twilio import CallState
from local.world.world import World

VOICE_UNKNOWN = "not measured yet"


async def show_check_in(world: World, terminal: Terminal, patient: Patient, call: CallState) -> list[str]:
    """What is missing of it."""
    found = await world.check_in_of(patient, call.sid)
    if not found["assessments"]:
        return ["no assessment"]
    assessment, point = newest(found["assessments"]), found["trend"]["points"][-1]
    terminal.line("\n  The check-in (investigational, not a diagnostic device)", "title")
    floors = f", at least by {', '.join(assessment['floors'])}" if assessment["floors"] else ""
    terminal.fact("level", f"{assessment['level']}, {assessment['risk']['overallRisk']} of 100{floors}")
    for finding in assessment["findings"]:
        if finding["points"]:
            terminal.fact(f"  {finding['rule_id']}", f"{finding['points']} of {finding['cap']}: {finding['item']}")
    terminal.fact("symptoms answered", f"{float(assessment['symptom_coverage']):.0%}")
    terminal.fact("voice", voice_of(point, found["trend"]["bands"]))
    due, answered = found["trend"]["calls_due"], found["trend"]["calls_answered"]
    terminal.fact("calls answered of due", f"{answered} of {due}")
    return [] if point["measures"] else ["no voice"]


def newest(assessments: list[dict[str, Any]]) -> dict[str, Any]:
    """Of one call: that with a voice before the one without."""
    return max(assessments, key=lambda item: bool(item["engine"]))


def voice_of(point: dict[str, Any], scored: Collection[str]) -> str:
    """The measures that a protocol scores."""
    measured = {name: item["value"] for name, item in point["measures"].items() if name in scored}
    listed = ", ".join(f"{name} {value:g}" for name, value in sorted(measured.items()))
    return f"{point['voice_status']}: {listed}" if listed else f"{VOICE_UNKNOWN} ({point['voice_status']})"
