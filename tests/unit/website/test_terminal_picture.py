"""A recorded terminal's picture: its lines, their moments, and what it refuses."""

import re
from xml.etree import ElementTree

import pytest

from website.terminal_picture import COLUMNS, LINE_PX, LONGEST_WAIT_S, ROWS, Line, Palette, Printed, drawn, lines_of

PLAIN = Palette(*["#000"] * 8)
SVG = "{http://www.w3.org/2000/svg}"


def test_styles_reach_over_lines_until_they_end():
    [blank, title, rule, agent, plain] = lines_of(
        [Printed(0.0, "\x1b[1m\nA call\n──\x1b[0m\n\x1b[36magent: hello\x1b[0m\nplain")]
    )
    assert (blank.text, title, rule.style) == ("", Line(0.0, "title", "A call"), "title")
    assert (agent, plain) == (Line(0.0, "agent", "agent: hello"), Line(0.0, "", "plain"))


def test_long_waits_are_shortened_and_short_ones_are_as_they_were():
    at = [line.at_s for line in lines_of([Printed(0.5, "a"), Printed(1.5, "b"), Printed(9.0, "c"), Printed(9.25, "d")])]
    assert at == [0.5, 1.5, 1.5 + LONGEST_WAIT_S, 1.75 + LONGEST_WAIT_S]


def test_a_long_line_is_broken_at_the_edge_of_the_terminal():
    parts = [line.text for line in lines_of([Printed(0.0, "x" * (2 * COLUMNS + 3))])]
    assert [len(part) for part in parts] == [COLUMNS, COLUMNS, 3]


@pytest.mark.parametrize("text", ["\x1b[2Kgone", "\x1b[38;5;1mred", "\x1b[35mmagenta", "\x1b]0;title\x07"])
def test_what_cannot_be_drawn_is_refused(text):
    with pytest.raises(ValueError, match="nothing that this picture can draw"):
        lines_of([Printed(0.0, text)])


def test_the_picture_shows_every_line_and_ends_at_the_last():
    printed = [Printed(float(n), f"line <{n}> & more") for n in range(3 * ROWS)]
    picture = drawn(printed, "a title", PLAIN, typed="make demo")
    texts = [found.text for found in ElementTree.fromstring(picture).iter(f"{SVG}text")]
    assert texts == ["a title", "$ make demo", *(piece.text for piece in printed)]
    last = re.findall(r"translateY\(-(\d+)px\)", picture)[-1]
    assert int(last) == (len(printed) + 1 - ROWS) * LINE_PX


def test_a_screen_that_is_not_full_does_not_scroll():
    picture = drawn([Printed(1.0, "one line")], "a title", PLAIN, typed="x")
    assert "translateY(-" not in picture
    ElementTree.fromstring(picture)
