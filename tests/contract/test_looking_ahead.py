"""Looking ahead fetches memory and changes nothing else, whatever has become of what was looked ahead to."""

import asyncio
import gc

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect, ws_create_server

from media_relay.native import media_loop
from tests.contract.test_no_cross_talk import calls, echoing_relay, hang_up, talk, until


class Echo(WSListener):
    def __init__(self, heard: list[bytes]) -> None:
        self.heard = heard

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        self.heard.append(frame.get_payload_as_bytes())
        transport.send(WSMsgType.TEXT, frame.get_payload_as_bytes())


class Listens(Echo):
    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        self.heard.append(frame.get_payload_as_bytes())


def address(server: asyncio.Server) -> str:
    return f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def test_looking_ahead_changes_nothing_even_to_what_is_gone():
    """Frames come through while what was looked ahead to is there, when it is not, and when the socket is closed."""
    came, back = [], []
    server = await ws_create_server(lambda _: Echo(came), "127.0.0.1", 0)
    transport, _ = await ws_connect(lambda: Listens(back), address(server))
    things = [object() for _ in range(40)]  # more than there is room for
    media_loop.look_ahead(transport, transport, *things)
    transport.send(WSMsgType.TEXT, b"one")
    await until(lambda: len(back) == 1)
    del things
    gc.collect()
    transport.send(WSMsgType.TEXT, b"two")
    await until(lambda: len(back) == 2)
    transport.disconnect(False)
    await transport.wait_disconnected()
    media_loop.look_ahead(transport, transport)
    server.close()
    assert came == back == [b"one", b"two"]


async def test_both_sides_of_a_call_look_ahead_to_what_they_share_and_to_the_other_side(monkeypatch):
    seen: dict[WSTransport, set[str]] = {}
    monkeypatch.setattr(
        media_loop,
        "look_ahead",
        lambda socket, *things: seen.update({socket: {type(thing).__name__ for thing in things}}),
    )
    async with echoing_relay(1) as (relay, _), calls(relay, 1, record=True) as callers:
        await talk(callers)
        await hang_up(relay, callers)
    shared = {
        "AudioPath",
        "CallSession",
        "LivenessMonitor",
        "AudioMetrics",
        "Playback",
        "Recorder",
        "StereoRecording",
        "WSTransport",
    }
    assert [things - {"bytes"} for things in seen.values()] == [shared | {"CallerLeg", "AgentLeg"}] * 2


def test_without_a_loop_of_ours_there_is_nothing_to_look_ahead_with():
    async def looks() -> None:
        heard: list[bytes] = []
        server = await ws_create_server(lambda _: Echo(heard), "127.0.0.1", 0)
        transport, _ = await ws_connect(lambda: Listens(heard), address(server))
        media_loop.look_ahead(transport, transport)
        transport.send(WSMsgType.TEXT, b"one")
        await until(lambda: heard == [b"one", b"one"])  # at both ends
        transport.disconnect(False)
        server.close()

    asyncio.run(looks())
