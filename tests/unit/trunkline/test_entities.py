"""Entities of a model, as spans for the redactor. The model here is a list; tests/unit/bench measures the real one."""

from dataclasses import dataclass

import pytest

from trunkline.bootstrap.shared.names import names_finder
from trunkline.entities import finder
from trunkline.redaction import DATE, NAME, PLACE, Redactor


@dataclass
class Entity:
    start_char: int
    end_char: int
    label_: str
    text: str


class Doc:
    def __init__(self, text: str, known: dict[str, str]) -> None:
        found = ((text.find(words), words, label) for words, label in known.items())
        spans = sorted((at, words, label) for at, words, label in found if at >= 0)
        self.ents = [Entity(at, at + len(words), label, words) for at, words, label in spans]


def redactor(**known: str) -> Redactor:
    words = {name.replace("_", " "): label for name, label in known.items()}
    return Redactor.of([], find=finder(lambda text: Doc(text, words)))


def test_names_places_and_organisations_go():
    known = redactor(rosemary="PERSON", Mayo_Clinic="ORG", texas="GPE", aspirin="PRODUCT")
    said = "rosemary was at the Mayo Clinic in texas and took aspirin"
    assert known.text(said) == f"{NAME} was at the {PLACE} in {PLACE} and took aspirin"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("two weeks", "two weeks"),
        ("today", "today"),
        ("the twelfth", DATE),
        ("92 years old", "92 years old"),
    ],
)
def test_dates_of_the_calendar_go_and_spans_of_time_stay(words, kept):
    assert redactor(**{words.replace(" ", "_"): "DATE"}).text(f"since {words} it is so") == f"since {kept} it is so"


def test_a_span_that_covers_a_placeholder_hides_what_is_beside_it():
    """The shapes go first; a model may take a number and a name for one."""
    found = Redactor.of([], find=lambda text: [(0, len(text), NAME)])
    assert found.text("ana novak 415 555 0123") == "[name][number]"
    assert found.text("415 555 0123, ") == "[number], "


def test_without_a_model_nothing_is_loaded_and_a_stage_that_wants_one_fails_without_it():
    @dataclass
    class Known:
        redaction: str

    assert names_finder(Known("patterns")) is None
    with pytest.raises(ImportError):
        names_finder(Known("names"))
