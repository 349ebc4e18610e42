from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.problem import Problem
from ...models.recordings import Recordings
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    call_sid: str,
    *,
    with_peaks: bool | Unset = False,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    params["with_peaks"] = with_peaks


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/calls/{call_sid}/recordings".format(call_sid=quote(str(call_sid), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | Problem | Recordings | None:
    if response.status_code == 200:
        response_200 = Recordings.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | Problem | Recordings]:
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
    with_peaks: bool | Unset = False,

) -> Response[BadRequestProblem | Problem | Recordings]:
    """ List Recordings

     `call` is the relay's own in stereo, `provider` the voice provider's, `voicemail` a message the
    caller left.
    With `with_peaks`, the values to draw a recording of kind `call` from, 20 a second.

    Takes a key with scope `read`.

    Args:
        call_sid (str):
        with_peaks (bool | Unset):  Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | Problem | Recordings]
     """


    kwargs = _get_kwargs(
        call_sid=call_sid,
with_peaks=with_peaks,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    call_sid: str,
    *,
    client: AuthenticatedClient,
    with_peaks: bool | Unset = False,

) -> BadRequestProblem | Problem | Recordings | None:
    """ List Recordings

     `call` is the relay's own in stereo, `provider` the voice provider's, `voicemail` a message the
    caller left.
    With `with_peaks`, the values to draw a recording of kind `call` from, 20 a second.

    Takes a key with scope `read`.

    Args:
        call_sid (str):
        with_peaks (bool | Unset):  Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | Problem | Recordings
     """


    return sync_detailed(
        call_sid=call_sid,
client=client,
with_peaks=with_peaks,

    ).parsed

async def asyncio_detailed(
    call_sid: str,
    *,
    client: AuthenticatedClient,
    with_peaks: bool | Unset = False,

) -> Response[BadRequestProblem | Problem | Recordings]:
    """ List Recordings

     `call` is the relay's own in stereo, `provider` the voice provider's, `voicemail` a message the
    caller left.
    With `with_peaks`, the values to draw a recording of kind `call` from, 20 a second.

    Takes a key with scope `read`.

    Args:
        call_sid (str):
        with_peaks (bool | Unset):  Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | Problem | Recordings]
     """


    kwargs = _get_kwargs(
        call_sid=call_sid,
with_peaks=with_peaks,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    call_sid: str,
    *,
    client: AuthenticatedClient,
    with_peaks: bool | Unset = False,

) -> BadRequestProblem | Problem | Recordings | None:
    """ List Recordings

     `call` is the relay's own in stereo, `provider` the voice provider's, `voicemail` a message the
    caller left.
    With `with_peaks`, the values to draw a recording of kind `call` from, 20 a second.

    Takes a key with scope `read`.

    Args:
        call_sid (str):
        with_peaks (bool | Unset):  Default: False.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | Problem | Recordings
     """


    return (await asyncio_detailed(
        call_sid=call_sid,
client=client,
with_peaks=with_peaks,

    )).parsed
