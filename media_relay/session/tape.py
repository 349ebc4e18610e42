"""Sound laid end to end, in memory: the reference, and what runs without a compiler.

`make compile` puts `tape.pyx` in its place: the same in C, where a tape grows by steps and not by every piece.
"""


def lengthened(tape: bytearray, length: int, audio: bytes) -> int:
    """Its length with `audio` behind its first `length` bytes. What lies beyond is scrap, for the taker to cut."""
    tape[length : length + len(audio)] = audio
    return length + len(audio)
