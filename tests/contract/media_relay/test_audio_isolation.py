"""Many calls at once through one relay, each with an echoing agent: every caller gets its own audio only.

Every 8 bytes of audio say whose they are and where they belong, so the sockets and the recordings can both be asked.
"""

import pytest

from media_relay.session.recording import HEADER_BYTES
from tests.fakes.echo_agent import FRAMES, SILENCE, WORD, audio_of, calls, echoing_relay, hang_up, how_many_talk, talk


@pytest.mark.parametrize("how_many", [2, 100])
async def test_every_caller_hears_all_of_its_own_audio_in_order_and_no_other(how_many):
    async with echoing_relay(how_many) as (relay, agent), calls(relay, how_many) as callers:
        await talk(callers)
        await hang_up(relay, callers)
    for caller in callers:
        said = [audio_of(caller.number, n) for n in range(FRAMES)]
        assert caller.heard == said
        assert agent.heard[caller.call] == said
        assert caller.addressed_to == {caller.stream}
        assert relay.outcome(caller.call) == "caller-hung-up"


@pytest.mark.parametrize("how_many", [2, 100])
async def test_every_recording_holds_its_own_call_on_both_channels_and_no_other(how_many):
    async with echoing_relay(how_many) as (relay, _), calls(relay, how_many, record=True) as callers:
        await talk(callers, lambda: how_many_talk(relay) == how_many)
        await hang_up(relay, callers)
    assert len(relay.uploads) == 2 * how_many
    for caller in callers:
        stereo = relay.uploads[f"recordings/{caller.call}/{caller.stream}.wav"][HEADER_BYTES:]
        for channel in (stereo[0::2], stereo[1::2]):
            assert_only(caller.number, channel)


def assert_only(caller: int, channel: bytes) -> None:
    """One caller's words, in the order they were said. Those before the token was spent are not recorded."""
    words = [channel[at : at + WORD] for at in range(0, len(channel), WORD)]
    spoken = [word for word in words if word != SILENCE]
    assert {word[:4] for word in spoken} == {f"{caller:04d}".encode()}
    assert spoken == sorted(spoken)
    assert len(set(spoken)) > FRAMES // 2
