from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.problem import Problem
from ...models.voice_settings_shape import VoiceSettingsShape
from ...models.voice_updated import VoiceUpdated
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    call_sid: str,
    *,
    body: VoiceSettingsShape,
    voice_id: None | str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    params: dict[str, Any] = {}

    json_voice_id: None | str | Unset
    if isinstance(voice_id, Unset):
        json_voice_id = UNSET
    else:
        json_voice_id = voice_id
    params["voice_id"] = json_voice_id


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/elevenlabs-twilio/calls/{call_sid}/voice".format(call_sid=quote(str(call_sid), safe=""),),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | Problem | VoiceUpdated | None:
    if response.status_code == 200:
        response_200 = VoiceUpdated.from_dict(response.json())



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

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())



        return response_409

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | Problem | VoiceUpdated]:
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
    body: VoiceSettingsShape,
    voice_id: None | str | Unset = UNSET,

) -> Response[BadRequestProblem | Problem | VoiceUpdated]:
    """ Update Voice

     From the next text on, or from the first one of a call that still rings. What is not said stays as
    it is.

    Takes a key with scope `operate`.

    Args:
        call_sid (str):
        voice_id (None | str | Unset):
        body (VoiceSettingsShape): Voice settings. An omitted setting keeps the voice's stored
            value.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | Problem | VoiceUpdated]
     """


    kwargs = _get_kwargs(
        call_sid=call_sid,
body=body,
voice_id=voice_id,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    call_sid: str,
    *,
    client: AuthenticatedClient,
    body: VoiceSettingsShape,
    voice_id: None | str | Unset = UNSET,

) -> BadRequestProblem | Problem | VoiceUpdated | None:
    """ Update Voice

     From the next text on, or from the first one of a call that still rings. What is not said stays as
    it is.

    Takes a key with scope `operate`.

    Args:
        call_sid (str):
        voice_id (None | str | Unset):
        body (VoiceSettingsShape): Voice settings. An omitted setting keeps the voice's stored
            value.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | Problem | VoiceUpdated
     """


    return sync_detailed(
        call_sid=call_sid,
client=client,
body=body,
voice_id=voice_id,

    ).parsed

async def asyncio_detailed(
    call_sid: str,
    *,
    client: AuthenticatedClient,
    body: VoiceSettingsShape,
    voice_id: None | str | Unset = UNSET,

) -> Response[BadRequestProblem | Problem | VoiceUpdated]:
    """ Update Voice

     From the next text on, or from the first one of a call that still rings. What is not said stays as
    it is.

    Takes a key with scope `operate`.

    Args:
        call_sid (str):
        voice_id (None | str | Unset):
        body (VoiceSettingsShape): Voice settings. An omitted setting keeps the voice's stored
            value.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | Problem | VoiceUpdated]
     """


    kwargs = _get_kwargs(
        call_sid=call_sid,
body=body,
voice_id=voice_id,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    call_sid: str,
    *,
    client: AuthenticatedClient,
    body: VoiceSettingsShape,
    voice_id: None | str | Unset = UNSET,

) -> BadRequestProblem | Problem | VoiceUpdated | None:
    """ Update Voice

     From the next text on, or from the first one of a call that still rings. What is not said stays as
    it is.

    Takes a key with scope `operate`.

    Args:
        call_sid (str):
        voice_id (None | str | Unset):
        body (VoiceSettingsShape): Voice settings. An omitted setting keeps the voice's stored
            value.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | Problem | VoiceUpdated
     """


    return (await asyncio_detailed(
        call_sid=call_sid,
client=client,
body=body,
voice_id=voice_id,

    )).parsed
