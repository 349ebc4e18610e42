from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.call_page import CallPage
from ...models.list_calls_outcome_type_0 import ListCallsOutcomeType0
from ...models.mode import Mode
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
import datetime



def _get_kwargs(
    *,
    day: datetime.date | None | Unset = UNSET,
    started_after: int | None | Unset = UNSET,
    started_before: int | None | Unset = UNSET,
    agent_id: None | str | Unset = UNSET,
    mode: Mode | None | Unset = UNSET,
    outcome: ListCallsOutcomeType0 | None | Unset = UNSET,
    campaign_id: None | str | Unset = UNSET,
    trouble: bool | None | Unset = UNSET,
    live: bool | None | Unset = UNSET,
    page_size: int | Unset = 30,
    cursor: None | str | Unset = UNSET,
    if_none_match: None | str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["if-none-match"] = if_none_match



    

    params: dict[str, Any] = {}

    json_day: None | str | Unset
    if isinstance(day, Unset):
        json_day = UNSET
    elif isinstance(day, datetime.date):
        json_day = day.isoformat()
    else:
        json_day = day
    params["day"] = json_day

    json_started_after: int | None | Unset
    if isinstance(started_after, Unset):
        json_started_after = UNSET
    else:
        json_started_after = started_after
    params["started_after"] = json_started_after

    json_started_before: int | None | Unset
    if isinstance(started_before, Unset):
        json_started_before = UNSET
    else:
        json_started_before = started_before
    params["started_before"] = json_started_before

    json_agent_id: None | str | Unset
    if isinstance(agent_id, Unset):
        json_agent_id = UNSET
    else:
        json_agent_id = agent_id
    params["agent_id"] = json_agent_id

    json_mode: None | str | Unset
    if isinstance(mode, Unset):
        json_mode = UNSET
    elif isinstance(mode, Mode):
        json_mode = mode.value
    else:
        json_mode = mode
    params["mode"] = json_mode

    json_outcome: None | str | Unset
    if isinstance(outcome, Unset):
        json_outcome = UNSET
    elif isinstance(outcome, ListCallsOutcomeType0):
        json_outcome = outcome.value
    else:
        json_outcome = outcome
    params["outcome"] = json_outcome

    json_campaign_id: None | str | Unset
    if isinstance(campaign_id, Unset):
        json_campaign_id = UNSET
    else:
        json_campaign_id = campaign_id
    params["campaign_id"] = json_campaign_id

    json_trouble: bool | None | Unset
    if isinstance(trouble, Unset):
        json_trouble = UNSET
    else:
        json_trouble = trouble
    params["trouble"] = json_trouble

    json_live: bool | None | Unset
    if isinstance(live, Unset):
        json_live = UNSET
    else:
        json_live = live
    params["live"] = json_live

    params["page_size"] = page_size

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/calls",
        "params": params,
    }


    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | BadRequestProblem | CallPage | Problem | None:
    if response.status_code == 200:
        response_200 = CallPage.from_dict(response.json())



        return response_200

    if response.status_code == 304:
        response_304 = cast(Any, None)
        return response_304

    if response.status_code == 400:
        response_400 = BadRequestProblem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())



        return response_403

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())



        return response_429

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())



        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | BadRequestProblem | CallPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    day: datetime.date | None | Unset = UNSET,
    started_after: int | None | Unset = UNSET,
    started_before: int | None | Unset = UNSET,
    agent_id: None | str | Unset = UNSET,
    mode: Mode | None | Unset = UNSET,
    outcome: ListCallsOutcomeType0 | None | Unset = UNSET,
    campaign_id: None | str | Unset = UNSET,
    trouble: bool | None | Unset = UNSET,
    live: bool | None | Unset = UNSET,
    page_size: int | Unset = 30,
    cursor: None | str | Unset = UNSET,
    if_none_match: None | str | Unset = UNSET,

) -> Response[Any | BadRequestProblem | CallPage | Problem]:
    """ List Calls

     Voice calls and agents' calls, live and past. Poll it with `If-None-Match`.

    Takes a key with scope `read`.

    Args:
        day (datetime.date | None | Unset): The day on which the call began, in UTC
        started_after (int | None | Unset): Unix seconds, included
        started_before (int | None | Unset): Unix seconds, included
        agent_id (None | str | Unset):
        mode (Mode | None | Unset):
        outcome (ListCallsOutcomeType0 | None | Unset): As the voice provider judged the
            conversation
        campaign_id (None | str | Unset):
        trouble (bool | None | Unset): true: only calls in which something went wrong
        live (bool | None | Unset): true: calls of the last five hours that are not over
        page_size (int | Unset):  Default: 30.
        cursor (None | str | Unset):
        if_none_match (None | str | Unset): The ETag of the answer you have

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BadRequestProblem | CallPage | Problem]
     """


    kwargs = _get_kwargs(
        day=day,
started_after=started_after,
started_before=started_before,
agent_id=agent_id,
mode=mode,
outcome=outcome,
campaign_id=campaign_id,
trouble=trouble,
live=live,
page_size=page_size,
cursor=cursor,
if_none_match=if_none_match,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    day: datetime.date | None | Unset = UNSET,
    started_after: int | None | Unset = UNSET,
    started_before: int | None | Unset = UNSET,
    agent_id: None | str | Unset = UNSET,
    mode: Mode | None | Unset = UNSET,
    outcome: ListCallsOutcomeType0 | None | Unset = UNSET,
    campaign_id: None | str | Unset = UNSET,
    trouble: bool | None | Unset = UNSET,
    live: bool | None | Unset = UNSET,
    page_size: int | Unset = 30,
    cursor: None | str | Unset = UNSET,
    if_none_match: None | str | Unset = UNSET,

) -> Any | BadRequestProblem | CallPage | Problem | None:
    """ List Calls

     Voice calls and agents' calls, live and past. Poll it with `If-None-Match`.

    Takes a key with scope `read`.

    Args:
        day (datetime.date | None | Unset): The day on which the call began, in UTC
        started_after (int | None | Unset): Unix seconds, included
        started_before (int | None | Unset): Unix seconds, included
        agent_id (None | str | Unset):
        mode (Mode | None | Unset):
        outcome (ListCallsOutcomeType0 | None | Unset): As the voice provider judged the
            conversation
        campaign_id (None | str | Unset):
        trouble (bool | None | Unset): true: only calls in which something went wrong
        live (bool | None | Unset): true: calls of the last five hours that are not over
        page_size (int | Unset):  Default: 30.
        cursor (None | str | Unset):
        if_none_match (None | str | Unset): The ETag of the answer you have

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BadRequestProblem | CallPage | Problem
     """


    return sync_detailed(
        client=client,
day=day,
started_after=started_after,
started_before=started_before,
agent_id=agent_id,
mode=mode,
outcome=outcome,
campaign_id=campaign_id,
trouble=trouble,
live=live,
page_size=page_size,
cursor=cursor,
if_none_match=if_none_match,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    day: datetime.date | None | Unset = UNSET,
    started_after: int | None | Unset = UNSET,
    started_before: int | None | Unset = UNSET,
    agent_id: None | str | Unset = UNSET,
    mode: Mode | None | Unset = UNSET,
    outcome: ListCallsOutcomeType0 | None | Unset = UNSET,
    campaign_id: None | str | Unset = UNSET,
    trouble: bool | None | Unset = UNSET,
    live: bool | None | Unset = UNSET,
    page_size: int | Unset = 30,
    cursor: None | str | Unset = UNSET,
    if_none_match: None | str | Unset = UNSET,

) -> Response[Any | BadRequestProblem | CallPage | Problem]:
    """ List Calls

     Voice calls and agents' calls, live and past. Poll it with `If-None-Match`.

    Takes a key with scope `read`.

    Args:
        day (datetime.date | None | Unset): The day on which the call began, in UTC
        started_after (int | None | Unset): Unix seconds, included
        started_before (int | None | Unset): Unix seconds, included
        agent_id (None | str | Unset):
        mode (Mode | None | Unset):
        outcome (ListCallsOutcomeType0 | None | Unset): As the voice provider judged the
            conversation
        campaign_id (None | str | Unset):
        trouble (bool | None | Unset): true: only calls in which something went wrong
        live (bool | None | Unset): true: calls of the last five hours that are not over
        page_size (int | Unset):  Default: 30.
        cursor (None | str | Unset):
        if_none_match (None | str | Unset): The ETag of the answer you have

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BadRequestProblem | CallPage | Problem]
     """


    kwargs = _get_kwargs(
        day=day,
started_after=started_after,
started_before=started_before,
agent_id=agent_id,
mode=mode,
outcome=outcome,
campaign_id=campaign_id,
trouble=trouble,
live=live,
page_size=page_size,
cursor=cursor,
if_none_match=if_none_match,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    day: datetime.date | None | Unset = UNSET,
    started_after: int | None | Unset = UNSET,
    started_before: int | None | Unset = UNSET,
    agent_id: None | str | Unset = UNSET,
    mode: Mode | None | Unset = UNSET,
    outcome: ListCallsOutcomeType0 | None | Unset = UNSET,
    campaign_id: None | str | Unset = UNSET,
    trouble: bool | None | Unset = UNSET,
    live: bool | None | Unset = UNSET,
    page_size: int | Unset = 30,
    cursor: None | str | Unset = UNSET,
    if_none_match: None | str | Unset = UNSET,

) -> Any | BadRequestProblem | CallPage | Problem | None:
    """ List Calls

     Voice calls and agents' calls, live and past. Poll it with `If-None-Match`.

    Takes a key with scope `read`.

    Args:
        day (datetime.date | None | Unset): The day on which the call began, in UTC
        started_after (int | None | Unset): Unix seconds, included
        started_before (int | None | Unset): Unix seconds, included
        agent_id (None | str | Unset):
        mode (Mode | None | Unset):
        outcome (ListCallsOutcomeType0 | None | Unset): As the voice provider judged the
            conversation
        campaign_id (None | str | Unset):
        trouble (bool | None | Unset): true: only calls in which something went wrong
        live (bool | None | Unset): true: calls of the last five hours that are not over
        page_size (int | Unset):  Default: 30.
        cursor (None | str | Unset):
        if_none_match (None | str | Unset): The ETag of the answer you have

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BadRequestProblem | CallPage | Problem
     """


    return (await asyncio_detailed(
        client=client,
day=day,
started_after=started_after,
started_before=started_before,
agent_id=agent_id,
mode=mode,
outcome=outcome,
campaign_id=campaign_id,
trouble=trouble,
live=live,
page_size=page_size,
cursor=cursor,
if_none_match=if_none_match,

    )).parsed
