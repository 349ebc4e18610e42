"""Batches of SQS messages: each fails alone, and only failed messages come again."""

import pytest

from trunkline.aws.sqs_batch import TryAgain, process_batch

EVENT = {"Records": [{"messageId": "m1", "body": "good"}, {"messageId": "m2", "body": "bad"}]}


def failing(error: Exception):
    def work(message):
        if message["body"] == "bad":
            raise error

    return work


def test_only_the_failed_message_comes_again_and_its_error_is_reported():
    reported = []
    answer = process_batch(EVENT, failing(KeyError("x")), lambda message, error: reported.append((message, error)))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m2"}]}
    [(message, error)] = reported
    assert (message["messageId"], type(error)) == ("m2", KeyError)


def test_try_again_returns_the_message_without_a_report():
    def never(_message, _error):
        pytest.fail("TryAgain is no error")

    assert process_batch(EVENT, failing(TryAgain()), never) == {"batchItemFailures": [{"itemIdentifier": "m2"}]}


def test_an_error_of_the_report_itself_fails_the_whole_batch():
    def broken(_message, _error):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        process_batch(EVENT, failing(KeyError("x")), broken)
