"""The recorded events of patients' functions: the queue of voices, and the clock of alerts."""

from typing import Any, cast

import pytest

from tests.contract.recorded_events import EVENTS, names, read, respond
from tests.fakes.patients import InMemoryAlerts, InMemoryPatients
from trunkline.bootstrap.care.analyze_voice import AnalyzeVoiceHandlerDeps
from trunkline.bootstrap.care.tend_patients import TendPatientsDeps
from trunkline.bootstrap.shared.common import utc_now
from trunkline.patients.use_cases.analyze_voice import AnalyzeVoiceDeps
from trunkline.patients.use_cases.tend_alerts import TendAlertsDeps


@pytest.mark.parametrize("path", names(EVENTS, "analyze_voice"))
def test_the_voice_of_an_erased_call_is_passed_over(path):
    nothing = cast("Any", None)
    gone = AnalyzeVoiceDeps(InMemoryPatients(), nothing, lambda _call: None, nothing, nothing, nothing, nothing)
    deps = AnalyzeVoiceHandlerDeps(gone, nothing, utc_now)
    assert respond("analyze_voice", read(path), deps) == {"batchItemFailures": []}


@pytest.mark.parametrize("path", names(EVENTS, "tend_patients"))
def test_the_clock_tends_the_alerts_of_patients(path):
    nothing = cast("Any", None)
    tending = TendAlertsDeps(InMemoryPatients(), InMemoryAlerts(), nothing)
    assert respond("tend_patients", read(path), TendPatientsDeps(tending, nothing, nothing, utc_now)) == {"sent": 0}
