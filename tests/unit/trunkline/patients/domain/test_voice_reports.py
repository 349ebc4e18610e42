"""Voice reports as they are read."""

import pytest

from trunkline.patients.domain.voice_reports import Gate, read_voice_report

REPORT = {
    "engine": "trunkline-voice 1.0.0",
    "quality": {"gate": "ok", "vowel_dbfs": -21.5},
    "measures": {"mpt_s": {"value": 12, "unit": "s"}, "hnr_db": {"value": None, "reason": "noise"}, "f0_st": {}},
}


def test_a_report_has_values_or_reasons():
    report = read_voice_report(REPORT)
    assert (report.engine, report.gate, report.vowel_dbfs) == ("trunkline-voice 1.0.0", Gate.OK, -21.5)
    assert (report.values, report.reasons) == ({"mpt_s": 12.0}, {"hnr_db": "noise", "f0_st": "not_measured"})


@pytest.mark.parametrize("quality", [{}, None, {"gate": "fine"}, {"gate": 1}, {"gate": []}, "ok"])
def test_a_report_without_a_known_gate_has_failed(quality):
    assert read_voice_report(REPORT | {"quality": quality}).gate is Gate.FAILED


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, "12", True, [12], None])
def test_what_is_no_number_is_no_value(value):
    report = read_voice_report(REPORT | {"measures": {"mpt_s": {"value": value}}})
    assert (report.values, report.reasons) == ({}, {"mpt_s": "not_measured"})


@pytest.mark.parametrize("payload", [{}, {"measures": []}, {"measures": {"mpt_s": 12}}])
def test_a_report_without_measures_has_none(payload):
    assert read_voice_report(payload).values == {}
