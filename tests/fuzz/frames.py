"""`python -m tests.fuzz.frames --frames 1000000`: damaged frames, until something raises, lies or grows.

The same seed gives the same frames. Frames come in blocks that remember nothing of each other, so that a finding is
replayed by its block alone. Exit code 1 on a finding, or when memory grew by more than the tolerances below.
"""

import argparse
import gc
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from traceback import extract_tb

from tests.fuzz.targets import TARGETS, Target

BLOCK = 250  # frames; about the length of the calls the session target makes up
WARM_UP = 0.2  # of all frames: caches, interned strings and arenas have then found their size
# What a run may end up with beyond that: a call in progress and deques not yet full, not anything per frame. A leak of
# one object in 800 frames shows in a million, and one in 16 in the short run of every test.
TOLERATED_OBJECTS = 1_000
TOLERATED_KB = 8 * 1024
FINDINGS_KEPT = 10
SHOWN_BYTES = 1_500


@dataclass(frozen=True, slots=True)
class Finding:
    """One way to fail, with the first frame that led there."""

    index: int
    frame: bytes
    error: str
    place: str

    def to_text(self, target: str, seed: int) -> str:
        block = self.index - self.index % BLOCK
        more = f" … {len(self.frame)} bytes" if len(self.frame) > SHOWN_BYTES else ""
        return (
            f"{target}: {self.error} at {self.place}\n  frame {self.index}: {self.frame[:SHOWN_BYTES]!r}{more}\n"
            f"  replay: python -m tests.fuzz.frames --target {target} --seed {seed} --first {block} --frames {BLOCK}"
        )


@dataclass(slots=True)
class Run:
    """How one target fared."""

    target: str
    frames: int = 0
    exceptions: int = 0
    grown_objects: int = 0
    grown_kb: int = 0
    took_s: float = 0.0
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)  # by kind of error and its place
    taken_for: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        return not self.exceptions and not self.has_grown

    @property
    def has_grown(self) -> bool:
        return self.grown_objects > TOLERATED_OBJECTS or self.grown_kb > TOLERATED_KB

    def note(self, index: int, frame: bytes, error: Exception) -> None:
        self.exceptions += 1
        last = extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        if len(self.findings) < FINDINGS_KEPT:
            finding = Finding(index, frame, f"{type(error).__name__}: {error}"[:400], place)
            self.findings.setdefault((type(error).__name__, place), finding)

    def to_text(self) -> str:
        shares = ", ".join(f"{kind} {n / self.frames:.0%}" for kind, n in self.taken_for.most_common(5))
        return (
            f"{self.target}: {self.frames:,} frames, {self.exceptions:,} exceptions, memory {self.grown_kb:+,} KB and "
            f"{self.grown_objects:+,} objects{' (GROWN)' if self.has_grown else ''}, {self.took_s:.0f} s, "
            f"{self.took_s / self.frames * 1e6:.0f} µs a frame ({shares})"
        )


def fuzz(
    name: str,
    target: Target,
    frames: int,
    seed: int,
    *,
    first: int = 0,
    progress: Callable[[Run], None] = lambda _run: None,
) -> Run:
    run, began, before = Run(name), time.perf_counter(), (0, 0)
    gc.freeze()  # what was there before is not looked at again
    warm_at = (first + int(frames * WARM_UP)) // BLOCK * BLOCK
    for block in range(first - first % BLOCK, first + frames, BLOCK):
        if block == warm_at:
            before = _in_use()
        _one_block(run, target, block, min(BLOCK, first + frames - block), seed)
        progress(run)
    after = _in_use()
    run.grown_objects, run.grown_kb = after[0] - before[0], after[1] - before[1]
    run.took_s = time.perf_counter() - began
    return run


def _one_block(run: Run, target: Target, block: int, frames: int, seed: int) -> None:
    rng = Random(f"{seed}/{run.target}/{block}")
    target.begin(rng)
    for index in range(block, block + frames):
        frame = target.next_frame(rng)
        try:
            run.taken_for[target.take(frame)] += 1
        except Exception as error:  # noqa: BLE001 - finding any at all is the purpose
            run.note(index, frame, error)
    run.frames += frames


def _in_use() -> tuple[int, int]:
    """(objects, KB): small objects exactly, and what the process occupies where Linux shows it."""
    gc.collect()
    if sys.version_info < (3, 12):  # there each `case` of a class caches a string of its own, up to 4,096 of them
        sys._clear_type_cache()
    status = Path("/proc/self/statm")
    pages = int(status.read_text().split()[1]) if status.exists() else 0
    return sys.getallocatedblocks(), pages * 4


def _progress(total: int) -> Callable[[Run], None]:
    step = max(BLOCK, total // 20 // BLOCK * BLOCK)

    def show(run: Run) -> None:
        if run.frames % step == 0:
            print(f"  {run.target}: {run.frames:,} of {total:,}", file=sys.stderr, flush=True)

    return show


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.frames", description="Damaged frames for every reader.")
    parser.add_argument("--frames", type=int, default=100_000, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="begin at this frame: for a replay")
    parser.add_argument("--target", choices=[*TARGETS, "all"], default="all")
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> int:
    payload = _arguments(given)
    runs = []
    for name in TARGETS if payload.target == "all" else [payload.target]:
        run = fuzz(
            name, TARGETS[name](), payload.frames, payload.seed, first=payload.first, progress=_progress(payload.frames)
        )
        for finding in run.findings.values():
            print(finding.to_text(name, payload.seed))
        print(run.to_text(), flush=True)
        runs.append(run)
    return 0 if all(run.is_clean for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
