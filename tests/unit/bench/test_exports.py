"""The benchmark of exports in small: the manifest is checked and the documented query asked, with DuckDB."""

import json
import re
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest

from bench import exports
from tests.fakes.exporting import record
from trunkline.calls.domain.call_search import CallSummary
from trunkline.costs.domain.costs import breakdown_of
from trunkline.ids import CallId

CALLS = 200


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory):
    made = tmp_path_factory.mktemp("export")
    exports.export_to(made, CALLS, exports.wanted())
    return made


def test_the_manifest_is_true_to_the_files(folder):
    payload = exports.verified(folder, exports.wanted())
    assert (payload["rows"], payload["files"]) == (CALLS, 20 * 5)
    broken = min(folder.rglob("part-*.csv"))
    whole = broken.read_bytes()
    broken.write_bytes(whole + b"x")
    with pytest.raises(AssertionError):
        exports.verified(folder, exports.wanted())
    broken.write_bytes(whole)


def test_the_documented_query_answers_what_the_calls_say(folder):
    expected: dict[tuple[str, str], Counter[str]] = {}
    for number in range(CALLS):
        day = exports.FIRST + timedelta(days=number % exports.DAYS)
        facts = record(number // exports.DAYS, day)
        ledger = breakdown_of(CallSummary(CallId(facts["call_id"]), "acme", facts["started_at"], facts))
        payload = expected.setdefault((day.isoformat(), facts["agent_id"]), Counter())
        payload.update(calls=1, seconds=facts["conversation_duration_s"], successes=facts["outcome"] == "success")
        payload.update(unknown=ledger.usd is None, micro_usd=int(ledger.known_usd * Decimal(10**9)))
    rows = exports.asked(folder)
    assert {(row[0], row[1]) for row in rows} == set(expected)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    for dt, agent, calls, minutes, successes, known_usd, unknown in rows:
        payload = expected[(dt, agent)]
        assert (calls, successes, unknown) == (payload["calls"], payload["successes"], payload["unknown"])
        assert minutes == pytest.approx(payload["seconds"] / 60)
        assert known_usd == pytest.approx(payload["micro_usd"] / 10**9)


def test_memory_is_of_this_program_alone():
    assert 10 < exports.peak_rss_mb() < 4000


def test_the_manifest_says_what_a_reader_must_know(folder):
    body = json.loads((folder / exports.wanted().manifest_key).read_text())
    assert set(body) == {
        "schema", "export_id", "requested_at", "filters", "columns", "rows", "missing_transcripts", "bytes", "files",
    }  # fmt: skip
    assert all(re.fullmatch(r"[0-9a-f]{64}", file["sha256"]) for file in body["files"])
