"""Anchors of headings, by the rule of the repository's host."""

import pytest

from website.anchors import anchor, with_anchors


@pytest.mark.parametrize(
    ("heading", "name"),
    [("The secret `trunkline/<stage>/vendors`", "the-secret-trunklinestagevendors"),
     ("What works, and how", "what-works-and-how"), ("A / B", "a--b"), ("[Linked](x.md) words", "linked-words")],
)  # fmt: skip
def test_the_anchor_of_a_heading(heading, name):
    assert anchor(heading) == name


def test_headings_of_one_name_are_numbered_and_comments_in_blocks_are_none():
    text = with_anchors("# One\n\n## Same\n\n## Same\n\n```sh\n# no heading\n```\n")
    assert text == "# One {: #one }\n\n## Same {: #same }\n\n## Same {: #same-1 }\n\n```sh\n# no heading\n```\n"
