"""Names and units of all measures of a report, by the task that they are taken from."""

from collections.abc import Mapping

from trunkline_voice.reasons import Reason

Measures = Mapping[str, float | Reason]

OF_THE_VOWEL = {
    "mpt_s": "s",
    "f0_mean_hz": "Hz",
    "f0_median_hz": "Hz",
    "f0_st": "semitones re 100 Hz",
    "f0_sd_st": "semitones",
    "jitter_local_pct": "%",
    "jitter_abs_us": "us",
    "jitter_rap_pct": "%",
    "ppq5_pct": "%",
    "shimmer_local_pct": "%",
    "shimmer_db": "dB",
    "apq3_pct": "%",
    "apq5_pct": "%",
    "apq11_pct": "%",
    "hnr_db": "dB",
    "cpps_db": "dB",
    "breathiness": "0-100",
    "voiced_fraction": "1",
    "voice_breaks": "1",
}
OF_THE_COUNT = {"count20_s": "s", "count_breaths": "1"}
OF_SPEECH = {
    "pause_ratio": "1",
    "pause_count": "1",
    "pause_mean_s": "s",
    "phrase_s": "s",
    "speech_rate_sps": "syllables/s",
    "articulation_rate_sps": "syllables/s",
}
UNITS = OF_THE_VOWEL | OF_THE_COUNT | OF_SPEECH


def none_of(names: Mapping[str, str], reason: Reason) -> Measures:
    """The same reason for each of them."""
    return dict.fromkeys(names, reason)
