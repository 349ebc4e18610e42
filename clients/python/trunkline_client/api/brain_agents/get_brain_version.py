from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.brain_agent_shape import BrainAgentShape
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    agent_id: str,
    version: int,

) -> dict[str, Any]:
    

    

    

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/brain-agents/{agent_id}/versions/{version}".format(agent_id=quote(str(agent_id), safe=""),version=quote(str(version), safe=""),),
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | BrainAgentShape | Problem | None:
    if response.status_code == 200:
        response_200 = BrainAgentShape.from_dict(response.json())



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

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())



        return response_404

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | BrainAgentShape | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    agent_id: str,
    version: int,
    *,
    client: AuthenticatedClient,

) -> Response[BadRequestProblem | BrainAgentShape | Problem]:
    """ Get Brain Version

     A PUT of its `agent` brings it back, as a new version.

    Takes a key with scope `read`.

    Args:
        agent_id (str):
        version (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | BrainAgentShape | Problem]
     """


    kwargs = _get_kwargs(
        agent_id=agent_id,
version=version,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    agent_id: str,
    version: int,
    *,
    client: AuthenticatedClient,

) -> BadRequestProblem | BrainAgentShape | Problem | None:
    """ Get Brain Version

     A PUT of its `agent` brings it back, as a new version.

    Takes a key with scope `read`.

    Args:
        agent_id (str):
        version (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | BrainAgentShape | Problem
     """


    return sync_detailed(
        agent_id=agent_id,
version=version,
client=client,

    ).parsed

async def asyncio_detailed(
    agent_id: str,
    version: int,
    *,
    client: AuthenticatedClient,

) -> Response[BadRequestProblem | BrainAgentShape | Problem]:
    """ Get Brain Version

     A PUT of its `agent` brings it back, as a new version.

    Takes a key with scope `read`.

    Args:
        agent_id (str):
        version (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | BrainAgentShape | Problem]
     """


    kwargs = _get_kwargs(
        agent_id=agent_id,
version=version,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    agent_id: str,
    version: int,
    *,
    client: AuthenticatedClient,

) -> BadRequestProblem | BrainAgentShape | Problem | None:
    """ Get Brain Version

     A PUT of its `agent` brings it back, as a new version.

    Takes a key with scope `read`.

    Args:
        agent_id (str):
        version (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | BrainAgentShape | Problem
     """


    return (await asyncio_detailed(
        agent_id=agent_id,
version=version,
client=client,

    )).parsed
