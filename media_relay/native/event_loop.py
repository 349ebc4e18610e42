"""The relay's event loop: `MediaLoop` in C where it can be had, uvloop's own otherwise."""

from importlib import import_module
from types import ModuleType

import uvloop
from picows.picows import WSTransport

from media_relay.native import switch
from trunkline.telemetry import log

COMPILED = "media_relay.native.media_loop"


def media_loop() -> ModuleType | None:
    """The compiled module; None where it is switched off, not compiled, or made for another uvloop."""
    if not switch.IS_ON:
        return None
    try:
        return import_module(COMPILED)
    except ModuleNotFoundError:
        return None
    except ImportError as error:
        log.warning("plain uvloop runs instead of the relay's loop", reason=str(error))
        return None


NATIVE = media_loop()
MediaLoop: type[uvloop.Loop] = uvloop.Loop if NATIVE is None else NATIVE.MediaLoop


def prefetch(socket: WSTransport, *objects: object) -> None:
    """Memory that the frames from this socket will touch. Only the relay's own loop can prefetch it."""
    if NATIVE is not None:
        NATIVE.prefetch(socket, *objects)
