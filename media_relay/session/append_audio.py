"""Audio appended to a buffer in memory: the reference, and what runs without a compiler.

`make compile` puts `append_audio.pyx` in its place: the same in C, where the buffer grows by steps, not by every piece.
"""


def append_audio(buffer: bytearray, length: int, audio: bytes) -> int:
    """The length with `audio` behind the first `length` bytes. What lies beyond is scrap, cut off by the caller."""
    buffer[length : length + len(audio)] = audio
    return length + len(audio)
