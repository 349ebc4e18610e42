"""The recording of a command in a terminal of its own."""

from website.recording import recorded


def test_a_command_is_recorded_with_its_moments_and_its_status():
    printed, status = recorded(["sh", "-c", "test -t 1 && echo first; sleep 0.05; printf 'sec'; echo ond; exit 3"])
    assert [piece.text.rstrip("\r") for piece in printed] == ["first", "second"]
    assert printed[1].at_s - printed[0].at_s >= 0.04
    assert status == 3
