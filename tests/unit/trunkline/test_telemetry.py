"""Log lines keep the place and type of an error, never its values; a counter is one line for any number."""

import json
import logging
from collections.abc import Iterator

import pytest
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from botocore.exceptions import ClientError

from trunkline.telemetry import count, log

NUMBER, WORDS = "+14155550123", "my sister Ana has a fever"


class Lines(logging.Handler):
    """What a log writes."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(LambdaPowertoolsFormatter())
        self.written: list[dict] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(json.loads(self.format(record)))


@pytest.fixture
def lines() -> Iterator[list[dict]]:
    handler = Lines()
    log.addHandler(handler)
    yield handler.written
    log._logger.removeHandler(handler)


def fail(error: Exception) -> None:
    raise error


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"invalid literal for int(): {NUMBER}"),
        KeyError(NUMBER),
        RuntimeError({"words": WORDS}, NUMBER),
        ClientError({"Error": {"Code": "ValidationException", "Message": f"{NUMBER} {WORDS}"}}, "PutItem"),
        OSError(2, f"no file {NUMBER}", f"/tmp/{NUMBER}"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_exception_is_logged_without_its_message(error, lines):
    try:
        fail(error)
    except Exception:  # noqa: BLE001 - whichever it is
        log.exception("it failed", call_id="CA1")
    [line] = lines
    assert NUMBER not in json.dumps(line)
    assert WORDS not in json.dumps(line)
    assert line["exception_name"] == type(error).__name__
    assert "test_telemetry.py" in line["exception"]
    assert line["call_id"] == "CA1"


def test_an_exception_keeps_its_code_and_the_kinds_of_its_causes(lines):
    try:
        try:
            int(WORDS)
        except ValueError as cause:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "Query") from cause
    except ClientError:
        log.exception("it failed")
    [line] = lines
    assert line["exception"].endswith("ThrottlingException, caused by ValueError")
    assert WORDS not in json.dumps(line)


def test_a_line_without_an_exception_is_as_it_was(lines):
    log.info("fine", size_bytes=3)
    assert lines[0]["size_bytes"] == 3


def test_a_count_is_one_line_with_its_value_and_dimensions(capsys):
    count("CallReconciled", 40, found="end")
    [line] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (line["CallReconciled"], line["found"]) == ([40.0], "end")


def test_a_count_of_zero_writes_no_line(capsys):
    count("CallReconciled", 0, found="end")
    assert capsys.readouterr().out == ""
