"""What was saved before there was a list, or by hand, is held against the stage's list when it would be dialled."""

from typing import Any, cast
from xml.etree import ElementTree

import pytest

from tests.fakes.attempts import OneAttempt
from tests.fakes.tables import InMemoryCalls, InMemorySwitchboard, InMemoryTables
from tests.fakes.webhooks import NOW, ScriptedLine, render
from trunkline.bootstrap.shared.dialling import ChannelDialler
from trunkline.calls.domain.calls import RingingCall
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.domain.transfers import TransferMode
from trunkline.calls.use_cases.answer_call import AnswerCallDeps, answer_call
from trunkline.calls.use_cases.continue_call import after_stream
from trunkline.campaigns.domain.campaigns import Channel
from trunkline.campaigns.domain.dialling import DialRequest
from trunkline.errors import CarrierError, ProviderError
from trunkline.ids import CallId

CALL = RingingCall(CallId("CA1"), "+14155550123", "+15005550006")
REFUSED = ["+19005550100", "+881612345678", "+449098790000", "+25261234567", "+12425550100", "+442071838750"]
ALLOWED = "+14155550199"


def rings(document: str) -> list[str]:
    return [number.text or "" for number in ElementTree.fromstring(document).iter("Number")]


def answering(route: Route, **more: object) -> tuple[AnswerCallDeps, InMemoryTables]:
    tables = InMemoryTables(routes={CALL.to_number: route})
    line = ScriptedLine(error=ProviderError("timeout"))
    return AnswerCallDeps(InMemorySwitchboard(tables), {"elevenlabs": line}, new_token=lambda: "token", **more), tables


@pytest.mark.parametrize("number", REFUSED)
@pytest.mark.parametrize("fallback", [Mode.VOICEMAIL, None])
def test_a_forward_that_may_not_be_dialled_falls_back(number, fallback):
    route = Route(CALL.to_number, Mode.FORWARD, "acme", forward_to=number, fallback=fallback)
    answered = answer_call(CALL, answering(route)[0], NOW)
    assert rings(render(answered.instruction)) == []
    assert ("<Record" in render(answered.instruction)) is (fallback is Mode.VOICEMAIL)
    assert answered.detail == "destination not allowed"


@pytest.mark.parametrize("number", REFUSED)
def test_an_agent_that_cannot_be_had_falls_back_to_no_such_number(number):
    route = Route(CALL.to_number, Mode.REGISTER, "acme", "agent_1", forward_to=number, fallback=Mode.FORWARD)
    assert rings(render(answer_call(CALL, answering(route)[0], NOW).instruction)) == []


@pytest.mark.parametrize("transfer", TransferMode)
@pytest.mark.parametrize("number", REFUSED)
@pytest.mark.parametrize("outcome", ["transferred", "agent-lost"])
def test_neither_a_transfer_nor_a_lost_agent_leads_there(outcome, number, transfer):
    route = Route(
        CALL.to_number, Mode.RELAY, "acme", "agent_1", number, fallback=Mode.FORWARD, transfer=transfer,
        transfer_targets={"billing": number},
    )  # fmt: skip
    deps, tables = answering(route)
    answer_call(CALL, deps, NOW)
    tables.set(CALL.call_id, {"stream_outcome": outcome, "transfer_to": "billing"})
    assert rings(render(after_stream(CALL, "w1", InMemoryCalls(tables), deps, NOW).instruction)) == []


def test_a_number_of_a_country_on_the_stages_list_is_rung():
    for number, more in ((ALLOWED, {}), ("+442071838750", {"destinations": Destinations(frozenset({"GB"}))})):
        route = Route(CALL.to_number, Mode.FORWARD, "acme", forward_to=number)
        assert rings(render(answer_call(CALL, answering(route, **more)[0], NOW).instruction)) == [number]


@pytest.mark.parametrize("channel", Channel)
def test_a_campaign_never_dials_a_forbidden_destination(channel):
    attempt = OneAttempt()
    attempt.begin(channel)
    dialler = ChannelDialler(cast("Any", None), {}, Destinations(frozenset({"GB"})))
    with pytest.raises(CarrierError, match="US"):
        dialler.dial(DialRequest(attempt.now, attempt.store.campaigns["c1"]))
