"""What points to a person does not survive redaction; what does not, does."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trunkline.redaction import EMAIL, NAME, NUMBER, PLACEHOLDERS, Redactor

WITHOUT_NAMES = Redactor.of([])
ANA = Redactor.of(["Ana Novak", "O'Brien", "Jean-Luc"])


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Call me at +1 (415) 555-0123, please.", f"Call me at {NUMBER}, please."),
        ("it is 415 555 01 23", f"it is {NUMBER}"),
        ("four one five, five five five, oh one two three", NUMBER),
        ("my code is five five five", f"my code is {NUMBER}"),
        ("double five seven and then nine", f"{NUMBER} and then nine"),
        ("four one five uh five five five", NUMBER),
        ("fünf fünf fünf", NUMBER),
        ("uno dos tres", NUMBER),
        ("zéro six douze... six quatre deux", f"zéro six douze... {NUMBER}"),
        ("4 1 5 five five", NUMBER),
        ("٤١٥٥٥٥", NUMBER),
        ("write to ana.novak+x@example.co.uk!", f"write to {EMAIL}"),
        ("it is ana dot novak at example dot com", f"it is {EMAIL}"),
        ("born 1984-02-29", f"born {NUMBER}"),
        ("policy 7ABC123 and XJ4711", f"policy {NUMBER} and {NUMBER}"),
        ("(415 555 0123 asked", f"({NUMBER} asked"),
        ("call (415) 555-0123) now", f"call {NUMBER}) now"),
        ("see https://example.com/ana-novak?x=1 now", "see [url] now"),
        ("at www.example.com or example.com/ana", "at [url] or [url]"),
        ("born on the 29th of February 1984", "born on the [date]"),
        ("March third, eighty-one", "[date]"),
        ("geboren am dritten März neunzehnhundertvierundachtzig", "geboren am [date]"),
        ("am 3. Oktober 1990", "am [date]"),
        ("born march third nineteen forty two", "born [date]"),
        ("since March 2020, and in july nineteen eighty", "since [date], and in [date]"),
        ("that may one day be better", "that may one day be better"),
        ("I live at 12 Oak Street.", "I live at [address]."),
        ("four fifty two west elm avenue apartment three b", "[address]"),
        ("She lives on Wellington Drive", "She lives on [address]"),
        ("it takes five minutes to drive there", "it takes five minutes to drive there"),
        ("room twelve, bed 2", f"room {NUMBER}, bed {NUMBER}"),
        ("my name is ana novak and i called", f"my name is {NAME} and i called"),
        ("this is ana calling, not this is important", f"this is {NAME} calling, not this is important"),
        ("This is Ana Novak. I'm fine", f"This is {NAME}. I'm fine"),
        ("doctor patel said so, the doctor said so", f"doctor {NAME} said so, the doctor said so"),
        ("Dr. Maria Lopez called", f"Dr. {NAME} called"),
        ("my son Andre, thanks Walter", f"my son {NAME}, thanks {NAME}"),
        ("can i speak to rosemary or speak to the nurse", f"can i speak to {NAME} or speak to the nurse"),
        ("call me tomorrow", "call me tomorrow"),
        ("two boxes in 24 hours, at number one", "two boxes in 24 hours, at number one"),
        ("someone at home will often weigh anyone", "someone at home will often weigh anyone"),
        ("we met at five at the bar", "we met at five at the bar"),
        ("", ""),
    ],
)
def test_shapes_go_and_words_stay(said, kept):
    assert WITHOUT_NAMES.text(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Hello Ana, this is NOVAK's office", f"Hello {NAME}, this is {NAME}'s office"),
        ("Banana and analysis", "Banana and analysis"),
        ("Mr O'Brien and Jean-Luc", f"Mr {NAME} and {NAME}"),
    ],
)
def test_known_names_go_as_whole_words_only(said, kept):
    assert ANA.text(said) == kept


def test_known_values_go_as_a_whole():
    redactor = Redactor.of([], ["New  Haven", "1984-02-29", "no", "gold"])
    assert redactor.text("From new haven, no gold") == "From [detail], no [detail]"
    assert redactor.text("the goldsmith of Haven") == "the goldsmith of Haven"


def test_names_are_no_patterns_and_initials_do_not_count():
    assert Redactor.of(["A. (.*)", "", "+1"]).text("A cat") == "A cat"


PIECES = "my name is this calling doctor Mr street room in march Drive 12 thanks "
PIECES += "Ana novak hello five oh one 7 42 415 at dot example com , - @ ana@example.com [name] [number] [ ] and nine +"
WORDS = st.sampled_from([*PIECES.split(), " ", "\n", ".", "ANA", "ana's", "é", "٣"])
TEXTS = st.lists(WORDS | st.text(max_size=6), max_size=25).map(" ".join) | st.lists(WORDS, max_size=25).map("".join)


@given(TEXTS)
@example("[number]five five five")
@example("5[number]55 5")
def test_redacting_twice_changes_nothing(text):
    assert ANA.text(ANA.text(text)) == ANA.text(text)


@given(TEXTS)
def test_nothing_that_points_to_a_person_survives(text):
    kept = ANA.text(text)
    for placeholder in PLACEHOLDERS:
        kept = kept.replace(placeholder, " | ")
    assert not re.search(r"(?<![^\W\d_])(ana|novak)(?![^\W\d_])", kept, re.IGNORECASE)
    assert not re.search(r"\d[\s\-.]?\d[\s\-.]?\d", kept)
    assert not re.search(r"\w@\w", kept)


@given(st.text(alphabet="abcdefghij XYZ.,!?'", max_size=60))
def test_a_text_without_a_person_is_left_alone(text):
    assert Redactor.of(["Kowalski"]).text(text) == text


@given(st.integers(100, 10**14), st.sampled_from(["", " ", "-", ".", " - ", "/"]))
def test_any_number_of_three_digits_goes_however_it_is_grouped(number, between):
    said = between.join(str(number))
    assert WITHOUT_NAMES.text(f"so {said} it is") == f"so {NUMBER} it is"


def test_a_long_text_takes_no_more_than_a_moment():
    """No pattern runs away: a megabyte of worst-case text takes no noticeable time."""
    for worst in ("five " * 50_000, "a" * 200_000, "a.b-" * 50_000, "x at " * 50_000, "1 and " * 50_000, "@" * 100_000):
        assert WITHOUT_NAMES.text(worst) is not None
