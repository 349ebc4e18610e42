from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.get_recording_audio_kind import GetRecordingAudioKind
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    call_sid: str,
    kind: GetRecordingAudioKind,
    *,
    part: int | None | Unset = UNSET,
    range_: None | str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(range_, Unset):
        headers["range"] = range_



    

    params: dict[str, Any] = {}

    json_part: int | None | Unset
    if isinstance(part, Unset):
        json_part = UNSET
    else:
        json_part = part
    params["part"] = json_part


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/calls/{call_sid}/recordings/{kind}/audio".format(call_sid=quote(str(call_sid), safe=""),kind=quote(str(kind), safe=""),),
        "params": params,
    }


    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | BadRequestProblem | Problem | None:
    if response.status_code == 200:
        response_200 = cast(Any, None)
        return response_200

    if response.status_code == 206:
        response_206 = cast(Any, None)
        return response_206

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

    if response.status_code == 410:
        response_410 = Problem.from_dict(response.json())



        return response_410

    if response.status_code == 416:
        response_416 = Problem.from_dict(response.json())



        return response_416

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | BadRequestProblem | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    call_sid: str,
    kind: GetRecordingAudioKind,
    *,
    client: AuthenticatedClient,
    part: int | None | Unset = UNSET,
    range_: None | str | Unset = UNSET,

) -> Response[Any | BadRequestProblem | Problem]:
    """ Get Recording Audio

     The bytes of a recording. Ask for ranges: an answer holds 4 MiB at most, and a longer recording is
    refused as a
    whole. That of an erased patient is gone for good.

    Takes a key with scope `read`.

    Args:
        call_sid (str):
        kind (GetRecordingAudioKind):
        part (int | None | Unset): of a call recorded in parts; the last by default
        range_ (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BadRequestProblem | Problem]
     """


    kwargs = _get_kwargs(
        call_sid=call_sid,
kind=kind,
part=part,
range_=range_,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    call_sid: str,
    kind: GetRecordingAudioKind,
    *,
    client: AuthenticatedClient,
    part: int | None | Unset = UNSET,
    range_: None | str | Unset = UNSET,

) -> Any | BadRequestProblem | Problem | None:
    """ Get Recording Audio

     The bytes of a recording. Ask for ranges: an answer holds 4 MiB at most, and a longer recording is
    refused as a
    whole. That of an erased patient is gone for good.

    Takes a key with scope `read`.

    Args:
        call_sid (str):
        kind (GetRecordingAudioKind):
        part (int | None | Unset): of a call recorded in parts; the last by default
        range_ (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BadRequestProblem | Problem
     """


    return sync_detailed(
        call_sid=call_sid,
kind=kind,
client=client,
part=part,
range_=range_,

    ).parsed

async def asyncio_detailed(
    call_sid: str,
    kind: GetRecordingAudioKind,
    *,
    client: AuthenticatedClient,
    part: int | None | Unset = UNSET,
    range_: None | str | Unset = UNSET,

) -> Response[Any | BadRequestProblem | Problem]:
    """ Get Recording Audio

     The bytes of a recording. Ask for ranges: an answer holds 4 MiB at most, and a longer recording is
    refused as a
    whole. That of an erased patient is gone for good.

    Takes a key with scope `read`.

    Args:
        call_sid (str):
        kind (GetRecordingAudioKind):
        part (int | None | Unset): of a call recorded in parts; the last by default
        range_ (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BadRequestProblem | Problem]
     """


    kwargs = _get_kwargs(
        call_sid=call_sid,
kind=kind,
part=part,
range_=range_,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    call_sid: str,
    kind: GetRecordingAudioKind,
    *,
    client: AuthenticatedClient,
    part: int | None | Unset = UNSET,
    range_: None | str | Unset = UNSET,

) -> Any | BadRequestProblem | Problem | None:
    """ Get Recording Audio

     The bytes of a recording. Ask for ranges: an answer holds 4 MiB at most, and a longer recording is
    refused as a
    whole. That of an erased patient is gone for good.

    Takes a key with scope `read`.

    Args:
        call_sid (str):
        kind (GetRecordingAudioKind):
        part (int | None | Unset): of a call recorded in parts; the last by default
        range_ (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BadRequestProblem | Problem
     """


    return (await asyncio_detailed(
        call_sid=call_sid,
kind=kind,
client=client,
part=part,
range_=range_,

    )).parsed
