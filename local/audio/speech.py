"""Real spoken words as telephone audio: eSpeak NG reads a text, the line makes it narrow."""

import ctypes
import threading
from functools import lru_cache

import espeakng_loader
import numpy as np

from local.audio import mulaw

TARGET_DBFS = -20.0  # a comfortable telephone level
QUIET_DBFS = -45.0  # below this an edge of the recording is silence
FRAME_SAMPLES = 160
VOICE_FILES = {"en-gb": "en"}  # eSpeak NG files British English under the bare language
EDGE_FRAMES = 1  # kept at both ends, so that soft consonants survive the trim
CUTOFF_HZ = 3600
FILTER_TAPS = 127

# eSpeak NG's C interface, speak_lib.h
AUDIO_OUTPUT_SYNCHRONOUS = 2
CHARS_UTF8 = 1
RATE_PARAMETER = 1
POS_CHARACTER = 1
SynthCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)

_one_speaker = threading.Lock()  # the library has one voice and one callback per process


class SpeechError(Exception):
    """eSpeak NG refused a voice or a text."""


@lru_cache(maxsize=512)
def speech(text: str, voice: str = "en-us", words_per_minute: int = 165) -> bytes:
    """The text spoken: G.711 mu-law at 8 kHz in whole 20 ms frames, without silence at either end."""
    samples, rate_hz = _synthesise(text, voice, words_per_minute)
    narrow = resample(samples.astype(np.float64), rate_hz, mulaw.RATE_HZ)
    return mulaw.encode(_to_whole_frames(_to_level(_trimmed(narrow))))


def resample(samples: np.ndarray, from_hz: int, to_hz: int) -> np.ndarray:
    """Linear interpolation at the new instants, with everything above the telephone band filtered away."""
    if from_hz == to_hz or not len(samples):
        return samples
    smooth = _low_pass(samples, from_hz) if from_hz > to_hz else samples
    instants = np.arange(int(len(samples) * to_hz / from_hz)) * (from_hz / to_hz)
    wide = np.interp(instants, np.arange(len(smooth)), smooth)
    return wide if from_hz > to_hz else _low_pass(wide, to_hz)


def _low_pass(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    if rate_hz <= 2 * CUTOFF_HZ:
        return samples
    taps = np.arange(FILTER_TAPS) - FILTER_TAPS // 2
    kernel = np.sinc(2 * CUTOFF_HZ / rate_hz * taps) * np.blackman(FILTER_TAPS)
    held = np.pad(samples, FILTER_TAPS // 2, mode="edge")  # pieces of a longer recording must not fade at their ends
    return np.convolve(held, kernel / kernel.sum(), mode="valid")


def _trimmed(samples: np.ndarray) -> np.ndarray:
    padded = _to_whole_frames(samples)
    levels = np.sqrt(np.mean(padded.reshape(-1, FRAME_SAMPLES) ** 2, axis=1))
    loud = np.flatnonzero(levels > 32768 * 10 ** (QUIET_DBFS / 20))
    if not len(loud):
        return padded[:0]
    first = max(0, loud[0] - EDGE_FRAMES)
    return padded[first * FRAME_SAMPLES : (loud[-1] + 1 + EDGE_FRAMES) * FRAME_SAMPLES]


def _to_level(samples: np.ndarray) -> np.ndarray:
    level = np.sqrt(np.mean(samples**2)) if len(samples) else 0.0
    return samples * (32768 * 10 ** (TARGET_DBFS / 20) / level) if level else samples


def _to_whole_frames(samples: np.ndarray) -> np.ndarray:
    return np.pad(samples, (0, -len(samples) % FRAME_SAMPLES))


def _synthesise(text: str, voice: str, words_per_minute: int) -> tuple[np.ndarray, int]:
    with _one_speaker:
        espeak = _Espeak()
        try:
            espeak.speak_as(voice, words_per_minute)
            return espeak.read_aloud(text), espeak.rate_hz
        finally:
            espeak.close()


def _voice_file(voice: str) -> str:
    language, plus, variant = voice.partition("+")
    return VOICE_FILES.get(language, language) + plus + variant


class _Espeak:
    """The library, loaded anew for every text.

    Its pitch flutter and glottal phase live in C statics that no call resets: read twice, a text differs by a
    few samples. Only unloading makes the same text the same bytes, and it costs four milliseconds.
    """

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data_path = espeakng_loader.get_data_path().encode()
        self.rate_hz = self._library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, data_path, 0)
        if self.rate_hz <= 0:
            raise SpeechError("eSpeak NG did not start")
        self._heard: list[np.ndarray] = []
        self._callback = SynthCallback(self._hear)  # kept: C holds only its address
        self._library.espeak_SetSynthCallback(self._callback)

    def speak_as(self, voice: str, words_per_minute: int) -> None:
        if self._library.espeak_SetVoiceByName(_voice_file(voice).encode()) != 0:
            raise SpeechError(f"no such voice: {voice}")
        self._library.espeak_SetParameter(RATE_PARAMETER, words_per_minute, 0)

    def read_aloud(self, text: str) -> np.ndarray:
        spoken = text.encode()
        size = ctypes.c_size_t(len(spoken) + 1)
        status = self._library.espeak_Synth(spoken, size, 0, POS_CHARACTER, 0, CHARS_UTF8, None, None)
        if status != 0 or self._library.espeak_Synchronize() != 0:
            raise SpeechError(f"eSpeak NG refused the text (status {status})")
        return np.concatenate(self._heard) if self._heard else np.zeros(0, np.int16)

    def close(self) -> None:
        self._library.espeak_Terminate()
        ctypes.CDLL(None).dlclose(ctypes.c_void_p(self._library._handle))

    def _hear(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int) -> int:
        if samples and count:
            self._heard.append(np.ctypeslib.as_array(samples, shape=(count,)).copy())
        return 0
