"""README, tutorial, how-tos and stories, typed into a shell as they stand, in a checkout as README leaves it."""

import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.documents.checkout import environment, made
from tests.documents.checks import faults_of
from tests.documents.shell import Shell, Shown
from tests.fakes.ports import free_ports

ROOT = Path(__file__).parents[2]
FOLDERS = ("tutorial", "howto", "stories")
PAGES = [ROOT / "README.md", *(page for folder in FOLDERS for page in sorted(ROOT.glob(f"docs/{folder}/*.md")))]
READY, STARTS_WITHIN_S, ENDS_WITHIN_S = "companies list --stage local", 150, 30
KEY = "tk_local_admin"


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """`make run` in one terminal, the pages in another."""
    folder = made(tmp_path_factory.mktemp("reader") / "trunkline")
    port, log = free_ports(), folder.parent / "world.log"
    with log.open("w") as said:
        world = subprocess.Popen(
            ["make", "run"], cwd=folder, env=environment(port), stdout=said, stderr=said,
            start_new_session=True,
        )  # fmt: skip
        try:
            _wait_until_ready(world, log)
            yield Shell(folder, port, KEY)
        finally:
            os.killpg(world.pid, signal.SIGTERM)
            world.wait(ENDS_WITHIN_S)


@pytest.fixture(scope="module")
def carried_out(shell: Shell) -> Iterator[Callable[[Path], Shown]]:
    """The stories run beside the how-tos, from the first of these on: calls in real time, which is mostly waiting."""
    stories = dict[Path, Future[Shown]]()
    with ThreadPoolExecutor(1) as pool:

        def shown(path: Path) -> Shown:
            if path.parent.name in ("howto", "stories") and not stories:
                all_of_them = [page for page in PAGES if page.parent.name == "stories"]
                stories.update({page: pool.submit(shell.carry_out, page.read_text()) for page in all_of_them})
            return stories[path].result() if path in stories else shell.carry_out(path.read_text())

        yield shown


def _wait_until_ready(world: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while READY not in log.read_text():
        assert world.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_does_what_it_says(
    carried_out: Callable[[Path], Shown], path: Path, record_property: Callable[[str, object], None]
) -> None:
    if "curl " in path.read_text() and not shutil.which("curl"):
        pytest.skip("no curl here: pages that use it were checked and not typed")
    shown = carried_out(path)
    for reason, count in sorted(Counter(shown.not_run).items()):
        record_property("not run", f"{count} commands of {path.name}: {reason}")
    assert not shown.faults, "\n".join(shown.faults)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_command_of_a_page_exists(path: Path) -> None:
    assert not faults_of(path.read_text())
