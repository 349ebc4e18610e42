from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.problem import Problem
from ...models.text_to_speak import TextToSpeak
from ...types import File, FileTypes
from io import BytesIO
from typing import cast



def _get_kwargs(
    call_sid: str,
    *,
    body: TextToSpeak,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/elevenlabs-twilio/calls/{call_sid}/synthesize".format(call_sid=quote(str(call_sid), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | File | Problem | None:
    if response.status_code == 200:
        response_200 = File(
             payload = BytesIO(response.content)
        )



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | File | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    call_sid: str,
    *,
    client: AuthenticatedClient,
    body: TextToSpeak,

) -> Response[BadRequestProblem | File | Problem]:
    """ Synthesize

     The text as MP3, in the call's voice or another one. The caller does not hear it: that is `stream`.

    Takes a key with scope `operate`.

    Args:
        call_sid (str):
        body (TextToSpeak):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | File | Problem]
     """


    kwargs = _get_kwargs(
        call_sid=call_sid,
body=body,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    call_sid: str,
    *,
    client: AuthenticatedClient,
    body: TextToSpeak,

) -> BadRequestProblem | File | Problem | None:
    """ Synthesize

     The text as MP3, in the call's voice or another one. The caller does not hear it: that is `stream`.

    Takes a key with scope `operate`.

    Args:
        call_sid (str):
        body (TextToSpeak):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | File | Problem
     """


    return sync_detailed(
        call_sid=call_sid,
client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    call_sid: str,
    *,
    client: AuthenticatedClient,
    body: TextToSpeak,

) -> Response[BadRequestProblem | File | Problem]:
    """ Synthesize

     The text as MP3, in the call's voice or another one. The caller does not hear it: that is `stream`.

    Takes a key with scope `operate`.

    Args:
        call_sid (str):
        body (TextToSpeak):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | File | Problem]
     """


    kwargs = _get_kwargs(
        call_sid=call_sid,
body=body,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    call_sid: str,
    *,
    client: AuthenticatedClient,
    body: TextToSpeak,

) -> BadRequestProblem | File | Problem | None:
    """ Synthesize

     The text as MP3, in the call's voice or another one. The caller does not hear it: that is `stream`.

    Takes a key with scope `operate`.

    Args:
        call_sid (str):
        body (TextToSpeak):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | File | Problem
     """


    return (await asyncio_detailed(
        call_sid=call_sid,
client=client,
body=body,

    )).parsed
