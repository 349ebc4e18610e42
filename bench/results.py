"""Pure, but for the machine's facts: measurements as numbers one can compare and as a table one can read."""

import os
import platform
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

NS_PER_MS = 1e6
BUDGETS = {"relay/tcp": 1.7, "relay/node": 0.6, "hop p99 ms": 5.0, "KB per call": 100.0}
DELAYS = {"hop p99 ms"}
LATE_LOAD_MS = 5.0  # p99 of the generator's own lateness; beyond it a delay says nothing of the relay
FULL_CORE = 0.95  # of it the kernel, and what wakes up beside it, leave no more
SUBJECTS = {"relay": "relay", "tcp": "tcp_forward", "node": "node_bridge"}  # as one types them and as they are kept
TITLES = ("CPU ms/call-s", "hop p50", "p99", "max", "KB/call", "lost", "late p99", "generator")


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all are not above (nearest rank). Values must be sorted."""
    if not values:
        return 0.0
    rank = max(1, -(-len(values) * round(share * 10_000) // 10_000))
    return values[rank - 1]


def spread(took_ns: Sequence[int]) -> dict[str, float]:
    ordered = sorted(took_ns)
    return {
        "p50_ms": round(percentile(ordered, 0.5) / NS_PER_MS, 3),
        "p99_ms": round(percentile(ordered, 0.99) / NS_PER_MS, 3),
        "max_ms": round(ordered[-1] / NS_PER_MS, 3) if ordered else 0.0,
        "frames": len(ordered),
    }


@dataclass(frozen=True, slots=True)
class Watched:
    """What was read from outside while the window was open."""

    cpu_s: float
    generator_cpu_s: float
    window_s: float
    own_kb: int  # grown since it was idle
    sizes: Sequence[tuple[float, int]] = ()  # (seconds into the window, KB in all)


def measurement(calls: int, watched: Watched, found: dict[str, Any]) -> dict[str, Any]:
    """One subject under one load."""
    to_agent, to_caller = list(found["to_agent_ns"]), list(found["to_caller_ns"])
    return {
        "cpu_ms_per_call_second": round(watched.cpu_s * 1000 / calls / watched.window_s, 3),
        "cpu_share_of_a_core": round(watched.cpu_s / watched.window_s, 3),
        "own_kb_per_call": round(watched.own_kb / calls, 1),
        "hop": {
            "caller_to_agent": spread(to_agent),
            "agent_to_caller": spread(to_caller),
            "both": spread(to_agent + to_caller),
        },
        "frames": {
            "sent": found["sent"],
            "received": found["received"],
            "lost": found["sent"] - found["received"],
            "changed": found["wrong"],
        },
        "generator_late": spread(found["late_ns"]),
        "generator_share_of_a_core": round(watched.generator_cpu_s / watched.window_s, 3),
        "window_s": round(watched.window_s, 2),
    }


def comparison(relay: dict[str, Any], peers: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """`peers` by the names one types."""
    cost = "cpu_ms_per_call_second"
    ratios = {f"relay/{name}": round(relay[cost] / max(item[cost], 0.001), 2) for name, item in peers.items()}
    return {"relay": relay, **{SUBJECTS[name]: item for name, item in peers.items()}, "ratios": ratios}


def medians(runs: Sequence[Any]) -> Any:
    """The same shape with the median of every number; what is not a number is the first run's."""
    first = runs[0]
    if isinstance(first, dict):
        return {name: medians([run[name] for run in runs]) for name in first}
    if isinstance(first, int | float) and not isinstance(first, bool):
        return round(median(runs), 3)
    return first


def machine() -> dict[str, Any]:
    found = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "cpu": found[0].split(":", 1)[1].strip() if found else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "optimized_python": "--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS")),
        "system": platform.platform(terse=True),
        "load_average_before": round(os.getloadavg()[0], 2),
    }


def verdicts(result: dict[str, Any]) -> list[tuple[str, float, float, bool]]:
    """(what, measured, budget, met) of everything that was measured and has a budget."""
    relay = result["relay"]
    own = {"hop p99 ms": relay["hop"]["both"]["p99_ms"], "KB per call": relay["own_kb_per_call"]}
    measured = result["ratios"] | own
    known = [(what, measured[what], limit) for what, limit in BUDGETS.items() if what in measured]
    return [(what, value, limit, value <= limit) for what, value, limit in known]


def is_void(result: dict[str, Any]) -> bool:
    return bool(result["relay"]["generator_late"]["p99_ms"] > LATE_LOAD_MS)


def table(result: dict[str, Any]) -> str:
    lines = [" " * 12 + "".join(f"{title:>15}" for title in TITLES)]
    lines += [row(name, result[name]) for name in SUBJECTS.values() if name in result]
    for what, measured, limit, is_met in verdicts(result):
        payload = "met" if is_met else unmet(what, result)
        if what in DELAYS and is_void(result):
            payload = "VOID: the load itself was late"
        lines.append(f"{what:12}{measured:15.2f}   budget {limit:5.1f}   {payload}{remark(what, result)}")
    lines += [f"compiled: {str(result['relay'].get('compiled', False)).lower()}"]
    lines += [f"relay/{name:6}{reason}" for name, reason in result.get("skipped", {}).items()]
    return "\n".join(lines)


def unmet(what: str, result: dict[str, Any]) -> str:
    """A peer whose core is full needs more than it was measured to use, so its ratio is higher than the true one: good
    enough for "met", not for "not met"."""
    share = peer(what, result).get("cpu_share_of_a_core", 0.0)
    return f"NO VERDICT: the peer's core is full ({share:.0%})" if share >= FULL_CORE else "NOT MET"


def remark(what: str, result: dict[str, Any]) -> str:
    """A peer that is late itself takes several frames per wake-up: it looks cheap."""
    late_ms = peer(what, result)["hop"]["both"]["p99_ms"] if peer(what, result) else 0.0
    return f" (the peer is late itself: p99 {late_ms:.0f} ms)" if late_ms > BUDGETS["hop p99 ms"] else ""


def peer(what: str, result: dict[str, Any]) -> dict[str, Any]:
    """The two subjects of a ratio; empty for other budgets."""
    found: dict[str, Any] = result.get(SUBJECTS.get(what.removeprefix("relay/"), ""), {})
    return found


def row(name: str, item: dict[str, Any]) -> str:
    hop, late, busy = item["hop"]["both"], item["generator_late"]["p99_ms"], item["generator_share_of_a_core"]
    numbers = (item["cpu_ms_per_call_second"], hop["p50_ms"], hop["p99_ms"], hop["max_ms"], item["own_kb_per_call"])
    return f"{name:12}" + "".join(f"{n:15.2f}" for n in (*numbers, item["frames"]["lost"], late, busy))


def table_of_sizes(result: dict[str, Any], lines: int = 10) -> str:
    """About that many samples of a soak, evenly chosen, and what they come to."""
    sizes = result["rss_kb"]
    every = max(1, len(sizes) // lines)
    shown = [f"{minute:8.1f} min {kb:10d} KB" for minute, kb in sizes[::every]]
    slope, each = result["slope_kb_per_minute"], result["slope_kb_per_call_minute"]
    return "\n".join([*shown, f"slope {slope:.2f} KB per minute of all calls, {each:.3f} KB per call-minute"])
