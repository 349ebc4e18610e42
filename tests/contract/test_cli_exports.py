"""`python -m cli exports` against the API in this process: asked for, waited for, fetched, compared."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from starlette.testclient import TestClient

from cli import exports
from cli.__main__ import main
from tests.contract.api.conftest import ApiWorld, build_world, fresh_aws, vendors
from tests.contract.api.test_exports_and_costs import DAY, fill, work
from tests.contract.conftest import BUCKET, empty_aws


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)
    with empty_aws():
        twilio, vendor = await vendors()
        made = build_world(fresh_aws(), twilio, vendor)
        headers = {"X-API-Key": made.keys["admin"]}
        monkeypatch.setattr(exports, "client", lambda: TestClient(made.app, headers=headers))
        monkeypatch.setattr(exports, "fetch", lambda url: stored(made, url))
        yield made
        await twilio.stop()
        await vendor.stop()


def stored(world: ApiWorld, url: str) -> bytes:
    key = unquote(urlsplit(url).path).removeprefix("/").removeprefix(f"{BUCKET}/")
    return bytes(world.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())


@pytest.fixture
def function(world: ApiWorld, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The function of exports, in the moment in which the command waits for it."""
    monkeypatch.setattr(exports.time, "sleep", lambda _: work(world))
    return iter(())


def document(said: str) -> Any:
    """Without the log of the API beside us."""
    return json.loads("\n".join(line for line in said.splitlines() if not line.startswith(('{"level"', '{"_aws"'))))


def kept(folder: str) -> list[str]:
    return sorted(map(str, Path(folder).rglob("*.*")))


async def run(*words: str) -> int:
    return await asyncio.to_thread(main, [*words])


async def test_an_export_is_made_and_its_files_are_kept(world, function, tmp_path, capsys):
    fill(world, 4)
    chosen = ["--first-day", str(DAY), "--format", "csv", "--format", "jsonl", "--without-persons"]
    assert await run("exports", "make", *chosen, "--into", "night", "--json") == 0
    done = document(capsys.readouterr().out)
    assert (done["rows"], done["filters"]["deidentified"], done["filters"]["last_day"]) == (4, True, str(DAY))
    assert kept("night") == sorted(done["kept"])
    assert {Path(name).name for name in done["kept"]} == {"part-00000.csv", "part-00000.jsonl.gz", "manifest.json"}
    assert len((tmp_path / "night/csv/part-00000.csv").read_text().splitlines()) == 5
    assert await run("exports", "fetch", done["export_id"], "--into", "again") == 0
    assert "4 calls in 2 files in again" in capsys.readouterr().out
    assert await run("exports", "list", "--quiet") == 0
    assert capsys.readouterr().out.splitlines()[-1] == done["export_id"]


async def test_a_file_that_did_not_come_whole_is_not_kept(world, function, monkeypatch, capsys):
    fill(world, 1)
    monkeypatch.setattr(exports, "fetch", lambda url: stored(world, url)[:-1])
    assert await run("exports", "make", "--first-day", str(DAY), "--into", "night") == 1
    assert "did not come whole" in capsys.readouterr().err
    assert kept("night") == []


async def test_one_that_is_not_done_is_not_fetched(world, capsys):
    asked = await world.ask("POST", "/api/v1/exports", json={"first_day": str(DAY), "last_day": str(DAY)})
    assert await run("exports", "fetch", asked.json()["export_id"], "--into", "night") == 1
    assert "not done yet" in capsys.readouterr().err
    assert await run("exports", "fetch", "there-is-none", "--into", "night") == 1


async def test_the_day_is_yesterday_unless_another_is_named(world, function, capsys):
    world.clock.now = datetime.now(UTC)
    today = world.clock.now.date()
    for words, day in (([], today - timedelta(days=1)), (["--first-day", "today"], today)):
        assert await run("exports", "make", *words, "--into", "night", "--json") == 0
        done = document(capsys.readouterr().out)
        assert (done["filters"]["first_day"], done["filters"]["last_day"]) == (str(day), str(day))
        world.jobs.clear()


async def test_a_day_that_is_none_is_refused(world, capsys):
    with pytest.raises(SystemExit):
        await run("exports", "make", "--first-day", "monday", "--into", "night")
    assert "--first-day" in capsys.readouterr().err
