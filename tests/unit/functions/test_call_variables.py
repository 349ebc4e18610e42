"""What agents learn of a call is ours to say: no variable of a company stands in its place."""

import pytest

import answer_call
from tests.fakes.answering import FORM, services
from tests.fakes.caller_context import CALLER, Desk, ScriptedSource
from tests.fakes.caller_context import OURS as CALLED
from tests.fakes.tables import InMemoryTables
from tests.fakes.webhooks import twilio_event
from trunkline.accounts.domain.callers import Caller
from trunkline.calls.domain.routes import Mode, Route
from trunkline.calls.domain.stream_tickets import fingerprint

THEIRS = {
    "call_sid": "CA_OF_ANOTHER", "Call SID": "CA_OF_ANOTHER", "caller_number": "+10000000000", "attempt_id": "c9-p9-1",
    "called_number": "+10000000000", "is_resumed": "true", "system__call_sid": "CA_OF_ANOTHER", "first_name": "Zed",
}  # fmt: skip
OURS = {"call_sid": "CA1", "caller_number": FORM["From"], "called_number": FORM["To"], "first_name": "Zed"}


@pytest.mark.parametrize("mode", [Mode.RELAY, Mode.REGISTER])
def test_a_routes_variables_do_not_go_over_ours(mode):
    route = Route(FORM["To"], mode, "acme", "agent_1", dynamic_variables=THEIRS)
    deps = services(tables=InMemoryTables(routes={FORM["To"]: route}))
    answer_call.respond(twilio_event("/twilio/voice", FORM), deps)
    switchboard, line = deps.answering.answers, deps.answering.registrars["elevenlabs"]
    payload = line.asked[0][2] if line.asked else switchboard._tables.tickets[fingerprint("token")].dynamic_variables
    assert payload == OURS


@pytest.mark.parametrize("given_by", ["the number's route", "the caller's record", "the company's system"])
def test_what_a_provider_asks_about_a_caller_brings_no_name_of_ours(given_by):
    caller = Caller("acme", CALLER, THEIRS)
    match given_by:
        case "the number's route":
            desk = Desk()
            desk.callers.defaults[CALLED] = THEIRS
        case "the caller's record":
            desk = Desk(caller)
        case _:
            desk = Desk(source=ScriptedSource(caller))
    assert desk.answered()["dynamic_variables"].items() <= {"first_name": "Zed", "plan": "basic"}.items()
