from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.conversation_whole import ConversationWhole
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    conversation_id: str,
    *,
    redacted: bool | Unset = False,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    params["redacted"] = redacted


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/conversations/{conversation_id}".format(conversation_id=quote(str(conversation_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | ConversationWhole | Problem | None:
    if response.status_code == 200:
        response_200 = ConversationWhole.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | ConversationWhole | Problem]:
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
    redacted: bool | Unset = False,

) -> Response[BadRequestProblem | ConversationWhole | Problem]:
    """ Get Conversation

     With `redacted`, the copy with placeholders for what was found of the person, and without the fields
    that say who
    it was. It may still point to them.

    Takes a key with scope `read`.

    Args:
        conversation_id (str):
        redacted (bool | Unset):  Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | ConversationWhole | Problem]
     """


    kwargs = _get_kwargs(
        conversation_id=conversation_id,
redacted=redacted,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    conversation_id: str,
    *,
    client: AuthenticatedClient,
    redacted: bool | Unset = False,

) -> BadRequestProblem | ConversationWhole | Problem | None:
    """ Get Conversation

     With `redacted`, the copy with placeholders for what was found of the person, and without the fields
    that say who
    it was. It may still point to them.

    Takes a key with scope `read`.

    Args:
        conversation_id (str):
        redacted (bool | Unset):  Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | ConversationWhole | Problem
     """


    return sync_detailed(
        conversation_id=conversation_id,
client=client,
redacted=redacted,

    ).parsed

async def asyncio_detailed(
    conversation_id: str,
    *,
    client: AuthenticatedClient,
    redacted: bool | Unset = False,

) -> Response[BadRequestProblem | ConversationWhole | Problem]:
    """ Get Conversation

     With `redacted`, the copy with placeholders for what was found of the person, and without the fields
    that say who
    it was. It may still point to them.

    Takes a key with scope `read`.

    Args:
        conversation_id (str):
        redacted (bool | Unset):  Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | ConversationWhole | Problem]
     """


    kwargs = _get_kwargs(
        conversation_id=conversation_id,
redacted=redacted,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    conversation_id: str,
    *,
    client: AuthenticatedClient,
    redacted: bool | Unset = False,

) -> BadRequestProblem | ConversationWhole | Problem | None:
    """ Get Conversation

     With `redacted`, the copy with placeholders for what was found of the person, and without the fields
    that say who
    it was. It may still point to them.

    Takes a key with scope `read`.

    Args:
        conversation_id (str):
        redacted (bool | Unset):  Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | ConversationWhole | Problem
     """


    return (await asyncio_detailed(
        conversation_id=conversation_id,
client=client,
redacted=redacted,

    )).parsed
