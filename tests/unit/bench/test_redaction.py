"""The recall of the redactor on labelled lines: measured as it should be, no lower than it was, and as published."""

import re
import subprocess
import sys

import pytest

from bench.redaction import CLASSES, LINES, heading, hidden_words, labelled, measured, row, scored
from tests.contract.conftest import ROOT
from trunkline.redaction import Redactor

PAGE = (ROOT / "docs/reference/redaction.md").read_text()
NAMES = ROOT / ".venv-names/bin/python"
FLOORS = {"name": 0.62, "number": 0.9, "email": 0.87, "url": 1, "date": 0.96, "address": 0.95, "place": 0}


@pytest.fixture(scope="module")
def patterns():
    return measured()


def test_there_are_two_hundred_lines_of_every_class_and_some_with_nothing_to_hide():
    lines = list(labelled(LINES.read_text().splitlines()))
    assert len(lines) >= 200
    assert {kind for line in lines for kind, _ in line.spans} == set(CLASSES)
    assert sum(not line.spans for line in lines) >= 30


def test_a_span_counts_as_hidden_when_none_of_its_words_is_left():
    [line] = labelled(["my name is {name:ana novak} call {number:415 555}"])
    assert line.text == "my name is ana novak call 415 555"
    assert line.spans == (("name", range(3, 5)), ("number", range(6, 8)))
    assert hidden_words(line.text, "my name is [name] novak call [number]") == {3, 6, 7}
    score = scored([line], Redactor.of([]))
    assert (score.hidden.total(), score.needless, score.whole) == (2, 0, 1)
    assert scored([line], Redactor.of(["call"])).needless == 1
    with pytest.raises(KeyError):
        list(labelled(["{nmae:ana}"]))


@pytest.mark.parametrize("kind", CLASSES)
def test_the_patterns_find_no_less_than_they_did(patterns, kind):
    assert patterns.recall(kind) >= FLOORS[kind]


def test_the_patterns_hide_next_to_nothing_without_need(patterns):
    assert patterns.over <= 0.005


def test_the_table_of_the_docs_is_what_is_measured(patterns):
    assert heading(patterns) in PAGE
    assert row("patterns", patterns) in PAGE, "make redaction prints it anew"


@pytest.mark.skipif(
    not NAMES.is_file(), reason="the recall of REDACTION=names is not measured: make redaction installs the model"
)
def test_with_the_model_the_recall_is_as_published():
    done = subprocess.run(
        [NAMES, "-m", "bench.redaction", "--names"],
        cwd=ROOT,
        env={"PYTHONPATH": "layers/core:.", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    *_, found = done.stdout.splitlines()
    shares = [int(share) for share in re.findall(r"(\d+)%", found)]
    [published] = [line for line in PAGE.splitlines() if line.startswith("| `names` |")]
    assert all(
        abs(share - int(said)) <= 2 for share, said in zip(shares, re.findall(r"(\d+)%", published), strict=True)
    ), "make redaction prints the table anew"
    assert sys.version_info
