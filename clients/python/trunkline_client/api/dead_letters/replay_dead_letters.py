from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.dead_letters_of_queue import DeadLettersOfQueue
from ...models.problem import Problem
from ...models.replay_dead_letters_queue import ReplayDeadLettersQueue
from typing import cast



def _get_kwargs(
    queue: ReplayDeadLettersQueue,

) -> dict[str, Any]:
    

    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/dead-letters/{queue}/replay".format(queue=quote(str(queue), safe=""),),
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | DeadLettersOfQueue | Problem | None:
    if response.status_code == 200:
        response_200 = DeadLettersOfQueue.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | DeadLettersOfQueue | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    queue: ReplayDeadLettersQueue,
    *,
    client: AuthenticatedClient,

) -> Response[BadRequestProblem | DeadLettersOfQueue | Problem]:
    """ Replay Dead Letters

     Sends your company's dead letters back to their queue, and lists them. Each is done again from where
    it stood.

    Takes a key with scope `admin`.

    Args:
        queue (ReplayDeadLettersQueue): The queue whose dead letters go back to it

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | DeadLettersOfQueue | Problem]
     """


    kwargs = _get_kwargs(
        queue=queue,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    queue: ReplayDeadLettersQueue,
    *,
    client: AuthenticatedClient,

) -> BadRequestProblem | DeadLettersOfQueue | Problem | None:
    """ Replay Dead Letters

     Sends your company's dead letters back to their queue, and lists them. Each is done again from where
    it stood.

    Takes a key with scope `admin`.

    Args:
        queue (ReplayDeadLettersQueue): The queue whose dead letters go back to it

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | DeadLettersOfQueue | Problem
     """


    return sync_detailed(
        queue=queue,
client=client,

    ).parsed

async def asyncio_detailed(
    queue: ReplayDeadLettersQueue,
    *,
    client: AuthenticatedClient,

) -> Response[BadRequestProblem | DeadLettersOfQueue | Problem]:
    """ Replay Dead Letters

     Sends your company's dead letters back to their queue, and lists them. Each is done again from where
    it stood.

    Takes a key with scope `admin`.

    Args:
        queue (ReplayDeadLettersQueue): The queue whose dead letters go back to it

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | DeadLettersOfQueue | Problem]
     """


    kwargs = _get_kwargs(
        queue=queue,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    queue: ReplayDeadLettersQueue,
    *,
    client: AuthenticatedClient,

) -> BadRequestProblem | DeadLettersOfQueue | Problem | None:
    """ Replay Dead Letters

     Sends your company's dead letters back to their queue, and lists them. Each is done again from where
    it stood.

    Takes a key with scope `admin`.

    Args:
        queue (ReplayDeadLettersQueue): The queue whose dead letters go back to it

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | DeadLettersOfQueue | Problem
     """


    return (await asyncio_detailed(
        queue=queue,
client=client,

    )).parsed
