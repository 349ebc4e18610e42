"""RELAY_NATIVE=off, and a uvloop that the relay's loop was not written for."""

import os
import subprocess
import sys

import pytest
import uvloop

from media_relay.native import event_loop, switch

WHAT_RUNS = """
import uvloop
from media_relay.native import event_loop, frame_scanner, writes
media = b'"media":{"track":"inbound","chunk":"1","timestamp":"20","payload":"f39/fw=="}'
frame = b'{"event":"media","sequenceNumber":"2",' + media + b'}'
print(event_loop.MediaLoop is uvloop.Loop, writes.write_all is writes.write_each, frame_scanner.caller_payload(frame))
"""


def test_off_leaves_the_work_to_uvloop_pwrite_and_the_codecs():
    environ = {**os.environ, "RELAY_NATIVE": "off"}
    shown = subprocess.run([sys.executable, "-c", WHAT_RUNS], env=environ, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == r"True True (b'f39/fw==', b'\x7f\x7f\x7f\x7f', 20)"


def test_without_a_compiler_the_loop_is_uvloops(monkeypatch, caplog):
    monkeypatch.setattr(event_loop, "COMPILED", "media_relay.native.never_compiled")
    assert event_loop.media_loop() is None
    assert not caplog.records


def test_another_uvloop_is_logged_and_runs_as_it_is(monkeypatch, caplog):
    def refuse(_name: str) -> None:
        raise ImportError("this uvloop does not export uv_poll_init")

    monkeypatch.setattr(event_loop, "import_module", refuse)
    assert event_loop.media_loop() is None
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_the_switch_is_on_unless_it_is_off(monkeypatch):
    assert switch.IS_ON
    monkeypatch.setattr(switch, "IS_ON", False)
    assert event_loop.media_loop() is None


@pytest.mark.skipif(event_loop.NATIVE is None, reason="NOT COMPILED: `make compile` first")
def test_the_compiled_loop_is_a_uvloop():
    assert issubclass(event_loop.MediaLoop, uvloop.Loop)
    assert event_loop.MediaLoop is not uvloop.Loop
