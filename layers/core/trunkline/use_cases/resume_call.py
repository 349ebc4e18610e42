"""Another stream for a call that had one: its relay was lost, or it comes back to its agent."""

from datetime import datetime

from trunkline.domain.call_instructions import ConnectStream, RenderedDocument
from trunkline.domain.calls import RingingCall
from trunkline.domain.routes import Route
from trunkline.domain.streams import fingerprint
from trunkline.ports.answering import NewStream
from trunkline.ports.calls import KnownCall
from trunkline.use_cases.answer_call import Answered, Answering, new_ticket

RESUMES_AT_MOST = 2  # whatever the cause: a call that was cut or handed about twice deserves a human


def may_have_another_stream(known: KnownCall) -> bool:
    return known.resumes < RESUMES_AT_MOST


def resumed(
    call: RingingCall, known: KnownCall, route: Route, webhook: str, with_: Answering, now: datetime, *, note: str = ""
) -> Answered:
    """`note` is what the agent should know beside what was said so far."""
    token, attempt = with_.new_token(), known.resumes + 1
    ticket = new_ticket(call, route, now, is_resumed=True, note=note)
    instruction = ConnectStream(token, route.apology)
    stream = NewStream(known.call_id, instruction, webhook, attempt, fingerprint(token), ticket, now)
    return Answered(RenderedDocument(with_.switchboard.resume(stream)), "resumed", str(attempt))
