from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.event_endpoint_change import EventEndpointChange
from ...models.event_endpoint_shape import EventEndpointShape
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    endpoint_id: str,
    *,
    body: EventEndpointChange,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/api/v1/event-endpoints/{endpoint_id}".format(endpoint_id=quote(str(endpoint_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | EventEndpointShape | Problem | None:
    if response.status_code == 200:
        response_200 = EventEndpointShape.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | EventEndpointShape | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    endpoint_id: str,
    *,
    client: AuthenticatedClient,
    body: EventEndpointChange,

) -> Response[BadRequestProblem | EventEndpointShape | Problem]:
    """ Change Event Endpoint

     An endpoint that is switched on again receives the events since it was off, the newest 5,000 at
    most. Of a call's
    own webhook `is_enabled` alone changes.

    Takes a key with scope `admin`.

    Args:
        endpoint_id (str): `call-<CallSid>`: a call's own webhook
        body (EventEndpointChange): Fields that are left out stay as they are.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | EventEndpointShape | Problem]
     """


    kwargs = _get_kwargs(
        endpoint_id=endpoint_id,
body=body,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    endpoint_id: str,
    *,
    client: AuthenticatedClient,
    body: EventEndpointChange,

) -> BadRequestProblem | EventEndpointShape | Problem | None:
    """ Change Event Endpoint

     An endpoint that is switched on again receives the events since it was off, the newest 5,000 at
    most. Of a call's
    own webhook `is_enabled` alone changes.

    Takes a key with scope `admin`.

    Args:
        endpoint_id (str): `call-<CallSid>`: a call's own webhook
        body (EventEndpointChange): Fields that are left out stay as they are.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | EventEndpointShape | Problem
     """


    return sync_detailed(
        endpoint_id=endpoint_id,
client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    endpoint_id: str,
    *,
    client: AuthenticatedClient,
    body: EventEndpointChange,

) -> Response[BadRequestProblem | EventEndpointShape | Problem]:
    """ Change Event Endpoint

     An endpoint that is switched on again receives the events since it was off, the newest 5,000 at
    most. Of a call's
    own webhook `is_enabled` alone changes.

    Takes a key with scope `admin`.

    Args:
        endpoint_id (str): `call-<CallSid>`: a call's own webhook
        body (EventEndpointChange): Fields that are left out stay as they are.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | EventEndpointShape | Problem]
     """


    kwargs = _get_kwargs(
        endpoint_id=endpoint_id,
body=body,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    endpoint_id: str,
    *,
    client: AuthenticatedClient,
    body: EventEndpointChange,

) -> BadRequestProblem | EventEndpointShape | Problem | None:
    """ Change Event Endpoint

     An endpoint that is switched on again receives the events since it was off, the newest 5,000 at
    most. Of a call's
    own webhook `is_enabled` alone changes.

    Takes a key with scope `admin`.

    Args:
        endpoint_id (str): `call-<CallSid>`: a call's own webhook
        body (EventEndpointChange): Fields that are left out stay as they are.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | EventEndpointShape | Problem
     """


    return (await asyncio_detailed(
        endpoint_id=endpoint_id,
client=client,
body=body,

    )).parsed
