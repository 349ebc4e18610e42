"""The audio of a frame of the usual shape, found without parsing JSON: the reference, and what runs without a compiler.

`make compile` puts `frame_scanner.pyx` in its place: the same answers in C.
"""

from picows import WSFrame, WSMsgType, WSTransport

from trunkline.realtime.carrier_events import CarrierEvent
from trunkline.vendors.elevenlabs import agent_socket
from trunkline.vendors.twilio import media_stream

IS_COMPILED = False
TEXT = WSMsgType.TEXT  # looked up once: an enum member costs more to reach than to compare


def caller_payload(frame: bytes) -> tuple[bytes, bytes, int] | None:
    """(base64, sound, timestamp in ms) of a media frame of the usual shape; None leaves it to the codec."""
    return media_stream.caller_payload(frame)


def caller_frame(frame: WSFrame) -> tuple[bytes, bytes, int] | None:
    """The same of a frame as it lies in the socket's buffer."""
    return caller_payload(frame.get_payload_as_bytes())


def carrier_message(frame: bytes) -> CarrierEvent:
    """The message of a frame without audio. Nearly all of them are marks that come back."""
    return media_stream.read(frame)


def agent_payload(frame: bytes) -> tuple[bytes, bytes, int] | None:
    """(base64, sound, event id) of an audio frame; None leaves it to the codec."""
    return agent_socket.agent_payload(frame)


def agent_frame(frame: WSFrame) -> tuple[bytes, bytes, int] | None:
    """The same of a frame as it lies in the socket's buffer."""
    return agent_payload(frame.get_payload_as_bytes())


def send_between(transport: WSTransport, before: bytes, payload: bytes, behind: bytes) -> None:
    """Sends one text frame made of three parts."""
    transport.send(TEXT, before + payload + behind)
