from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.new_watch import NewWatch
from ...models.problem import Problem
from ...models.watch_ticket import WatchTicket
from typing import cast



def _get_kwargs(
    call_sid: str,
    *,
    body: NewWatch,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/calls/{call_sid}/watch-tickets".format(call_sid=quote(str(call_sid), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | Problem | WatchTicket | None:
    if response.status_code == 201:
        response_201 = WatchTicket.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | Problem | WatchTicket]:
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
    body: NewWatch,

) -> Response[BadRequestProblem | Problem | WatchTicket]:
    """ Create Watch Ticket

     For the relay's socket on which a running call is followed: words and latencies as they come and,
    with `listen`,
    its sound. Each ticket is in the audit log. A call that is over, or whose sound passes no relay, is
    409.

    Takes a key with scope `read`.

    Args:
        call_sid (str):
        body (NewWatch):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | Problem | WatchTicket]
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
    body: NewWatch,

) -> BadRequestProblem | Problem | WatchTicket | None:
    """ Create Watch Ticket

     For the relay's socket on which a running call is followed: words and latencies as they come and,
    with `listen`,
    its sound. Each ticket is in the audit log. A call that is over, or whose sound passes no relay, is
    409.

    Takes a key with scope `read`.

    Args:
        call_sid (str):
        body (NewWatch):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | Problem | WatchTicket
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
    body: NewWatch,

) -> Response[BadRequestProblem | Problem | WatchTicket]:
    """ Create Watch Ticket

     For the relay's socket on which a running call is followed: words and latencies as they come and,
    with `listen`,
    its sound. Each ticket is in the audit log. A call that is over, or whose sound passes no relay, is
    409.

    Takes a key with scope `read`.

    Args:
        call_sid (str):
        body (NewWatch):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | Problem | WatchTicket]
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
    body: NewWatch,

) -> BadRequestProblem | Problem | WatchTicket | None:
    """ Create Watch Ticket

     For the relay's socket on which a running call is followed: words and latencies as they come and,
    with `listen`,
    its sound. Each ticket is in the audit log. A call that is over, or whose sound passes no relay, is
    409.

    Takes a key with scope `read`.

    Args:
        call_sid (str):
        body (NewWatch):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | Problem | WatchTicket
     """


    return (await asyncio_detailed(
        call_sid=call_sid,
client=client,
body=body,

    )).parsed
