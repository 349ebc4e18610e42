"""What the vendors' words for the end of a call come to: one line each, and nothing falls through."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from trunkline.calls.domain.calls import PROGRESS_OF_STATUS, Progress
from trunkline.campaigns.domain.attempts import NEVER_RANG, AnsweredBy, Outcome
from trunkline.campaigns.domain.campaigns import Campaign, Channel, MachinePolicy
from trunkline.campaigns.domain.dialling import (
    OUTCOMES,
    answered_ending,
    detects_machines,
    filled,
    leaves_messages,
    policy_for,
    refused_ending,
    unanswered_ending,
    verdict_of,
)
from trunkline.errors import CarrierError, ProviderError

CAMPAIGN = Campaign("c1", "acme", "Recall", Channel.RELAY, "+15005550006", datetime(2026, 11, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("status", "sip_code", "outcome"),
    [
        ("busy", "", Outcome.BUSY),
        ("busy", "486", Outcome.BUSY),
        ("no-answer", "487", Outcome.NO_ANSWER),
        ("no_answer", "", Outcome.NO_ANSWER),
        ("no-answer", "603", Outcome.NO_ANSWER),
        ("canceled", "487", Outcome.NO_ANSWER),
        ("failed", "404", Outcome.FAILED),
        ("failed", "486", Outcome.BUSY),
        ("failed", "600", Outcome.BUSY),
        ("failed", "480", Outcome.NO_ANSWER),
        ("failed", "408", Outcome.NO_ANSWER),
        ("failed", "503", Outcome.FAILED),
        ("unknown", "", Outcome.FAILED),
        ("", "", Outcome.FAILED),
    ],
)
def test_an_unanswered_call_has_no_conversation_costs(status, sip_code, outcome):
    ending = unanswered_ending(status, sip_code)
    assert ending.outcome is outcome
    assert ending.reason
    assert ending.answered_by is None


def test_every_end_the_carrier_knows_has_a_line():
    ends = {status for status, progress in PROGRESS_OF_STATUS.items() if progress is Progress.OVER} - {"completed"}
    assert {status: unanswered_ending(status).outcome for status in ends} == {
        "busy": Outcome.BUSY,
        "no-answer": Outcome.NO_ANSWER,
        "canceled": Outcome.NO_ANSWER,
        "failed": Outcome.FAILED,
    }


@pytest.mark.parametrize(
    ("word", "answered_by"),
    [
        ("human", AnsweredBy.HUMAN),
        ("machine_start", AnsweredBy.MACHINE),
        ("machine_end_beep", AnsweredBy.MACHINE),
        ("machine_end_silence", AnsweredBy.MACHINE),
        ("machine_end_other", AnsweredBy.MACHINE),
        ("voicemail", AnsweredBy.MACHINE),
        ("fax", AnsweredBy.FAX),
        ("IVR", AnsweredBy.IVR),
        ("screening", AnsweredBy.SCREENING),
        ("unknown", AnsweredBy.UNKNOWN),
        ("a word of next year", AnsweredBy.UNKNOWN),
        ("", AnsweredBy.UNKNOWN),
    ],
)
def test_an_unrecognised_verdict_counts_as_unknown(word, answered_by):
    assert verdict_of(word) is answered_by


def test_every_verdict_has_an_outcome_and_unknown_is_a_human():
    assert set(OUTCOMES) == set(AnsweredBy)
    assert answered_ending(None).outcome is Outcome.HUMAN
    assert answered_ending(AnsweredBy.UNKNOWN).outcome is Outcome.HUMAN
    assert answered_ending(AnsweredBy.FAX).outcome is Outcome.FAX
    assert not NEVER_RANG & set(OUTCOMES.values())


def test_a_refusal_keeps_the_vendors_code():
    assert refused_ending(CarrierError("21211", "no such number")).reason == "refused-21211"
    assert refused_ending(ProviderError("invalid_provider_config")).outcome is Outcome.FAILED


def test_detection_is_asked_for_only_where_a_policy_needs_it():
    assert detects_machines(CAMPAIGN)
    assert not leaves_messages(CAMPAIGN)
    continuing = replace(CAMPAIGN, machines=dict.fromkeys(AnsweredBy, MachinePolicy.CONTINUE))
    assert not detects_machines(continuing)
    messages = replace(CAMPAIGN, machines={AnsweredBy.MACHINE: MachinePolicy.LEAVE_MESSAGE})
    assert detects_machines(messages)
    assert leaves_messages(messages)


def test_whom_a_campaign_says_nothing_about_is_not_cut_off():
    assert policy_for(replace(CAMPAIGN, machines={}), AnsweredBy.MACHINE) is MachinePolicy.CONTINUE
    assert policy_for(CAMPAIGN, AnsweredBy.UNKNOWN) is MachinePolicy.CONTINUE
    assert policy_for(CAMPAIGN, AnsweredBy.MACHINE) is MachinePolicy.HANG_UP


def test_a_text_is_filled_for_each_contact_and_never_shows_a_columns_name():
    text = "Hello {{ first_name }}, your visit is on {{day}}. {{missing}}"
    assert filled(text, {"first_name": "Ana", "day": "{{first_name}}"}) == "Hello Ana, your visit is on {{first_name}}."
