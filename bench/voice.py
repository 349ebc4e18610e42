"""The analysis of a patient's call, timed on one core beside Praat: `python -m bench.voice`.

The call has answers, a count, an "Ahh" of 9 s, and half of it is silence. Each engine runs in a process of its own, for
an honest peak of memory. Praat (Parselmouth, of `.venv-praat`) is asked for the measures of its voice report, of the
whole call and of five seconds of the vowel alone; without that environment its line says SKIPPED.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
PRAAT = ROOT / ".venv-praat/bin/python"
BUDGETS = {"seconds": 1.0, "peak_mb": 316.0}
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "VECLIB_MAXIMUM_THREADS": "1"}
RUNS = 3


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=10.0)
    arguments.add_argument("--engine", choices=["ours", "praat"], help="run one engine in this process")
    arguments.add_argument("--call", type=Path, help="the call that it measures")
    asked = arguments.parse_args()
    if asked.engine:
        print(json.dumps(measured(asked.engine, asked.call)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        call = Path(folder) / "call.json"
        write_call(call, 60 * asked.minutes)
        return table(asked.minutes, apart("ours", call, sys.executable), praat(call))


def apart(engine: str, call: Path, python: str) -> dict[str, Any]:
    """What one engine takes, in a process of its own."""
    command = [python, "-m", "bench.voice", "--engine", engine, "--call", str(call)]
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": f"{ROOT}:{ROOT / 'layers/analysis'}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def praat(call: Path) -> dict[str, Any] | None:
    return apart("praat", call, str(PRAAT)) if PRAAT.exists() else None


def table(minutes: float, ours: dict[str, Any], theirs: dict[str, Any] | None) -> int:
    print(f"{minutes:g} minutes of a call, one core\n\n{'engine':28}{'seconds':>9}{'x real time':>13}{'peak MB':>9}")
    print(row("ours, report of the call", minutes, ours))
    if theirs is None:
        print("SKIPPED: no .venv-praat here (make praat makes it), so Praat was not measured")
    else:
        print(row("Praat, the whole call", minutes, theirs))
        print(f"{'Praat, the vowel alone':28}{theirs['vowel_seconds']:9.2f}")
    missed = [f"{name} {ours[name]:.2f} of {most:g}" for name, most in BUDGETS.items() if ours[name] > most]
    print(f"\nbudget missed: {', '.join(missed)}" if missed else "\nbudgets met: 1 s, 316 MB")
    return 1 if missed else 0


def row(name: str, minutes: float, found: dict[str, Any]) -> str:
    return f"{name:28}{found['seconds']:9.2f}{60 * minutes / found['seconds']:13.0f}{found['peak_mb']:9.0f}"


def write_call(path: Path, seconds: float) -> None:
    """A call of so many seconds: its bytes beside its turns."""
    from tests.fakes.patients_voices import ONE_TO_TWENTY, CheckIn, ahh, counting, silence, syllables
    from trunkline_voice.tasks.task_windows import Task

    call = CheckIn()
    call.answered(Task.COUNT, counting(), ONE_TO_TWENTY)
    call.answered(Task.VOWEL, ahh(9.0))
    phrase = syllables(18, 4.0)
    while call.seconds < seconds - 20:
        call.asks(6.0)
        call.hears(silence(0.8), phrase, silence(0.5), phrase, silence(0.7))
    call.hears(silence(seconds - call.seconds))
    turns = [[turn.span.begin, turn.span.end, turn.task.value, turn.reply] for turn in call.turns]
    path.write_text(json.dumps(turns))
    path.with_suffix(".ulaw").write_bytes(call.codes(snr_db=40))


def measured(engine: str, call: Path) -> dict[str, Any]:
    keep_to_one_core()
    codes, turns = call.with_suffix(".ulaw").read_bytes(), json.loads(call.read_text())
    run = ours if engine == "ours" else theirs
    found = run(codes, turns)
    return {**found, "peak_mb": peak_mb()}


def ours(codes: bytes, turns: list[Any]) -> dict[str, Any]:
    from trunkline_voice.g711 import decode, full_scale_one
    from trunkline_voice.report import voice_report
    from trunkline_voice.tasks.task_windows import AgentTurn, Task
    from trunkline_voice.timing.spans import Span
    from trunkline_voice.tracks import Track

    said = [AgentTurn(Span(begin, end), Task(task), reply) for begin, end, task, reply in turns]
    took = []
    for _ in range(RUNS):
        began = time.process_time()
        report = voice_report(Track(full_scale_one(decode(codes))), said)
        took.append(time.process_time() - began)
    assert all(item["value"] is not None for item in report["measures"].values()), "measured in full"
    return {"seconds": float(np.median(took))}


def theirs(codes: bytes, turns: list[Any]) -> dict[str, Any]:
    from tests.praat.agreement import praat as voice_report
    from trunkline_voice.g711 import RATE, decode

    samples = decode(codes).astype(float)
    begin = next(end for _, end, task, _ in turns if task == "vowel") + 2.5
    vowel = samples[round(begin * RATE) : round((begin + 5) * RATE)]
    took = []
    for stretch in (vowel, samples):
        began = time.process_time()
        voice_report(stretch, 125.0)
        took.append(time.process_time() - began)
    return {"vowel_seconds": took[0], "seconds": took[1]}


def keep_to_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def peak_mb() -> float:
    """Peak of resident memory of this program alone: on Linux, getrusage begins with the size of its parent."""
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    sys.exit(main())
