from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.caller_body import CallerBody
from ...models.caller_shape import CallerShape
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    number: str,
    *,
    body: CallerBody,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/api/v1/callers/{number}".format(number=quote(str(number), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | CallerShape | Problem | None:
    if response.status_code == 200:
        response_200 = CallerShape.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | CallerShape | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    number: str,
    *,
    client: AuthenticatedClient,
    body: CallerBody,

) -> Response[BadRequestProblem | CallerShape | Problem]:
    """ Put Caller

     Replaces all that is known of the caller.

    Takes a key with scope `admin`.

    Args:
        number (str):
        body (CallerBody): Variables whose names begin with `secret__` are never shown again, nor
            logged.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | CallerShape | Problem]
     """


    kwargs = _get_kwargs(
        number=number,
body=body,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    number: str,
    *,
    client: AuthenticatedClient,
    body: CallerBody,

) -> BadRequestProblem | CallerShape | Problem | None:
    """ Put Caller

     Replaces all that is known of the caller.

    Takes a key with scope `admin`.

    Args:
        number (str):
        body (CallerBody): Variables whose names begin with `secret__` are never shown again, nor
            logged.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | CallerShape | Problem
     """


    return sync_detailed(
        number=number,
client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    number: str,
    *,
    client: AuthenticatedClient,
    body: CallerBody,

) -> Response[BadRequestProblem | CallerShape | Problem]:
    """ Put Caller

     Replaces all that is known of the caller.

    Takes a key with scope `admin`.

    Args:
        number (str):
        body (CallerBody): Variables whose names begin with `secret__` are never shown again, nor
            logged.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | CallerShape | Problem]
     """


    kwargs = _get_kwargs(
        number=number,
body=body,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    number: str,
    *,
    client: AuthenticatedClient,
    body: CallerBody,

) -> BadRequestProblem | CallerShape | Problem | None:
    """ Put Caller

     Replaces all that is known of the caller.

    Takes a key with scope `admin`.

    Args:
        number (str):
        body (CallerBody): Variables whose names begin with `secret__` are never shown again, nor
            logged.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | CallerShape | Problem
     """


    return (await asyncio_detailed(
        number=number,
client=client,
body=body,

    )).parsed
