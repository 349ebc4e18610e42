"""What keeps a process with hundreds of calls from holding its breath; once, when everything is loaded."""

import gc
import sys

SWITCH_INTERVAL_S = 0.0005  # a thread that files something lets audio pass after that; Python's own measure is 5 ms


def tune_runtime() -> None:
    """What was loaded lives for ever: the garbage collector need not walk through it again and again."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.collect()
    gc.freeze()
