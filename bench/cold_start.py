"""`make cold-start`: every function's init as it is built, beside a bare handler, a bare API, the usual answer path."""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from bench.emulator import NOT_CARRIED, Emulator, Package
from bench.results import machine
from local.cloud.template import Template

ROOT = Path(__file__).parents[1]
BUILT, INSTALLED = ROOT / ".aws-sam/build", ROOT / ".venv-emulator"
KEPT = Path(__file__).parent / "results" / "cold_start.json"
FACTS = """
import platform, sysconfig
print(platform.python_version(), "--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS")))
"""
PEERS = ("bare", "bare_api", "register_call")
AS_SOURCE = "as source"


class Ratio(NamedTuple):
    of: str
    to: str
    budget: float | None = None  # None: reported without a verdict


RATIOS = (
    Ratio("answer_call", f"register_call, {AS_SOURCE}", 0.25),  # what `sam build` makes of it by itself
    Ratio("answer_call", "register_call"),
    Ratio("provider_report", "bare", 5.0),
    Ratio("rest_api", "bare_api"),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.cold_start", description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="fresh environments of each; the median counts")
    parser.add_argument("--keep", metavar="DATE", help="write the result to bench/results/cold_start.json")
    args = parser.parse_args()
    emulator = at_hand()
    result = {"machine": machine() | facts(emulator), "runs": args.runs, **measured(emulator, packages(), args.runs)}
    print(table(result))
    if args.keep:
        KEPT.write_text(json.dumps({"date": args.keep} | result, indent=1) + "\n")


def at_hand() -> Emulator:
    arch = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
    [binary] = ROOT.glob(f".venv-sam/lib/python*/site-packages/samcli/local/rapid/aws-lambda-rie-{arch}")
    found = subprocess.run([ROOT / "scripts/find-python", "--lambda"], capture_output=True, text=True, check=True)
    return Emulator(binary, Path(found.stdout.strip()), INSTALLED / "runtime")


def facts(emulator: Emulator) -> dict[str, Any]:
    """Of the interpreter that is measured; this one may be another."""
    found = subprocess.run([emulator.python, "-c", FACTS], capture_output=True, text=True, check=True).stdout.split()
    return {"python": found[0], "optimized_python": found[1] == "True"}


def packages() -> list[Package]:
    peers = [Package(name, INSTALLED / "peers", f"{name}.handler") for name in PEERS]
    sources = [Package(f"{name}, {AS_SOURCE}", INSTALLED / "peers-source", f"{name}.handler") for name in PEERS[1:]]
    return [*ours(Template(ROOT / "template.yaml", {"Patients": "yes"}, endpoint=NOT_CARRIED)), *peers, *sources]


LAYER = "AWS::Serverless::LayerVersion"


def ours(template: Template) -> list[Package]:
    built = {template.reference(name): BUILT / name / "python" for name in template.of_type(LAYER)}
    found = []
    for name in template.of_type("AWS::Serverless::Function"):
        about = template.properties(name)
        layers = tuple(built[layer] for layer in about["Layers"])
        variables = {key: str(value) for key, value in about["Environment"]["Variables"].items()}
        found.append(Package(module(about["Handler"]), BUILT / name, about["Handler"], layers, variables))
    return found


def module(handler: str) -> str:
    return re.sub(r"\.handler$", "", handler)


def measured(emulator: Emulator, packages: Sequence[Package], runs: int) -> dict[str, Any]:
    """Each in turn, again and again: a slow minute of the machine meets all. The first fills the disk cache."""
    rounds = [{package.name: emulator.init_ms(package) for package in packages} for _ in range(runs + 1)][1:]
    init_ms = {package.name: spread([round_[package.name] for round_ in rounds]) for package in packages}
    return {"init_ms": init_ms, "ratios": ratios(init_ms)}


def spread(values: Sequence[float]) -> dict[str, float]:
    return {"median": round(median(values), 1), "min": round(min(values), 1), "max": round(max(values), 1)}


def ratios(init_ms: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    return {
        f"{item.of} / {item.to}": round(init_ms[item.of]["median"] / init_ms[item.to]["median"], 3) for item in RATIOS
    }


def table(result: Mapping[str, Any]) -> str:
    lines = [f"{'init, ms':44}{'median':>9}{'min':>9}{'max':>9}"]
    lines += [f"{name:44}{of['median']:9.1f}{of['min']:9.1f}{of['max']:9.1f}" for name, of in result["init_ms"].items()]
    lines += ["", *(verdict(item, result["ratios"][f"{item.of} / {item.to}"]) for item in RATIOS)]
    return "\n".join(lines)


def verdict(ratio: Ratio, found: float) -> str:
    payload = f"{ratio.of + ' / ' + ratio.to:44}{found:9.2f}"
    if ratio.budget is None:
        return f"{payload}   no budget"
    return f"{payload}   budget {ratio.budget:.2f}   {'met' if found <= ratio.budget else 'NOT MET'}"


if __name__ == "__main__":
    if not BUILT.exists() or not INSTALLED.exists():
        sys.exit("Nothing is built: make cold-start does it first.")
    os.chdir(ROOT)
    main()
