"""AWS and API of a command: `--stage` and `--region` as environment variables while it runs.

Variables, because clients are made in many places and all of them have to agree.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from cli.parsers import LOCAL
from cli.stage import StageUnknown, stage_named
from local.commands.running import NotRunning, variables
from local.world.ports import PortTaken

OF_AN_ACCOUNT = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
ONE_SERVICE = "AWS_ENDPOINT_URL_"


@contextmanager
def environment_of(args: argparse.Namespace) -> Iterator[None]:
    """Raises StageUnknown where the local world is asked for and does not run."""
    former = dict(os.environ)
    try:
        if getattr(args, "stage", None) == LOCAL:
            _enter_local_world()
        elif region := getattr(args, "region", None):
            os.environ["AWS_REGION"] = region
        if getattr(args, "over_api", False) and not getattr(args, "everybody", False):
            _enter_api_of(args.stage)
        yield
    finally:
        os.environ.clear()
        os.environ.update(former)


def _enter_api_of(stage: str | None) -> None:
    """A stage that is named is the one that is asked, wherever TRUNKLINE_URL leads."""
    if stage not in (None, LOCAL):
        address = stage_named(stage).parameter("PublicBaseUrl", "")
        if urlsplit(address).path not in ("", "/") or address.endswith(".invalid"):
            raise StageUnknown(f"stage {stage} does not know its own address: set PublicBaseUrl and deploy again")
        os.environ["TRUNKLINE_URL"] = address


def _enter_local_world() -> None:
    """Removes every variable of an account."""
    try:
        world = variables()
    except (NotRunning, PortTaken) as error:
        raise StageUnknown(str(error)) from error
    for name in list(os.environ):
        if name in OF_AN_ACCOUNT or name.startswith(ONE_SERVICE):
            del os.environ[name]
    os.environ.update(world)
