"""Pure: which call sends what in which millisecond, so that many calls never send in step."""

from dataclasses import dataclass

from bench.load.frames import BYTES_PER_S, FRAME_BYTES

FRAME_MS = 20
TURN_MS = 7000  # the agent speaks 5 s of 7
SPACING_MS = 150  # between the large frames of a turn: much faster than they play
LARGE_FRAMES = (BYTES_PER_S, BYTES_PER_S * 8 // 5, BYTES_PER_S * 12 // 5)  # 1 s, 1.6 s and 2.4 s of audio
SMALL_FRAMES_PER_TURN = TURN_MS // FRAME_MS  # both shapes begin a turn every 7 s, as conversations do


@dataclass(frozen=True, slots=True)
class Timetable:
    """For each millisecond of a period, the calls whose turn it is and how much audio each sends."""

    period_ms: int
    due: dict[int, list[tuple[int, int]]]
    frames_per_turn: int = SMALL_FRAMES_PER_TURN

    def at(self, ms: int) -> list[tuple[int, int]]:
        return self.due.get(ms % self.period_ms, [])


def every_20_ms(calls: int, shift_ms: int = 0) -> Timetable:
    due: dict[int, list[tuple[int, int]]] = {}
    for call in range(calls):
        due.setdefault((call + shift_ms) % FRAME_MS, []).append((call, FRAME_BYTES))
    return Timetable(FRAME_MS, due)


def in_turns(calls: int) -> Timetable:
    due: dict[int, list[tuple[int, int]]] = {}
    last_start_ms = TURN_MS - SPACING_MS * len(LARGE_FRAMES)
    for call in range(calls):
        begin_ms = call * last_start_ms // calls
        for place, audio_bytes in enumerate(LARGE_FRAMES):
            due.setdefault(begin_ms + place * SPACING_MS, []).append((call, audio_bytes))
    return Timetable(TURN_MS, due, len(LARGE_FRAMES))


def agents(calls: int, traffic: str) -> Timetable:
    """The agents send between the callers, as nothing keeps the two ends of a call in step."""
    return in_turns(calls) if traffic == "large" else every_20_ms(calls, FRAME_MS // 2)
