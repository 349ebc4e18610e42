"""Our measures beside Praat's on random vowels after mu-law, by `make praat`: each value that we report must agree.

Praat comes by Parselmouth, which is GPL and has an environment of its own. It is given the pitch that the vowel was
made with; ours has to find it.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import parselmouth
from parselmouth.praat import call

from tests.fakes.vowels import Vowel, mulaw
from trunkline_voice.acoustics.valid_ranges import validated
from trunkline_voice.acoustics.vowels import measured_vowel
from trunkline_voice.g711 import RATE, decode, full_scale_one
from trunkline_voice.reasons import Reason

SEED = 20261129
TOLERANCES = {  # part of Praat's value, and what is enough in the measure's own unit
    "f0_mean_hz": (0.0, 0.3),
    "jitter_local_pct": (0.03, 0.01),
    "jitter_abs_us": (0.03, 1.0),
    "jitter_rap_pct": (0.03, 0.01),
    "ppq5_pct": (0.02, 0.01),
    "shimmer_local_pct": (0.02, 0.02),
    "shimmer_db": (0.02, 0.002),
    "apq3_pct": (0.02, 0.02),
    "apq5_pct": (0.025, 0.02),
    "apq11_pct": (0.025, 0.02),
    "hnr_db": (0.0, 0.4),
    "cpps_db": (0.0, 1.6),
}
LEAST_WITHIN, FURTHEST = 0.98, 2.0  # of all values of a measure; in tolerances


@dataclass
class Agreement:
    """Distances from Praat in tolerances, and reasons of what we do not report."""

    distances: list[float] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, ours: float | Reason, praat: float, name: str) -> None:
        if isinstance(ours, Reason):
            self.reasons[ours] += 1
            return
        part, least = TOLERANCES[name]
        self.distances.append(abs(ours - praat) / max(least, part * abs(praat)))

    @property
    def holds(self) -> bool:
        within = sum(distance <= 1 for distance in self.distances)
        return within >= LEAST_WITHIN * len(self.distances) and max(self.distances, default=0.0) <= FURTHEST

    def line(self, name: str) -> str:
        distances = np.array(self.distances or [0.0])
        nulls = ", ".join(f"{count} {reason}" for reason, count in self.reasons.most_common())
        return (
            f"{name:18}{len(self.distances):5}{np.median(distances):10.2f}{distances.max():10.2f}"
            f"{100 * np.mean(distances <= 1):9.1f} %   {nulls or '-'}"
        )


def vowels(rng: np.random.Generator) -> Iterator[Vowel]:
    """Voices of all kinds, rough and breathy ones with them, more than we report."""
    for seed in range(5000, 10**9):
        formants = (
            (rng.uniform(300, 900), rng.uniform(50, 120), 1.0),
            (rng.uniform(950, 2200), rng.uniform(70, 140), rng.uniform(0.2, 0.7)),
            (rng.uniform(2300, 3200), 150.0, rng.uniform(0.05, 0.3)),
        )
        f0 = float(np.exp(rng.uniform(np.log(65), np.log(320))))
        jitter, shimmer = rng.choice([0, 1]) * rng.uniform(0, 0.03), rng.choice([0, 1]) * rng.uniform(0, 0.15)
        noise = None if rng.random() < 0.1 else rng.uniform(0, 40)
        yield Vowel(f0, jitter, shimmer, noise, seed, 3.0, formants)


def praat(samples: np.ndarray, f0: float) -> dict[str, float]:
    """Praat's measures, with the settings that its manual gives for voice reports and the range of a known pitch."""
    sound = parselmouth.Sound(samples / 32768, RATE)
    floor, ceiling = max(60.0, 0.65 * f0), 1.6 * f0
    pitch = call(sound, "To Pitch (cc)", 0.01, floor, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, ceiling)
    marks = call([sound, pitch], "To PointProcess (cc)")
    limits = (0, 0, 0.8 / ceiling, 1.25 / floor, 1.3)
    noise = call(sound, "To Harmonicity (ac)", 0.01, floor, 0.1, 4.5)
    cepstra = call(sound, "To PowerCepstrogram", 60, 0.01, 4000, 50)
    prominence = (0.02, 0.0005, 60, 330, 0.05, "Parabolic", 0.001, 0.05, "Straight", "Least squares")

    def jitter(kind: str) -> float:
        return float(call(marks, f"Get jitter ({kind})", *limits))

    def shimmer(kind: str) -> float:
        return float(call([sound, marks], f"Get shimmer ({kind})", *limits, 1.6))

    return {
        "f0_mean_hz": call(pitch, "Get mean", 0, 0, "Hertz"),
        "jitter_local_pct": 100 * jitter("local"),
        "jitter_abs_us": 1e6 * jitter("local, absolute"),
        "jitter_rap_pct": 100 * jitter("rap"),
        "ppq5_pct": 100 * jitter("ppq5"),
        "shimmer_local_pct": 100 * shimmer("local"),
        "shimmer_db": shimmer("local_dB"),
        **{f"apq{points}_pct": 100 * shimmer(f"apq{points}") for points in (3, 5, 11)},
        "hnr_db": call(noise, "Get mean", 0, 0),
        "cpps_db": call(cepstra, "Get CPPS", "no", *prominence),
    }


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--signals", type=int, default=200, help="vowels whose shimmer we report")
    wanted = arguments.parse_args().signals
    found = {name: Agreement() for name in TOLERANCES}
    for vowel in vowels(np.random.default_rng(SEED)):
        compare(vowel, found)
        if len(found["apq11_pct"].distances) >= wanted:
            break
    print(f"Praat {parselmouth.PRAAT_VERSION} beside trunkline_voice; distances in tolerances\n")
    print(f"{'measure':18}{'both':>5}{'median':>10}{'furthest':>10}{'within':>11}   null in ours")
    for name, agreement in found.items():
        print(agreement.line(name))
    wrong = [name for name, agreement in found.items() if not agreement.holds]
    print(f"\ndisagreement: {', '.join(wrong)}" if wrong else "\nall agree")
    return 1 if wrong else 0


def compare(vowel: Vowel, found: dict[str, Agreement]) -> None:
    heard = decode(mulaw(vowel.samples()))
    ours = measured_vowel(full_scale_one(heard), RATE)
    values = validated(ours) if ours else {}
    for name, theirs in praat(heard.astype(float), vowel.f0).items():
        found[name].add(values.get(name, Reason.NO_VOICE), theirs, name)


if __name__ == "__main__":
    sys.exit(main())
