from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.conversation_page import ConversationPage
from ...models.list_conversations_call_successful_type_0 import ListConversationsCallSuccessfulType0
from ...models.list_conversations_summary_mode import ListConversationsSummaryMode
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    agent_id: None | str | Unset = UNSET,
    page_size: int | Unset = 30,
    cursor: None | str | Unset = UNSET,
    call_start_before_unix: int | None | Unset = UNSET,
    call_start_after_unix: int | None | Unset = UNSET,
    call_duration_min_secs: int | None | Unset = UNSET,
    call_duration_max_secs: int | None | Unset = UNSET,
    call_successful: ListConversationsCallSuccessfulType0 | None | Unset = UNSET,
    search: None | str | Unset = UNSET,
    summary_mode: ListConversationsSummaryMode | Unset = ListConversationsSummaryMode.EXCLUDE,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_agent_id: None | str | Unset
    if isinstance(agent_id, Unset):
        json_agent_id = UNSET
    else:
        json_agent_id = agent_id
    params["agent_id"] = json_agent_id

    params["page_size"] = page_size

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_call_start_before_unix: int | None | Unset
    if isinstance(call_start_before_unix, Unset):
        json_call_start_before_unix = UNSET
    else:
        json_call_start_before_unix = call_start_before_unix
    params["call_start_before_unix"] = json_call_start_before_unix

    json_call_start_after_unix: int | None | Unset
    if isinstance(call_start_after_unix, Unset):
        json_call_start_after_unix = UNSET
    else:
        json_call_start_after_unix = call_start_after_unix
    params["call_start_after_unix"] = json_call_start_after_unix

    json_call_duration_min_secs: int | None | Unset
    if isinstance(call_duration_min_secs, Unset):
        json_call_duration_min_secs = UNSET
    else:
        json_call_duration_min_secs = call_duration_min_secs
    params["call_duration_min_secs"] = json_call_duration_min_secs

    json_call_duration_max_secs: int | None | Unset
    if isinstance(call_duration_max_secs, Unset):
        json_call_duration_max_secs = UNSET
    else:
        json_call_duration_max_secs = call_duration_max_secs
    params["call_duration_max_secs"] = json_call_duration_max_secs

    json_call_successful: None | str | Unset
    if isinstance(call_successful, Unset):
        json_call_successful = UNSET
    elif isinstance(call_successful, ListConversationsCallSuccessfulType0):
        json_call_successful = call_successful.value
    else:
        json_call_successful = call_successful
    params["call_successful"] = json_call_successful

    json_search: None | str | Unset
    if isinstance(search, Unset):
        json_search = UNSET
    else:
        json_search = search
    params["search"] = json_search

    json_summary_mode: str | Unset = UNSET
    if not isinstance(summary_mode, Unset):
        json_summary_mode = summary_mode.value

    params["summary_mode"] = json_summary_mode


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/conversations",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | ConversationPage | Problem | None:
    if response.status_code == 200:
        response_200 = ConversationPage.from_dict(response.json())



        return response_200

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | ConversationPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    agent_id: None | str | Unset = UNSET,
    page_size: int | Unset = 30,
    cursor: None | str | Unset = UNSET,
    call_start_before_unix: int | None | Unset = UNSET,
    call_start_after_unix: int | None | Unset = UNSET,
    call_duration_min_secs: int | None | Unset = UNSET,
    call_duration_max_secs: int | None | Unset = UNSET,
    call_successful: ListConversationsCallSuccessfulType0 | None | Unset = UNSET,
    search: None | str | Unset = UNSET,
    summary_mode: ListConversationsSummaryMode | Unset = ListConversationsSummaryMode.EXCLUDE,

) -> Response[BadRequestProblem | ConversationPage | Problem]:
    """ List Conversations

     Newest first. `search` forgives what speech recognition misheard, and without a clinical key finds
    no patients'
    calls. A page may be short, or empty, and have more.

    Takes a key with scope `read`.

    Args:
        agent_id (None | str | Unset):
        page_size (int | Unset):  Default: 30.
        cursor (None | str | Unset):
        call_start_before_unix (int | None | Unset):
        call_start_after_unix (int | None | Unset):
        call_duration_min_secs (int | None | Unset):
        call_duration_max_secs (int | None | Unset):
        call_successful (ListConversationsCallSuccessfulType0 | None | Unset):
        search (None | str | Unset):
        summary_mode (ListConversationsSummaryMode | Unset):  Default:
            ListConversationsSummaryMode.EXCLUDE.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | ConversationPage | Problem]
     """


    kwargs = _get_kwargs(
        agent_id=agent_id,
page_size=page_size,
cursor=cursor,
call_start_before_unix=call_start_before_unix,
call_start_after_unix=call_start_after_unix,
call_duration_min_secs=call_duration_min_secs,
call_duration_max_secs=call_duration_max_secs,
call_successful=call_successful,
search=search,
summary_mode=summary_mode,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    agent_id: None | str | Unset = UNSET,
    page_size: int | Unset = 30,
    cursor: None | str | Unset = UNSET,
    call_start_before_unix: int | None | Unset = UNSET,
    call_start_after_unix: int | None | Unset = UNSET,
    call_duration_min_secs: int | None | Unset = UNSET,
    call_duration_max_secs: int | None | Unset = UNSET,
    call_successful: ListConversationsCallSuccessfulType0 | None | Unset = UNSET,
    search: None | str | Unset = UNSET,
    summary_mode: ListConversationsSummaryMode | Unset = ListConversationsSummaryMode.EXCLUDE,

) -> BadRequestProblem | ConversationPage | Problem | None:
    """ List Conversations

     Newest first. `search` forgives what speech recognition misheard, and without a clinical key finds
    no patients'
    calls. A page may be short, or empty, and have more.

    Takes a key with scope `read`.

    Args:
        agent_id (None | str | Unset):
        page_size (int | Unset):  Default: 30.
        cursor (None | str | Unset):
        call_start_before_unix (int | None | Unset):
        call_start_after_unix (int | None | Unset):
        call_duration_min_secs (int | None | Unset):
        call_duration_max_secs (int | None | Unset):
        call_successful (ListConversationsCallSuccessfulType0 | None | Unset):
        search (None | str | Unset):
        summary_mode (ListConversationsSummaryMode | Unset):  Default:
            ListConversationsSummaryMode.EXCLUDE.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | ConversationPage | Problem
     """


    return sync_detailed(
        client=client,
agent_id=agent_id,
page_size=page_size,
cursor=cursor,
call_start_before_unix=call_start_before_unix,
call_start_after_unix=call_start_after_unix,
call_duration_min_secs=call_duration_min_secs,
call_duration_max_secs=call_duration_max_secs,
call_successful=call_successful,
search=search,
summary_mode=summary_mode,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    agent_id: None | str | Unset = UNSET,
    page_size: int | Unset = 30,
    cursor: None | str | Unset = UNSET,
    call_start_before_unix: int | None | Unset = UNSET,
    call_start_after_unix: int | None | Unset = UNSET,
    call_duration_min_secs: int | None | Unset = UNSET,
    call_duration_max_secs: int | None | Unset = UNSET,
    call_successful: ListConversationsCallSuccessfulType0 | None | Unset = UNSET,
    search: None | str | Unset = UNSET,
    summary_mode: ListConversationsSummaryMode | Unset = ListConversationsSummaryMode.EXCLUDE,

) -> Response[BadRequestProblem | ConversationPage | Problem]:
    """ List Conversations

     Newest first. `search` forgives what speech recognition misheard, and without a clinical key finds
    no patients'
    calls. A page may be short, or empty, and have more.

    Takes a key with scope `read`.

    Args:
        agent_id (None | str | Unset):
        page_size (int | Unset):  Default: 30.
        cursor (None | str | Unset):
        call_start_before_unix (int | None | Unset):
        call_start_after_unix (int | None | Unset):
        call_duration_min_secs (int | None | Unset):
        call_duration_max_secs (int | None | Unset):
        call_successful (ListConversationsCallSuccessfulType0 | None | Unset):
        search (None | str | Unset):
        summary_mode (ListConversationsSummaryMode | Unset):  Default:
            ListConversationsSummaryMode.EXCLUDE.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | ConversationPage | Problem]
     """


    kwargs = _get_kwargs(
        agent_id=agent_id,
page_size=page_size,
cursor=cursor,
call_start_before_unix=call_start_before_unix,
call_start_after_unix=call_start_after_unix,
call_duration_min_secs=call_duration_min_secs,
call_duration_max_secs=call_duration_max_secs,
call_successful=call_successful,
search=search,
summary_mode=summary_mode,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    agent_id: None | str | Unset = UNSET,
    page_size: int | Unset = 30,
    cursor: None | str | Unset = UNSET,
    call_start_before_unix: int | None | Unset = UNSET,
    call_start_after_unix: int | None | Unset = UNSET,
    call_duration_min_secs: int | None | Unset = UNSET,
    call_duration_max_secs: int | None | Unset = UNSET,
    call_successful: ListConversationsCallSuccessfulType0 | None | Unset = UNSET,
    search: None | str | Unset = UNSET,
    summary_mode: ListConversationsSummaryMode | Unset = ListConversationsSummaryMode.EXCLUDE,

) -> BadRequestProblem | ConversationPage | Problem | None:
    """ List Conversations

     Newest first. `search` forgives what speech recognition misheard, and without a clinical key finds
    no patients'
    calls. A page may be short, or empty, and have more.

    Takes a key with scope `read`.

    Args:
        agent_id (None | str | Unset):
        page_size (int | Unset):  Default: 30.
        cursor (None | str | Unset):
        call_start_before_unix (int | None | Unset):
        call_start_after_unix (int | None | Unset):
        call_duration_min_secs (int | None | Unset):
        call_duration_max_secs (int | None | Unset):
        call_successful (ListConversationsCallSuccessfulType0 | None | Unset):
        search (None | str | Unset):
        summary_mode (ListConversationsSummaryMode | Unset):  Default:
            ListConversationsSummaryMode.EXCLUDE.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | ConversationPage | Problem
     """


    return (await asyncio_detailed(
        client=client,
agent_id=agent_id,
page_size=page_size,
cursor=cursor,
call_start_before_unix=call_start_before_unix,
call_start_after_unix=call_start_after_unix,
call_duration_min_secs=call_duration_min_secs,
call_duration_max_secs=call_duration_max_secs,
call_successful=call_successful,
search=search,
summary_mode=summary_mode,

    )).parsed
