"""Resumes a call with a further stream: its relay was lost, or it returns to its agent."""

from datetime import datetime

from trunkline.calls.domain.call_instructions import RenderedDocument, connection
from trunkline.calls.domain.calls import RingingCall
from trunkline.calls.domain.routes import Route
from trunkline.calls.domain.stream_tickets import fingerprint
from trunkline.calls.ports.answers import NewStream
from trunkline.calls.ports.records import CallState
from trunkline.calls.use_cases.answer_call import AnswerCallDeps, Answered, new_ticket

RESUMES_AT_MOST = 2  # for any cause: after two the call goes to the fallback


def may_have_another_stream(known: CallState) -> bool:
    return known.resumes < RESUMES_AT_MOST


def resumed(
    call: RingingCall,
    known: CallState,
    route: Route,
    webhook: str,
    deps: AnswerCallDeps,
    now: datetime,
    *,
    is_cut: bool = True,
    note: str = "",
) -> Answered:
    """`note` is context for the agent beside the turns so far."""
    token, attempt = deps.new_token(), known.resumes + 1
    ticket = new_ticket(call, route, now, is_resumed=True, note=note)
    instruction = connection(route, token)  # the caller was welcomed before
    cuts = known.cuts + is_cut
    stream = NewStream(known.call_id, instruction, webhook, attempt, fingerprint(token), ticket, now, cuts)
    return Answered(RenderedDocument(deps.answers.resume(stream)), "resumed", str(attempt))
