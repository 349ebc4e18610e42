"""After the calls: their export through API, queue and function, and what an erasure would find. Nothing is deleted."""

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from local.scenarios.catalogue import SCENARIOS
from local.world.world import COMPANY_KEY, World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def ask(world: World, method: str, path: str, body: Any = None) -> Any:
    url = f"{world.cloud.base_url}/api/v1{path}"
    headers = {"X-API-Key": COMPANY_KEY}
    async with aiohttp.ClientSession(headers=headers) as http, http.request(method, url, json=body) as answer:
        assert answer.status < 300, await answer.text()
        return await answer.json()


async def done(world: World, asked: dict[str, Any], room: str, name: str) -> dict[str, Any]:
    await world.cloud.idle(60)
    return await ask(world, "GET", f"/{room}/{asked[name]}")


async def test_an_export_holds_what_was_said_in_every_call_of_today(season):
    days = {played.record["started_at"][:10] for played in season.calls.values()}
    request = {
        "first_day": min(days),
        "last_day": datetime.now(UTC).date().isoformat(),
        "formats": ["jsonl", "parquet"],
    }
    export = await done(season.world, await ask(season.world, "POST", "/exports", request), "exports", "export_id")
    assert export["status"] == "done"
    files = [file["key"] for file in export["files"] if file["format"] == "jsonl"]
    lines = [line for key in files for line in gzip.decompress(await season.world.stored(key)).splitlines()]
    rows = {row["call_id"]: row for row in map(json.loads, lines)}
    for name in ("relayed", "registered"):
        played = season.calls[name]
        turns = [(turn["speaker"], turn["text"]) for turn in rows[played.call.sid]["turns"] if turn["text"]]
        assert turns == played.said
    left_out = [name for name, played in season.calls.items() if played.call.sid not in rows]
    patients = [name for name in season.calls if name == "check-in"]  # not played on a deployed stack
    assert left_out == patients, "for a patient's call a clinical key has to ask"


async def test_an_export_can_be_opened_by_its_links(season):
    [export, *_] = await ask(season.world, "GET", "/exports")
    links = await ask(season.world, "GET", f"/exports/{export['export_id']}")
    async with aiohttp.ClientSession() as http, http.get(links["manifest_url"]) as answer:
        body = json.loads(await answer.read())
    assert body["rows"] == export["rows"] == links["rows"]


async def test_an_erasure_that_is_only_tried_finds_the_calls_and_leaves_them(season):
    caller = SCENARIOS["relayed"].caller_number
    asked = await ask(season.world, "POST", "/erasures", {"number": caller})
    receipt = await done(season.world, asked, "erasures", "erasure_id")
    theirs = [played for played in season.calls.values() if played.record["from_number"] == caller]
    assert (receipt["status"], receipt["dry_run"]) == ("done", True)
    assert receipt["calls"] >= len(theirs) > 0
    assert await season.world.call_record(theirs[0].call.sid) == theirs[0].record


async def test_the_costs_of_the_day_know_every_call(season):
    payload = await ask(season.world, "GET", "/costs")
    assert payload["calls"] >= len(season.calls)


CLASSES = {"inbox": "conversations", "transcripts": "conversations", "recordings": "recordings", "exports": "exports"}


async def test_everything_kept_is_sealed_with_the_key_of_its_class(season):
    """Last of this page: by now calls, reports and exports have left something under each prefix."""
    cloud = season.world.cloud
    values = dict(item.split("=", 1) for item in cloud.relay_environment()["DATA_KEYS"].split(","))
    s3, bucket = cloud.client("s3"), cloud.resource_name("Bucket")
    sealed: dict[str, set[str]] = {}
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for content in page["Contents"]:
            key = s3.head_object(Bucket=bucket, Key=content["Key"]).get("SSEKMSKeyId", "none")
            sealed.setdefault(content["Key"].split("/")[0], set()).add(key)
    assert sealed == {prefix: {values[name]} for prefix, name in CLASSES.items()}
