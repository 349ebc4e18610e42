"""A relay does not outlive the process that started it, however that one ended."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

from local.world.processes import spawn
from local.world.relay_process import WITH_PARENT

MODULE = "import sys, time\nprint(sys.argv, flush=True)\ntime.sleep(60)\n"


def started(folder: Path) -> subprocess.Popen[bytes]:
    (folder / "a_module.py").write_text(MODULE)
    command = [sys.executable, "-P", str(WITH_PARENT), "a_module"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen(command, env={"PYTHONPATH": str(folder)}, **pipes)


def test_it_ends_when_the_pipe_from_its_parent_closes(tmp_path: Path) -> None:
    with started(tmp_path) as process:
        assert process.stdout
        assert process.stdin
        assert b"a_module" in process.stdout.readline()
        process.stdin.close()
        assert process.wait(timeout=10) != 0


async def test_ctrl_c_does_not_reach_a_child_while_it_loads_or_later() -> None:
    code = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))"
    processes = await asyncio.gather(*(spawn(sys.executable, "-c", code, stdout=-1) for _ in range(3)))
    said = [await process.communicate() for process in processes]
    assert said == [(b"True\n", None)] * 3
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ()), "we go on to hear it"
