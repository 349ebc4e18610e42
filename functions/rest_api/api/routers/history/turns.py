"""The turns of a call, to be followed while it runs and read afterwards."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from api.auditing import Audit
from api.errors import answers
from api.identity import Reader, deps_of
from api.models.fields import CallName
from api.own_call import allowed
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import RecordDeps
from trunkline.conversations.use_cases.read_turns import NumberedTurn, TurnsAvailable, read_turns
from trunkline.ids import CallId

router = APIRouter(tags=["calls"])
Deps = Annotated[RecordDeps, Depends(deps_of)]
TURNS_AT_ONCE = 200


class CallTurn(BaseModel):
    """A turn by its number in the call, from 1."""

    number: int
    role: Literal["agent", "user"]
    message: str | None
    time_in_call_secs: float


class TurnPage(BaseModel):
    """`next_after` is for the next request. `is_complete`: after these and those behind them, no turns will come."""

    call_sid: str
    turns: list[CallTurn]
    next_after: int
    has_more: bool
    turns_available: TurnsAvailable
    is_over: bool
    is_complete: bool


@router.get("/calls/{call_sid}/turns", response_model=TurnPage, responses=answers(404))
def get_call_turns(
    call_sid: CallName, key: Reader, deps: Deps, audit: Audit, after: Annotated[int, Query(ge=0, le=1_000_000)] = 0
) -> TurnPage:
    """Turns behind number `after`, 200 at most. An interrupted agent's turn is corrected under its number."""
    call = allowed(deps.call_search.find(CallId(call_sid)), key, audit, Action.TRANSCRIPT_READ)
    known = read_turns(call, deps.checkpoints, deps.transcripts, deps.now())
    shown = known.turns[after : after + TURNS_AT_ONCE]
    if shown:  # a program that waits for the next turn asks every second
        audit.note(key, Action.TRANSCRIPT_READ, call_sid, number=call.their_number)
    return TurnPage(
        call_sid=call_sid,
        turns=[_turn(turn) for turn in shown],
        next_after=shown[-1].number if shown else after,
        has_more=after + len(shown) < len(known.turns),
        turns_available=known.available,
        is_over=call.is_over,
        is_complete=known.is_complete,
    )


def _turn(turn: NumberedTurn) -> CallTurn:
    return CallTurn(
        number=turn.number,
        role="agent" if turn.speaker == "agent" else "user",
        message=turn.text or None,
        time_in_call_secs=turn.at_s,
    )
