"""Measures of voices on telephone lines, in numpy: what a recording's samples say, or why they say nothing.

Investigational: the measures describe sound and diagnose nothing. Samples are floats, full scale 1. Definitions, ranges
and agreement with Praat stand in docs/reference/voice-measures.md.
"""

VERSION = "1.0.0"  # a change of any value is a new version: values of two versions are not compared
ENGINE = f"trunkline-voice {VERSION}"
