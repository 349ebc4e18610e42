"""Figures of a fault, their goals, and the table that shows both."""

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from local.commands.terminal import Terminal
from local.world.world import ROOT

FILE = ROOT / ".local" / "chaos.json"
KEPT = ROOT / "bench" / "results" / "chaos.json"
EXAMPLES = 5


@dataclass
class Goal:
    what: str
    is_met: bool


@dataclass
class Figures:
    fault: str
    facts: dict[str, Any] = field(default_factory=dict)
    goals: list[Goal] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)  # of calls that went wrong

    def goal(self, what: str, is_met: bool) -> None:
        self.goals.append(Goal(what, is_met))

    def wrong(self, lines: list[str]) -> None:
        self.examples += lines[:EXAMPLES]

    @property
    def are_good(self) -> bool:
        return all(goal.is_met for goal in self.goals)


def spread(values_ms: list[float]) -> dict[str, int]:
    """Median, p99 (nearest rank, so of few values the worst) and maximum."""
    if not values_ms:
        return {}
    ordered = sorted(values_ms)
    p99 = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
    return {"median": round(median(ordered)), "p99": round(p99), "max": round(ordered[-1])}


def show(terminal: Terminal, figures: Figures) -> None:
    terminal.title(figures.fault)
    for name, value in figures.facts.items():
        terminal.line(f"  {name:<44} {_said(value)}")
    for goal in figures.goals:
        verdict, style = ("met", "good") if goal.is_met else ("MISSED", "bad")
        terminal.line(f"  goal: {goal.what:<38} {verdict}", style)
    for line in figures.examples:
        terminal.line(f"    {line}", "step")


def write(results: list[Figures], calls: int, *, is_kept: bool = False) -> None:
    values = {"calls": calls, "machine": machine(), "faults": [asdict(result) for result in results]}
    for file in (FILE, KEPT) if is_kept else (FILE,):
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n")


def machine() -> dict[str, Any]:
    """The machine that the figures were measured on."""
    known = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.partition(": ")[2] for line in known.splitlines() if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_1_5_15": [round(load, 2) for load in os.getloadavg()],
    }


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name} {inner}" for name, inner in value.items()) or "none"
    return str(value)
