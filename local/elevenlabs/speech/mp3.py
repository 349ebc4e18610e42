"""An MP3 of the right length, and only that: the vendor delivers MP3, and there is no encoder on this machine.

Every frame here is digital silence. What was really said is in `Conversation.wav_bytes()`.
"""

import math

FRAME_S = 576 / 8000
# MPEG 2.5, Layer III, no checksum; 8 kbit/s at 8 kHz; mono. 72 bytes of which the nine of side information
# are zero: no main data, so a decoder plays silence.
HEADER = bytes((0xFF, 0xE3, 0x18, 0xC0))
FRAME_BYTES = 72
SILENT_FRAME = HEADER + bytes(FRAME_BYTES - len(HEADER))


def silent_mp3(duration_s: float) -> bytes:
    return SILENT_FRAME * max(1, math.ceil(duration_s / FRAME_S))
