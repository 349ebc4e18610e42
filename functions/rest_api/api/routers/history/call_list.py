"""The list of a company's calls, live and past, newest first."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from api.errors import answers
from api.etags import UNCHANGED, IfNoneMatch, conditional
from api.identity import Reader, deps_of
from api.models.fields import AgentId, Number, Shape
from api.own_call import is_open
from trunkline.accounts.domain.companies import ApiKey
from trunkline.bootstrap.shared.api_deps import RecordDeps
from trunkline.calls.domain.call_search import CallFilter, CallSummary
from trunkline.calls.domain.history.call_pages import LIVE_WITHIN
from trunkline.calls.domain.history.trouble import Trouble
from trunkline.calls.domain.routes import Mode

router = APIRouter(tags=["calls"])
Deps = Annotated[RecordDeps, Depends(deps_of)]
UnixSeconds = Annotated[int, Field(ge=0, le=4_102_444_800)]
Outcome = Literal["success", "failure", "unknown"]
NumberPrefix = Annotated[str, StringConstraints(pattern=r"^\+?[1-9][0-9]{2,14}$")]
CampaignName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,40}$")]
Cursor = Annotated[str, StringConstraints(max_length=512)]


class CallSearchFilter(Shape):
    """Filters of the list. Those that name a telephone number are in the body of a search, and in no address."""

    day: date | None = Field(default=None, description="The day on which the call began, in UTC")
    started_after: UnixSeconds | None = Field(default=None, description="Unix seconds, included")
    started_before: UnixSeconds | None = Field(default=None, description="Unix seconds, included")
    agent_id: AgentId | None = None
    mode: Mode | None = None
    outcome: Outcome | None = Field(default=None, description="As the voice provider judged the conversation")
    campaign_id: CampaignName | None = None
    trouble: bool | None = Field(default=None, description="true: only calls in which something went wrong")
    live: bool | None = Field(default=None, description="true: calls of the last five hours that are not over")
    page_size: Annotated[int, Field(ge=1, le=100)] = 30
    cursor: Cursor | None = None


class CallSearch(CallSearchFilter):
    number: NumberPrefix | None = Field(default=None, description="How the number of either side begins, in E.164")
    route: Number | None = Field(default=None, description="The number of your company that the call took")


class CallLine(BaseModel):
    """A line of the list. Unknown is null; so are numbers and outcome of a patient's call without a clinical key."""

    call_sid: str
    status: str
    is_over: bool
    direction: str | None
    from_number: str | None
    to_number: str | None
    mode: str | None
    started_at: datetime | None
    duration_s: int | None
    answered_by: str | None
    agent_id: str | None
    provider: str | None
    campaign_id: str | None
    conversation_id: str | None
    outcome: str | None
    metadata: dict[str, str]
    trouble: list[Trouble]
    clinical: bool


class CallPage(BaseModel):
    """A page may be short, or empty, and have more: one request reads a bounded number of calls."""

    calls: list[CallLine]
    next_cursor: str | None
    has_more: bool


PLAIN = (
    "direction", "from_number", "to_number", "mode", "duration_s", "answered_by", "agent_id", "provider",
    "campaign_id", "conversation_id", "outcome",
)  # fmt: skip
OF_PATIENTS = ("from_number", "to_number", "outcome", "metadata")  # of their calls, for clinical keys


@router.get("/calls", response_model=CallPage, responses=answers() | UNCHANGED)
def list_calls(
    key: Reader, deps: Deps, wanted: Annotated[CallSearchFilter, Query()], if_none_match: IfNoneMatch = None
) -> Response:
    """Voice calls and agents' calls, live and past. Poll it with `If-None-Match`."""
    return conditional(_page(key, CallSearch(**wanted.model_dump()), deps), if_none_match)


@router.post("/calls/search", response_model=CallPage, responses=answers())
def search_calls(body: CallSearch, key: Reader, deps: Deps) -> CallPage:
    """The list, filtered by telephone numbers as well. They stay out of the address, which servers and proxies log."""
    return _page(key, body, deps)


def _page(key: ApiKey, asked: CallSearch, deps: RecordDeps) -> CallPage:
    now = deps.now()
    page = deps.call_search.page(key.company_id, _filter(asked, now, key), asked.page_size, asked.cursor)
    lines = [_line(call, key) for call in page.calls]
    return CallPage(calls=lines, next_cursor=page.cursor, has_more=page.cursor is not None)


def _filter(asked: CallSearch, now: datetime, key: ApiKey) -> CallFilter:
    """Without a clinical key, a number or an outcome finds no patient."""
    after = asked.started_after
    if asked.live:
        after = max(after or 0, int((now - LIVE_WITHIN).timestamp()))
    return CallFilter(
        agent_id=asked.agent_id,
        started_after=after,
        started_before=asked.started_before,
        outcome=asked.outcome,
        day=asked.day,
        number_prefix=f"+{asked.number.removeprefix('+')}" if asked.number else None,
        our_number=asked.route,
        mode=asked.mode,
        campaign_id=asked.campaign_id,
        has_trouble=asked.trouble,
        is_live=asked.live,
        is_clinical=False if (asked.number or asked.outcome) and not key.clinical else None,
    )


def _line(call: CallSummary, key: ApiKey) -> CallLine:
    facts = call.facts if is_open(call, key) else {**call.facts, **dict.fromkeys(OF_PATIENTS)}
    return CallLine(
        call_sid=call.call_id,
        status=call.status,
        is_over=call.is_over,
        started_at=datetime.fromisoformat(call.started_at) if call.started_at else None,
        metadata=facts.get("metadata") or {},
        trouble=call.trouble,
        clinical=call.is_clinical,
        **{name: facts.get(name) for name in PLAIN},
    )
