"""The README's figures are those of the kept runs of the benches, and of the page of costs."""

import json
import re
from typing import Any

import pytest

from tests.structure.pages import page


def kept(name: str) -> Any:
    return json.loads(page(f"bench/results/{name}.json"))


def runs(calls: int) -> list[dict[str, Any]]:
    """Of the relay, the plain copy and the bridge in Node."""
    [run] = [run for run in kept("relay") if run["load"]["calls"] == calls and run["load"]["traffic"] == "small"]
    return [run[subject] for subject in ("relay", "tcp_forward", "node_bridge")]


INIT_MS = kept("cold_start")["init_ms"]
STARTS = ("answer_call", "register_call, as source", "register_call")
FIGURES = {
    "CPU of the relay": [run["cpu_ms_per_call_second"] for run in runs(100)],
    "delay of the relay": [run["hop"]["both"]["p99_ms"] for run in runs(400)],
    "memory of a call": [run["own_kb_per_call"] for run in runs(100)[::2]],
    "cold start": [INIT_MS[name]["median"] for name in STARTS],
}


def is_rounded(shown: str, figure: float) -> bool:
    """Within the last digit shown: medians of a page and of its file may differ by a rounding."""
    return abs(float(shown) - figure) <= 0.51 * 10 ** -len(shown.partition(".")[2])


@pytest.mark.parametrize("row", FIGURES)
def test_a_figure_of_the_readme_is_that_of_the_kept_run(row: str) -> None:
    [line] = [line for line in page("README.md").splitlines() if line.startswith(f"| {row}")]
    shown = re.findall(r"\d+(?:\.\d+)?", line.split("|", 2)[2])
    assert [figure for figure in FIGURES[row] if not any(is_rounded(number, figure) for number in shown)] == []


def test_the_costs_of_the_readme_are_those_that_are_worked_out() -> None:
    text, shown = page("docs/howto/costs.md"), " ".join(page("README.md").split())
    [(carrier, provider, aws, minute)] = re.findall(r"^relay +(\S+) +(\S+) +(\S+) +(\S+)$", text, re.MULTILINE)
    asleep = text.split("an idle month, the relay asleep")[1]
    without, both = (re.search(rf"^{name} +(\S+)$", asleep, re.MULTILINE)[1] for name in ("without a relay", "both"))
    assert f"about {float(minute):.2f} USD inbound: Twilio {float(carrier):g}, ElevenLabs {float(provider):g}" in shown
    assert f"AWS {float(aws):.4f}" in shown
    assert f"{float(both):.0f} USD with a relay that sleeps, {float(without):.0f} without one" in shown
