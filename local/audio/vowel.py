"""A vowel held by a person: pulses of the vocal folds through three formants, as telephone audio."""

import numpy as np

from local.audio import mulaw
from local.audio.speech import FRAME_SAMPLES, TARGET_DBFS

FORMANTS = ((700.0, 80.0, 1.0), (1200.0, 100.0, 0.5), (2500.0, 150.0, 0.2))  # Hz, width in Hz, height
PITCH_HZ, JITTER, SHIMMER = 180.0, 0.004, 0.03
RING_S = 0.04  # how long a pulse sounds


def vowel(seconds: float, seed: int = 1) -> bytes:
    """An "ah": G.711 mu-law at 8 kHz in whole 20 ms frames, the same bytes for the same arguments."""
    random = np.random.default_rng(seed)
    periods = 1 / PITCH_HZ * (1 + JITTER * random.standard_normal(int(seconds * PITCH_HZ) + 1))
    begins = np.cumsum(periods)
    sound = np.zeros(round(seconds * mulaw.RATE_HZ / FRAME_SAMPLES) * FRAME_SAMPLES)
    for begin, height in zip(begins, 1 + SHIMMER * random.standard_normal(len(begins)), strict=True):
        first = int(np.ceil(begin * mulaw.RATE_HZ))
        since = np.arange(first, min(first + int(RING_S * mulaw.RATE_HZ), len(sound))) / mulaw.RATE_HZ - begin
        sound[first : first + len(since)] += height * _pulse(since)
    return mulaw.encode(sound * (32768 * 10 ** (TARGET_DBFS / 20) / np.sqrt(np.mean(sound**2))))


def _pulse(since_s: np.ndarray) -> np.ndarray:
    rise = 1 - np.exp(-since_s / 1e-3)
    rings = (high * np.exp(-np.pi * wide * since_s) * np.sin(2 * np.pi * hz * since_s) for hz, wide, high in FORMANTS)
    return rise * sum(rings, np.zeros(len(since_s)))
