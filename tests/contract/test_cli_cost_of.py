"""`cost-of` at the command line: a table from files alone."""

import socket

import pytest

from cli.__main__ import main


@pytest.fixture(autouse=True)
def no_network_and_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)


def test_a_stages_costs_are_shown_without_asking_anybody(capsys: pytest.CaptureFixture[str]):
    assert main(["cost-of", "prod"]) == 0
    shown = capsys.readouterr().out
    assert "2 tasks of 0.5 vCPU and 1 GB" in shown
    assert "firewall with 3 rules" in shown
    rows = [line.split()[0] for line in shown.partition("calls at once")[2].splitlines()[1:]]
    assert rows == ["1", "10", "100", "1000"]


def test_an_unknown_stage_is_one_sentence(capsys: pytest.CaptureFixture[str]):
    assert main(["cost-of", "nowhere"]) == 1
    assert "samconfig.toml has no block nowhere" in capsys.readouterr().err
