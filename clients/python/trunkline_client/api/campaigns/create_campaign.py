from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.campaign_shape import CampaignShape
from ...models.new_campaign import NewCampaign
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    body: NewCampaign,
    idempotency_key: None | str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/campaigns",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | CampaignShape | Problem | None:
    if response.status_code == 201:
        response_201 = CampaignShape.from_dict(response.json())



        return response_201

    if response.status_code == 400:
        response_400 = BadRequestProblem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())



        return response_403

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | CampaignShape | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: NewCampaign,
    idempotency_key: None | str | Unset = UNSET,

) -> Response[BadRequestProblem | CampaignShape | Problem]:
    """ Create Campaign

     Creates a draft: no call is placed before it is started. A repeated request with the same
    `Idempotency-Key`
    creates one campaign.

    Takes a key with scope `operate`.

    Args:
        idempotency_key (None | str | Unset):
        body (NewCampaign): `channel` says who places the call: the voice provider, or the carrier
            with the media by our relay, taken by the
            provider (register), or a text spoken in a voice. `destinations` are the regions that may
            be called at all.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | CampaignShape | Problem]
     """


    kwargs = _get_kwargs(
        body=body,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    body: NewCampaign,
    idempotency_key: None | str | Unset = UNSET,

) -> BadRequestProblem | CampaignShape | Problem | None:
    """ Create Campaign

     Creates a draft: no call is placed before it is started. A repeated request with the same
    `Idempotency-Key`
    creates one campaign.

    Takes a key with scope `operate`.

    Args:
        idempotency_key (None | str | Unset):
        body (NewCampaign): `channel` says who places the call: the voice provider, or the carrier
            with the media by our relay, taken by the
            provider (register), or a text spoken in a voice. `destinations` are the regions that may
            be called at all.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | CampaignShape | Problem
     """


    return sync_detailed(
        client=client,
body=body,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: NewCampaign,
    idempotency_key: None | str | Unset = UNSET,

) -> Response[BadRequestProblem | CampaignShape | Problem]:
    """ Create Campaign

     Creates a draft: no call is placed before it is started. A repeated request with the same
    `Idempotency-Key`
    creates one campaign.

    Takes a key with scope `operate`.

    Args:
        idempotency_key (None | str | Unset):
        body (NewCampaign): `channel` says who places the call: the voice provider, or the carrier
            with the media by our relay, taken by the
            provider (register), or a text spoken in a voice. `destinations` are the regions that may
            be called at all.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | CampaignShape | Problem]
     """


    kwargs = _get_kwargs(
        body=body,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    body: NewCampaign,
    idempotency_key: None | str | Unset = UNSET,

) -> BadRequestProblem | CampaignShape | Problem | None:
    """ Create Campaign

     Creates a draft: no call is placed before it is started. A repeated request with the same
    `Idempotency-Key`
    creates one campaign.

    Takes a key with scope `operate`.

    Args:
        idempotency_key (None | str | Unset):
        body (NewCampaign): `channel` says who places the call: the voice provider, or the carrier
            with the media by our relay, taken by the
            provider (register), or a text spoken in a voice. `destinations` are the regions that may
            be called at all.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | CampaignShape | Problem
     """


    return (await asyncio_detailed(
        client=client,
body=body,
idempotency_key=idempotency_key,

    )).parsed
