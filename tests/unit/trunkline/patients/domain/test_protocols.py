"""Protocols that contradict themselves are refused, and the hash is that of the canonical document."""

import json
from copy import deepcopy
from datetime import date
from hashlib import sha256

import pytest

from trunkline.errors import BadRequest
from trunkline.patients.adapters.packaged_protocols import FOLDER
from trunkline.patients.domain.protocols import Condition, Level, canonical, read_protocol, valid_protocol

DOCUMENT = json.loads((FOLDER / "hv-risk-1.0.0.json").read_text())


def changed(path: str, value: object) -> dict:
    document = deepcopy(DOCUMENT)
    *way, last = path.split(".")
    place = document
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[int(last) if isinstance(place, list) else last] = value
    return document


FAULTS = {
    "symptoms do not sum to 70": ("weight.cap", 17),
    "voice does not sum to 30": ("voice.measures.mpt_s.cap", 6),
    "levels do not ascend": ("levels.1.from", 40),
    "levels are out of order": ("levels.0.level", "YELLOW"),
    "a floor above 100": ("floors.2.value", 101),
    "points do not ascend": ("items.dyspnea.points", {"none": 0, "usual": 9, "worse": 8, "minimal": 12, "rest": 16}),
    "points above the cap": ("items.pnd.points.repeated", 9),
    "a weight rule above the cap": ("weight.rules.0.points", 19),
    "no version": ("version", "1.0"),
    "a day that is none": ("valid_from", "soon"),
    "no author": ("author", ""),
    "no statement": ("statement", ""),
    "a condition about nothing": ("floors.2.any.0.item", "mood"),
    "an answer that is none": ("floors.2.any.0.among", ["terrible"]),
    "a sub score of nothing": ("sub_scores.breathingnessScore", ["breath"]),
    "a recommendation after nothing": ("recommendations.0.after", ["W9"]),
    "an id twice": ("floors.0.id", "F2"),
    "a spread of zero": ("voice.measures.mpt_s.prior_sd", 0),
    "a field of no meaning": ("voice.mood", 1),
    "a number that is none": ("floors.0.any.0.at_least", "NaN"),
    "points that end where they begin": ("voice.points_to_z", 1.0),
}  # fmt: skip


@pytest.mark.parametrize(("path", "value"), FAULTS.values(), ids=FAULTS)
def test_a_document_that_contradicts_itself_is_refused(path, value):
    with pytest.raises(BadRequest):
        read_protocol(changed(path, value))


def test_the_hash_is_that_of_the_canonical_document():
    text = json.dumps(DOCUMENT, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert read_protocol(DOCUMENT).sha256 == sha256(text.encode()).hexdigest()
    assert read_protocol(dict(reversed(DOCUMENT.items()))).sha256 == read_protocol(DOCUMENT).sha256
    assert read_protocol(changed("author", "another")).sha256 != read_protocol(DOCUMENT).sha256
    assert canonical({"b": 1, "a": [1.5, "é"]}) == '{"a":[1.5,"é"],"b":1}'


def test_the_newest_version_in_force_is_taken():
    versions = [
        read_protocol(changed("version", version) | {"valid_from": day})
        for version, day in [
            ("1.0.0", "2026-01-01"),
            ("1.10.0", "2026-06-01"),
            ("1.9.0", "2026-06-01"),
            ("2.0.0", "2027-01-01"),
        ]
    ]
    assert valid_protocol(versions, date(2026, 12, 31)).version == "1.10.0"
    assert valid_protocol(versions, date(2026, 5, 31)).version == "1.0.0"
    with pytest.raises(LookupError):
        valid_protocol(versions, date(2025, 1, 1))


@pytest.mark.parametrize(("overall", "level"), [(0, 0), (19, 0), (20, 1), (39, 1), (40, 2), (64, 2), (65, 3), (100, 3)])
def test_levels_begin_where_the_protocol_says(overall, level):
    assert read_protocol(DOCUMENT).level_of(overall) is Level(level)


def test_an_item_without_an_answer_meets_no_condition():
    assert not Condition(item="pnd", among=("no",)).holds(None)
    assert not Condition(item="d1", at_least=0).holds(None)
