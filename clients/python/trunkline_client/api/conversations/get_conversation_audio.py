from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.audio_link import AudioLink
from ...models.bad_request_problem import BadRequestProblem
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    conversation_id: str,

) -> dict[str, Any]:
    

    

    

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/conversations/{conversation_id}/audio".format(conversation_id=quote(str(conversation_id), safe=""),),
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AudioLink | BadRequestProblem | Problem | None:
    if response.status_code == 200:
        response_200 = AudioLink.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[AudioLink | BadRequestProblem | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    conversation_id: str,
    *,
    client: AuthenticatedClient,

) -> Response[AudioLink | BadRequestProblem | Problem]:
    """ Get Conversation Audio

     A link to the recording: ours in stereo where there is one, else the provider's. A resumed call's is
    the last.

    Takes a key with scope `read`.

    Args:
        conversation_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AudioLink | BadRequestProblem | Problem]
     """


    kwargs = _get_kwargs(
        conversation_id=conversation_id,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    conversation_id: str,
    *,
    client: AuthenticatedClient,

) -> AudioLink | BadRequestProblem | Problem | None:
    """ Get Conversation Audio

     A link to the recording: ours in stereo where there is one, else the provider's. A resumed call's is
    the last.

    Takes a key with scope `read`.

    Args:
        conversation_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AudioLink | BadRequestProblem | Problem
     """


    return sync_detailed(
        conversation_id=conversation_id,
client=client,

    ).parsed

async def asyncio_detailed(
    conversation_id: str,
    *,
    client: AuthenticatedClient,

) -> Response[AudioLink | BadRequestProblem | Problem]:
    """ Get Conversation Audio

     A link to the recording: ours in stereo where there is one, else the provider's. A resumed call's is
    the last.

    Takes a key with scope `read`.

    Args:
        conversation_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AudioLink | BadRequestProblem | Problem]
     """


    kwargs = _get_kwargs(
        conversation_id=conversation_id,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    conversation_id: str,
    *,
    client: AuthenticatedClient,

) -> AudioLink | BadRequestProblem | Problem | None:
    """ Get Conversation Audio

     A link to the recording: ours in stereo where there is one, else the provider's. A resumed call's is
    the last.

    Takes a key with scope `read`.

    Args:
        conversation_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AudioLink | BadRequestProblem | Problem
     """


    return (await asyncio_detailed(
        conversation_id=conversation_id,
client=client,

    )).parsed
