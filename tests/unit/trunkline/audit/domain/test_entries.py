"""Entries of the audit log, held against three that were sealed elsewhere."""

import json
from datetime import UTC, datetime

import pytest

from trunkline.audit.domain.entries import Access, Action, Entry, Head, next_entry
from trunkline.audit.domain.hash_chain import first_break

VECTORS = [
    (
        Access("svc:analyzer", Action.AUDIO_READ, "call_01", "p_7f3c"),
        datetime(2025, 1, 15, 12, 0, 0, tzinfo=UTC),
        "ac86f8ea7d2b05960205338e54d0389ae01e7855055adf40ed9d9d5114a4d7d1",
    ),
    (
        Access("svc:analyzer", Action.SCORE_WRITE, "call_01", "p_7f3c"),
        datetime(2025, 1, 15, 12, 0, 1, 250_000, tzinfo=UTC),
        "e00b82b4d115855b0e27738fb18bcedc042ca14d3aa00e1c00d5a6dbfbf450ac",
    ),
    (
        Access("user:rn-12", Action.REPORT_VIEW, "call_01", "p_7f3c"),
        datetime(2025, 1, 15, 13, 30, 0, tzinfo=UTC),
        "06916b34af44ef0c1dda6f819de849fc2e797202f93d388ecb6ae1169c0cd065",
    ),
]
FIRST = (
    '{"action":"AUDIO_READ","actor":"svc:analyzer","object":"call_01","outcome":"ok","seq":1,'
    '"subject":"p_7f3c","ts":"2025-01-15T12:00:00.000Z","v":1}'
)


def test_seals_are_those_of_the_vectors():
    head, entries = Head(), list[Entry]()
    for access, at, seal in VECTORS:
        entry = next_entry(access, head, at)
        assert entry.seal == seal
        head, entries = Head(entry.seq, entry.seal), [*entries, entry]
    assert entries[0].body == FIRST
    assert first_break((entry.link("") for entry in entries), head.seal, "0" * 64) is None


def test_an_entry_carries_its_log_and_is_of_no_use_in_another():
    entry = next_entry(VECTORS[0][0], Head(), VECTORS[0][1], "acme/2")
    assert entry.values()["log"] == "acme/2"
    assert entry.link("acme/2").due == entry.seal
    assert entry.link("other/2").due != entry.seal


@pytest.mark.parametrize("body", ["", "[]", "{", "null", '{"seq": 2}'])
def test_what_is_no_entry_any_more_has_no_right_seal(body):
    assert Entry(1, body, "0" * 64, "x").link("").due == ""


def test_long_texts_are_cut_and_empty_ones_left_out():
    access = Access("user:rn-12", Action.CALL_READ, "c" * 900, reason="", request_id="r1")
    values = json.loads(next_entry(access, Head(), VECTORS[0][1]).body)
    assert len(values["object"]) == 200
    assert "reason" not in values
    assert values["request_id"] == "r1"
