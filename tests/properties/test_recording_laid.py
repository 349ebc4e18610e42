"""A recording that is laid down in pieces, cut and woven, is the one that a simple machine would make."""

from typing import IO, Any

from hypothesis import given
from hypothesis import strategies as st

from media_relay.recording.recorder import Recorder
from media_relay.session.recording import HEADER_BYTES

FRAME_BYTES = 160
STEPS = st.lists(
    st.sampled_from(["caller", "caller", "caller", "clear", "spool"]) | st.integers(1, 3000), min_size=1, max_size=60
)


class AtOnce:
    """A writer that does every job where it stands."""

    def post_batched(self, job: Any, item: Any) -> None:
        job([item])


class Kept:
    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def upload(self, key: str, file: IO[bytes], _content_type: str) -> None:
        self.objects[key] = file.read()


def simple_machine(steps: list[Any]) -> tuple[bytes, bytes]:
    """Both sides as they were heard: the agent's buffer plays while the caller's frames come."""
    caller, agent, buffer = bytearray(), bytearray(), bytearray()
    for number, step in enumerate(steps):
        match step:
            case "caller":
                caller += bytes([number % 200]) * FRAME_BYTES
                agent += bytes(buffer[:FRAME_BYTES]).ljust(FRAME_BYTES, b"\xff")
                del buffer[:FRAME_BYTES]
            case "clear":
                buffer.clear()
            case int():
                buffer += bytes([number % 200]) * step
    return bytes(caller), bytes(agent)


def recorded(steps: list[Any]) -> tuple[bytes, bytes]:
    store = Kept()
    recorder = Recorder("r", store, AtOnce(), AtOnce())
    frames = 0
    for number, step in enumerate(steps):
        match step:
            case "caller":
                recorder.caller_said(bytes([number % 200]) * FRAME_BYTES, 20 * frames)
                frames += 1
            case "clear":
                recorder.cleared()
            case "spool":
                recorder._spool()
            case int():
                recorder.agent_said(bytes([number % 200]) * step)
    recorder._spool()
    recorder._upload(*recorder._interleave())
    stereo = store.objects["r.wav"][HEADER_BYTES:]
    return stereo[0::2], stereo[1::2]


@given(STEPS)
def test_a_recording_is_what_was_heard_however_it_was_laid_down(steps):
    assert recorded(["caller", *steps]) == simple_machine(["caller", *steps])
