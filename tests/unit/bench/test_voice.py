"""The bench of voice analysis measures a whole call, and says which budget is missed."""

import json

from bench.voice import ours, table, write_call


def test_a_call_is_written_and_measured_in_full(tmp_path):
    call = tmp_path / "call.json"
    write_call(call, 90.0)
    codes = call.with_suffix(".ulaw").read_bytes()
    assert len(codes) == 90 * 8000
    assert 0 < ours(codes, json.loads(call.read_text()))["seconds"] < 30


def test_a_missed_budget_is_said_and_is_an_error(capsys):
    assert table(10, {"seconds": 0.5, "peak_mb": 80.0}, {"seconds": 80.0, "vowel_seconds": 0.7, "peak_mb": 700.0}) == 0
    assert "budgets met" in capsys.readouterr().out
    assert table(10, {"seconds": 1.5, "peak_mb": 80.0}, None) == 1
    said = capsys.readouterr().out
    assert "budget missed: seconds 1.50 of 1" in said
    assert "SKIPPED" in said
