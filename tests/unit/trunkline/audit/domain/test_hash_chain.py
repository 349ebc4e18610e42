"""A hash chain: the first broken link, and the kind of fault."""

from dataclasses import replace

import pytest

from trunkline.audit.domain.hash_chain import Break, Fault, Link, first_break

CHAIN = [Link(1, "", "a", "a"), Link(2, "a", "b", "b"), Link(3, "b", "c", "c")]


def test_an_intact_chain_has_no_break():
    assert first_break(CHAIN, "c") is None
    assert first_break([], "") is None


@pytest.mark.parametrize(
    ("links", "latest", "found"),
    [
        ([CHAIN[0], CHAIN[2]], "c", Break(2, Fault.MISSING)),
        (CHAIN[1:], "c", Break(1, Fault.MISSING)),
        ([CHAIN[0], CHAIN[0], *CHAIN[1:]], "c", Break(2, Fault.MISSING)),
        ([CHAIN[1], CHAIN[0], CHAIN[2]], "c", Break(1, Fault.MISSING)),
        ([CHAIN[0], replace(CHAIN[1], due="x"), CHAIN[2]], "c", Break(2, Fault.CHANGED)),
        ([CHAIN[0], replace(CHAIN[1], seal="ü"), CHAIN[2]], "c", Break(2, Fault.CHANGED)),
        ([replace(CHAIN[0], seal="", due="")], "", Break(1, Fault.CHANGED)),
        ([CHAIN[0], replace(CHAIN[1], previous="x"), CHAIN[2]], "c", Break(2, Fault.MISSING)),
        (CHAIN[:2], "c", Break(3, Fault.CUT)),
        (CHAIN, "", Break(4, Fault.CUT)),
        ([], "c", Break(1, Fault.CUT)),
    ],
)
def test_every_fault_is_found(links, latest, found):
    assert first_break(links, latest) == found
