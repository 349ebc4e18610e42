"""The 18 reference vowels are the same bits everywhere, and their measures are those that Praat prints."""

import hashlib

import numpy as np
import pytest

from tests.fakes.vowels import fingerprint, mulaw, reference, references
from trunkline_voice.acoustics.vowels import measured_vowel
from trunkline_voice.g711 import RATE, decode, full_scale_one

RELATIVE = {  # to Praat's value; the second number is enough in the measure's own unit
    "jitter_local_pct": (0.03, 0.01),
    "jitter_abs_us": (0.03, 1.0),
    "jitter_rap_pct": (0.03, 0.01),
    "ppq5_pct": (0.02, 0.01),
    "shimmer_local_pct": (0.02, 0.02),
    "shimmer_db": (0.02, 0.002),
    "apq3_pct": (0.02, 0.02),
    "apq5_pct": (0.025, 0.02),
    "apq11_pct": (0.025, 0.02),
}
COMBINED_SHA256 = "a4bce45966c8b785"  # of all 18, one behind the other
COMBINED_MULAW_SHA256 = "acad8e1d9043d91b"


def allowed(name: str, praat: float) -> float:
    if name in RELATIVE:
        part, least = RELATIVE[name]
        return max(part * praat, least)
    if name == "hnr_db":
        return 0.4 if praat < 22 else 1.6 if praat <= 32 else np.inf
    return {"f0_mean_hz": 0.3, "cpps_db": 1.6}[name]


def vowel_values(samples, rate):
    found = measured_vowel(samples, rate)
    return found.values if found else {}


def compared(key: str, is_coded: bool) -> tuple[list[tuple[str, str, float, float]], float]:
    """Measures that differ from Praat's by more than is allowed, and the correlation of CPPS with Praat's."""
    differing, prominences = [], []
    for about in references():
        samples = reference(about["id"])
        heard = decode(mulaw(samples)) if is_coded else samples
        ours = vowel_values(full_scale_one(heard), RATE)
        for name, praat in about[key].items():
            value = ours[name]
            if value is None or abs(value - praat) > allowed(name, praat):
                differing.append((about["id"], name, value, praat))
        prominences.append((ours["cpps_db"], about[key]["cpps_db"]))
    return differing, np.corrcoef(np.array(prominences).T)[0, 1]


def test_the_reference_vowels_are_the_same_bits():
    assert {about["id"]: fingerprint(reference(about["id"])) for about in references()} == {
        about["id"]: about["sha256"] for about in references()
    }
    every = b"".join(reference(about["id"]).astype("<i2").tobytes() for about in references())
    assert hashlib.sha256(every).hexdigest().startswith(COMBINED_SHA256)
    coded = b"".join(mulaw(reference(about["id"])) for about in references())
    assert hashlib.sha256(coded).hexdigest().startswith(COMBINED_MULAW_SHA256)


@pytest.mark.parametrize(("key", "is_coded"), [("praat", False), ("praat_after_mulaw", True)])
def test_measures_are_those_of_praat(key, is_coded):
    differing, correlation = compared(key, is_coded)
    assert differing == []
    assert correlation > 0.99


def test_a_steady_voice_is_heard_to_a_hundredth_of_a_hertz():
    values = vowel_values(full_scale_one(reference("R01")), RATE)
    assert values["f0_mean_hz"] == pytest.approx(100.0, abs=0.01)
    assert values["f0_st"] == pytest.approx(0.0, abs=0.01)
    assert values["voiced_fraction"] == 1.0
    assert values["voice_breaks"] == 0.0


def test_neither_polarity_nor_loudness_changes_a_measure():
    samples = full_scale_one(reference("R12"))
    plain = vowel_values(samples, RATE)
    assert vowel_values(-samples, RATE) == pytest.approx(plain)
    assert vowel_values(samples / 64, RATE) == pytest.approx(plain, rel=1e-6)


def test_noise_is_no_voice():
    rng = np.random.default_rng(1)
    assert vowel_values(rng.normal(0, 0.1, 2 * RATE), RATE).get("jitter_local_pct") is None
    assert vowel_values(np.zeros(2 * RATE), RATE) == {}
    assert vowel_values(np.zeros(0), RATE) == {}
    assert vowel_values(np.ones(7), RATE) == {}
