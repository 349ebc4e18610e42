"""Vowels with known period lengths and loudness, from nothing but arithmetic: the same bits on every machine.

A pulse of the vocal folds is a sum of damped sines (the formants) with a soft beginning, placed between the samples.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 8000
AH = ((700.0, 80.0, 1.0), (1200.0, 100.0, 0.5), (2500.0, 150.0, 0.2))  # Hz, width in Hz, height
ATTACK_S = 1e-3
PULSE_S = 0.040
VECTORS = Path(__file__).parents[1] / "vectors" / "voice"
Formants = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Vowel:
    """Pitch in Hz; jitter, shimmer as standard deviations; `hnr_db` None for a voice without noise."""

    f0: float
    jitter: float
    shimmer: float
    hnr_db: float | None
    seed: int
    seconds: float = 2.0
    formants: Formants = AH

    def samples(self) -> NDArray[np.int16]:
        count = int(self.seconds * self.f0) + 2
        periods = (1.0 / self.f0) * (1 + self.jitter * np.sqrt(3.0) * noise(self.seed, count))
        heights = 1 + self.shimmer * np.sqrt(3.0) * noise(self.seed + 1, count)
        begins = np.concatenate([[0.0], np.cumsum(periods)[:-1]]) + 0.005
        sound = self._pulses(begins, heights)
        if self.hnr_db is not None:
            hiss = noise(self.seed + 2, 4 * len(sound)).reshape(len(sound), 4).sum(1)
            power = (sound * sound).mean() / (hiss * hiss).mean() / 10 ** (self.hnr_db / 10)
            sound = sound + hiss * np.sqrt(power)
        sound = sound / np.abs(sound).max() * 0.5
        return np.rint(sound * 32767).astype(np.int16)

    def _pulses(self, begins: NDArray[np.float64], heights: NDArray[np.float64]) -> NDArray[np.float64]:
        size, length = int(self.seconds * RATE), int(PULSE_S * RATE)
        sound = np.zeros(size)
        for begin, height in zip(begins, heights, strict=True):
            first = int(np.ceil(begin * RATE))
            if first >= size:
                break
            last = min(size, first + length)
            sound[first:last] += height * self._pulse(np.arange(first, last) / RATE - begin)
        return sound

    def _pulse(self, since: NDArray[np.float64]) -> NDArray[np.float64]:
        attack = np.where(since < ATTACK_S, 0.5 * (1 - np.cos(np.pi * since / ATTACK_S)), 1.0)
        return attack * sum(
            height * np.exp(-np.pi * width * since) * np.sin(2 * np.pi * hertz * since)
            for hertz, width, height in self.formants
        )


def noise(seed: int, count: int) -> NDArray[np.float64]:
    """Uniform in [-1, 1): the linear congruential generator of "Numerical Recipes"."""
    state, found = seed & 0xFFFFFFFF, np.empty(count)
    for place in range(count):
        state = (1664525 * state + 1013904223) & 0xFFFFFFFF
        found[place] = state / 2147483648.0 - 1.0
    return found


@cache
def references() -> list[dict[str, Any]]:
    """The 18 reference vowels: what they are made of, their hash, and what Praat prints of them."""
    found: list[dict[str, Any]] = json.loads((VECTORS / "reference-vowels.json").read_text())
    return found


@cache
def reference(name: str) -> NDArray[np.int16]:
    """Samples of a reference vowel."""
    about = next(item for item in references() if item["id"] == name)
    return Vowel(about["f0"], about["jitter"], about["shimmer"], about["hnr_db"], about["seed"]).samples()


def fingerprint(samples: NDArray[np.int16]) -> str:
    return hashlib.sha256(samples.astype("<i2").tobytes()).hexdigest()


def mulaw(samples: NDArray[np.integer[Any]]) -> bytes:
    """G.711 by its formula, written a second time: what decodes it has to be measured against something else."""
    wide = samples.astype(np.int64)
    size = np.minimum(np.abs(wide), 32635) + 132
    segment = np.floor(np.log2(size)).astype(np.int64) - 7
    code = (wide < 0) * 0x80 | segment << 4 | size >> (segment + 3) & 0x0F
    return bytes((~code & 0xFF).astype(np.uint8))
