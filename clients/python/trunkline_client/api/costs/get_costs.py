from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.costs import Costs
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
import datetime



def _get_kwargs(
    *,
    first_day: datetime.date | None | Unset = UNSET,
    last_day: datetime.date | None | Unset = UNSET,
    agent_id: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_first_day: None | str | Unset
    if isinstance(first_day, Unset):
        json_first_day = UNSET
    elif isinstance(first_day, datetime.date):
        json_first_day = first_day.isoformat()
    else:
        json_first_day = first_day
    params["first_day"] = json_first_day

    json_last_day: None | str | Unset
    if isinstance(last_day, Unset):
        json_last_day = UNSET
    elif isinstance(last_day, datetime.date):
        json_last_day = last_day.isoformat()
    else:
        json_last_day = last_day
    params["last_day"] = json_last_day

    json_agent_id: None | str | Unset
    if isinstance(agent_id, Unset):
        json_agent_id = UNSET
    else:
        json_agent_id = agent_id
    params["agent_id"] = json_agent_id


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/costs",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | Costs | Problem | None:
    if response.status_code == 200:
        response_200 = Costs.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | Costs | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    first_day: datetime.date | None | Unset = UNSET,
    last_day: datetime.date | None | Unset = UNSET,
    agent_id: None | str | Unset = UNSET,

) -> Response[BadRequestProblem | Costs | Problem]:
    """ Get Costs

     This month by default; 92 days at most. Without what vendors bill beside their calls.

    Takes a key with scope `read`.

    Args:
        first_day (datetime.date | None | Unset):
        last_day (datetime.date | None | Unset):
        agent_id (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | Costs | Problem]
     """


    kwargs = _get_kwargs(
        first_day=first_day,
last_day=last_day,
agent_id=agent_id,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    first_day: datetime.date | None | Unset = UNSET,
    last_day: datetime.date | None | Unset = UNSET,
    agent_id: None | str | Unset = UNSET,

) -> BadRequestProblem | Costs | Problem | None:
    """ Get Costs

     This month by default; 92 days at most. Without what vendors bill beside their calls.

    Takes a key with scope `read`.

    Args:
        first_day (datetime.date | None | Unset):
        last_day (datetime.date | None | Unset):
        agent_id (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | Costs | Problem
     """


    return sync_detailed(
        client=client,
first_day=first_day,
last_day=last_day,
agent_id=agent_id,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    first_day: datetime.date | None | Unset = UNSET,
    last_day: datetime.date | None | Unset = UNSET,
    agent_id: None | str | Unset = UNSET,

) -> Response[BadRequestProblem | Costs | Problem]:
    """ Get Costs

     This month by default; 92 days at most. Without what vendors bill beside their calls.

    Takes a key with scope `read`.

    Args:
        first_day (datetime.date | None | Unset):
        last_day (datetime.date | None | Unset):
        agent_id (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | Costs | Problem]
     """


    kwargs = _get_kwargs(
        first_day=first_day,
last_day=last_day,
agent_id=agent_id,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    first_day: datetime.date | None | Unset = UNSET,
    last_day: datetime.date | None | Unset = UNSET,
    agent_id: None | str | Unset = UNSET,

) -> BadRequestProblem | Costs | Problem | None:
    """ Get Costs

     This month by default; 92 days at most. Without what vendors bill beside their calls.

    Takes a key with scope `read`.

    Args:
        first_day (datetime.date | None | Unset):
        last_day (datetime.date | None | Unset):
        agent_id (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | Costs | Problem
     """


    return (await asyncio_detailed(
        client=client,
first_day=first_day,
last_day=last_day,
agent_id=agent_id,

    )).parsed
