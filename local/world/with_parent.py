"""Runs a module as `python -m` does, and no longer than the process that started it: stdin is a pipe from there.

A parent that was killed ends nothing itself. Started by relay_process.py as a script.
"""

import os
import runpy
import signal
import sys
import threading
import time

LEAVES_WITHIN_S = 15.0


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LEAVES_WITHIN_S)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
