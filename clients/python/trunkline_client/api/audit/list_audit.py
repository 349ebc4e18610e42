from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.audit_page import AuditPage
from ...models.bad_request_problem import BadRequestProblem
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
import datetime



def _get_kwargs(
    *,
    day: datetime.date,
    page_size: int | Unset = 100,
    cursor: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_day = day.isoformat()
    params["day"] = json_day

    params["page_size"] = page_size

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/audit",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AuditPage | BadRequestProblem | Problem | None:
    if response.status_code == 200:
        response_200 = AuditPage.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[AuditPage | BadRequestProblem | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    day: datetime.date,
    page_size: int | Unset = 100,
    cursor: None | str | Unset = UNSET,

) -> Response[AuditPage | BadRequestProblem | Problem]:
    """ List Audit

     The entries of a day in UTC, the newest first. To read it is an entry of its own.

    Takes a key with scope `admin` and `clinical`.

    Args:
        day (datetime.date):
        page_size (int | Unset):  Default: 100.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AuditPage | BadRequestProblem | Problem]
     """


    kwargs = _get_kwargs(
        day=day,
page_size=page_size,
cursor=cursor,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    day: datetime.date,
    page_size: int | Unset = 100,
    cursor: None | str | Unset = UNSET,

) -> AuditPage | BadRequestProblem | Problem | None:
    """ List Audit

     The entries of a day in UTC, the newest first. To read it is an entry of its own.

    Takes a key with scope `admin` and `clinical`.

    Args:
        day (datetime.date):
        page_size (int | Unset):  Default: 100.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AuditPage | BadRequestProblem | Problem
     """


    return sync_detailed(
        client=client,
day=day,
page_size=page_size,
cursor=cursor,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    day: datetime.date,
    page_size: int | Unset = 100,
    cursor: None | str | Unset = UNSET,

) -> Response[AuditPage | BadRequestProblem | Problem]:
    """ List Audit

     The entries of a day in UTC, the newest first. To read it is an entry of its own.

    Takes a key with scope `admin` and `clinical`.

    Args:
        day (datetime.date):
        page_size (int | Unset):  Default: 100.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AuditPage | BadRequestProblem | Problem]
     """


    kwargs = _get_kwargs(
        day=day,
page_size=page_size,
cursor=cursor,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    day: datetime.date,
    page_size: int | Unset = 100,
    cursor: None | str | Unset = UNSET,

) -> AuditPage | BadRequestProblem | Problem | None:
    """ List Audit

     The entries of a day in UTC, the newest first. To read it is an entry of its own.

    Takes a key with scope `admin` and `clinical`.

    Args:
        day (datetime.date):
        page_size (int | Unset):  Default: 100.
        cursor (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AuditPage | BadRequestProblem | Problem
     """


    return (await asyncio_detailed(
        client=client,
day=day,
page_size=page_size,
cursor=cursor,

    )).parsed
