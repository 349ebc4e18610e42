"""Promised transfers: which were heard and not carried out, and when to stop."""

from trunkline.brain.domain.transfer_promises import TRIES_AT_MOST, TransferPromises


def test_a_promise_is_missed_once_the_conversation_has_gone_on():
    promises = TransferPromises()
    promises.promise("billing", lines=3)
    assert promises.missed(5) == "billing"
    assert promises.missed(7) == ""
    assert promises.were_missed


def test_a_promise_whose_request_is_repeated_was_not_heard():
    promises = TransferPromises()
    promises.promise("billing", lines=3)
    assert promises.missed(3) == ""
    assert not promises.were_missed


def test_each_target_has_its_tries():
    promises = TransferPromises()
    for number in range(TRIES_AT_MOST):
        assert promises.may_try("billing")
        promises.promise("billing", lines=number)
        promises.missed(number + 2)
    assert not promises.may_try("billing")
    assert promises.may_try("sales")
    promises.failed("sales")
    assert not promises.may_try("sales")
