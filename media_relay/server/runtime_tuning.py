"""GC and thread-switch settings that avoid latency spikes. Called once after imports."""

import gc
import sys

SWITCH_INTERVAL_S = 0.0005  # a thread that files something lets audio pass after that; Python's own measure is 5 ms


def tune_runtime() -> None:
    """Freezes loaded objects, which live for ever: the garbage collector need not walk through them again."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.collect()
    gc.freeze()
