"""A share of one core for a process, held by the kernel as Fargate does for a task (Linux control groups, as root)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PERIOD_US = 100_000  # what Docker and ECS use
ROOT = Path("/sys/fs/cgroup")


class NoControlGroups(Exception):
    """The machine offers no control group that limits the CPU of a process."""


@contextmanager
def held_to(share: float) -> Iterator[Path]:
    """A group whose processes have this share of a core together; `join` puts one into it."""
    with _group("relay") as group:
        limit(group, share)
        yield group


@contextmanager
def before_others() -> Iterator[None]:
    """This process, and those it starts, go before what else the machine does: the load is not to be late."""
    with _group("load") as group:
        join(group, os.getpid())
        yield


@contextmanager
def _group(name: str) -> Iterator[Path]:
    group = _parent() / f"trunkline-bench-{name}-{os.getpid()}"
    try:
        group.mkdir()
    except OSError as error:
        raise NoControlGroups(f"no control group of its own: {error.strerror}; run as root") from error
    try:
        prefer(group)
        yield group
    finally:
        _empty(group)
        group.rmdir()


def join(group: Path, pid: int) -> None:
    (group / "cgroup.procs").write_text(str(pid))


def throttled_s(group: Path) -> float:
    """For how long its processes were held back."""
    facts = dict(line.split() for line in (group / "cpu.stat").read_text().splitlines())
    return int(facts["throttled_usec"]) / 1e6 if "throttled_usec" in facts else int(facts["throttled_time"]) / 1e9


def prefer(group: Path) -> None:
    """What else the machine does waits: a share is measured, and not what neighbours leave of it."""
    for name, most in (("cpu.weight", "10000"), ("cpu.shares", "262144")):
        if (group / name).exists():
            (group / name).write_text(most)


def _empty(group: Path) -> None:
    """A process that outlived an interrupt goes back where it came from."""
    for pid in (group / "cgroup.procs").read_text().split():
        join(group.parent, int(pid))


def _parent() -> Path:
    return ROOT if (ROOT / "cgroup.controllers").exists() else ROOT / "cpu"


def limit(group: Path, share: float) -> None:
    quota_us = round(share * PERIOD_US)
    if (group / "cpu.max").exists():
        (group / "cpu.max").write_text(f"{quota_us} {PERIOD_US}")
    elif (group / "cpu.cfs_quota_us").exists():
        (group / "cpu.cfs_period_us").write_text(str(PERIOD_US))
        (group / "cpu.cfs_quota_us").write_text(str(quota_us))
    else:
        raise NoControlGroups(f"{group} limits no CPU: its parent does not hand the controller on")
