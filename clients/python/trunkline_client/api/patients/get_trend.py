from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.problem import Problem
from ...models.trend_shape import TrendShape
from ...types import UNSET, Unset
from typing import cast
import datetime



def _get_kwargs(
    patient_id: str,
    *,
    first_day: datetime.date | None | Unset = UNSET,
    last_day: datetime.date | None | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_first_day: None | str | Unset
    if isinstance(first_day, Unset):
        json_first_day = UNSET
    elif isinstance(first_day, datetime.date):
        json_first_day = first_day.isoformat()
    else:
        json_first_day = first_day
    params["first_day"] = json_first_day

    json_last_day: None | str | Unset
    if isinstance(last_day, Unset):
        json_last_day = UNSET
    elif isinstance(last_day, datetime.date):
        json_last_day = last_day.isoformat()
    else:
        json_last_day = last_day
    params["last_day"] = json_last_day


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/patients/{patient_id}/trend".format(patient_id=quote(str(patient_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | Problem | TrendShape | None:
    if response.status_code == 200:
        response_200 = TrendShape.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | Problem | TrendShape]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    patient_id: str,
    *,
    client: AuthenticatedClient,
    first_day: datetime.date | None | Unset = UNSET,
    last_day: datetime.date | None | Unset = UNSET,

) -> Response[BadRequestProblem | Problem | TrendShape]:
    """ Get Trend

     Measures with the band of their baseline, the level of each call, and calls answered of calls due.

    Takes a key with scope `read` and `clinical`.

    Args:
        patient_id (str):
        first_day (datetime.date | None | Unset): 30 days before the last day if left out
        last_day (datetime.date | None | Unset): Today if left out

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | Problem | TrendShape]
     """


    kwargs = _get_kwargs(
        patient_id=patient_id,
first_day=first_day,
last_day=last_day,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    patient_id: str,
    *,
    client: AuthenticatedClient,
    first_day: datetime.date | None | Unset = UNSET,
    last_day: datetime.date | None | Unset = UNSET,

) -> BadRequestProblem | Problem | TrendShape | None:
    """ Get Trend

     Measures with the band of their baseline, the level of each call, and calls answered of calls due.

    Takes a key with scope `read` and `clinical`.

    Args:
        patient_id (str):
        first_day (datetime.date | None | Unset): 30 days before the last day if left out
        last_day (datetime.date | None | Unset): Today if left out

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | Problem | TrendShape
     """


    return sync_detailed(
        patient_id=patient_id,
client=client,
first_day=first_day,
last_day=last_day,

    ).parsed

async def asyncio_detailed(
    patient_id: str,
    *,
    client: AuthenticatedClient,
    first_day: datetime.date | None | Unset = UNSET,
    last_day: datetime.date | None | Unset = UNSET,

) -> Response[BadRequestProblem | Problem | TrendShape]:
    """ Get Trend

     Measures with the band of their baseline, the level of each call, and calls answered of calls due.

    Takes a key with scope `read` and `clinical`.

    Args:
        patient_id (str):
        first_day (datetime.date | None | Unset): 30 days before the last day if left out
        last_day (datetime.date | None | Unset): Today if left out

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | Problem | TrendShape]
     """


    kwargs = _get_kwargs(
        patient_id=patient_id,
first_day=first_day,
last_day=last_day,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    patient_id: str,
    *,
    client: AuthenticatedClient,
    first_day: datetime.date | None | Unset = UNSET,
    last_day: datetime.date | None | Unset = UNSET,

) -> BadRequestProblem | Problem | TrendShape | None:
    """ Get Trend

     Measures with the band of their baseline, the level of each call, and calls answered of calls due.

    Takes a key with scope `read` and `clinical`.

    Args:
        patient_id (str):
        first_day (datetime.date | None | Unset): 30 days before the last day if left out
        last_day (datetime.date | None | Unset): Today if left out

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | Problem | TrendShape
     """


    return (await asyncio_detailed(
        patient_id=patient_id,
client=client,
first_day=first_day,
last_day=last_day,

    )).parsed
