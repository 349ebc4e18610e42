"""Sealed items open at their own place."""

import pytest

from trunkline.encryption.domain.sealed_values import NotReadable


def test_values_open_at_their_own_place_only(files):
    sealed = files.items.seal("acme", "pt1", "CA1", {"kg": "80.5", "words": "é"}, "kg")
    assert files.items.open("acme", "pt1", "CA1", sealed, "kg") == {"kg": "80.5", "words": "é"}
    for place in (("acme", "pt1", "CA1", "voice"), ("acme", "pt1", "CA2", "kg")):
        with pytest.raises(NotReadable):
            files.items.open(*place[:3], sealed, place[3])
