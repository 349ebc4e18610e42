from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.entered_weight import EnteredWeight
from ...models.problem import Problem
from ...models.weight_shape import WeightShape
from typing import cast



def _get_kwargs(
    patient_id: str,
    *,
    body: EnteredWeight,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/patients/{patient_id}/weights".format(patient_id=quote(str(patient_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | Problem | WeightShape | None:
    if response.status_code == 201:
        response_201 = WeightShape.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | Problem | WeightShape]:
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
    body: EnteredWeight,

) -> Response[BadRequestProblem | Problem | WeightShape]:
    """ Add Weight

     A weight that staff measured or corrected: those of later calls are compared with it.

    Takes a key with scope `operate` and `clinical`.

    Args:
        patient_id (str):
        body (EnteredWeight): `day` is a day of the patient's own clock; today if it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | Problem | WeightShape]
     """


    kwargs = _get_kwargs(
        patient_id=patient_id,
body=body,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    patient_id: str,
    *,
    client: AuthenticatedClient,
    body: EnteredWeight,

) -> BadRequestProblem | Problem | WeightShape | None:
    """ Add Weight

     A weight that staff measured or corrected: those of later calls are compared with it.

    Takes a key with scope `operate` and `clinical`.

    Args:
        patient_id (str):
        body (EnteredWeight): `day` is a day of the patient's own clock; today if it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | Problem | WeightShape
     """


    return sync_detailed(
        patient_id=patient_id,
client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    patient_id: str,
    *,
    client: AuthenticatedClient,
    body: EnteredWeight,

) -> Response[BadRequestProblem | Problem | WeightShape]:
    """ Add Weight

     A weight that staff measured or corrected: those of later calls are compared with it.

    Takes a key with scope `operate` and `clinical`.

    Args:
        patient_id (str):
        body (EnteredWeight): `day` is a day of the patient's own clock; today if it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | Problem | WeightShape]
     """


    kwargs = _get_kwargs(
        patient_id=patient_id,
body=body,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    patient_id: str,
    *,
    client: AuthenticatedClient,
    body: EnteredWeight,

) -> BadRequestProblem | Problem | WeightShape | None:
    """ Add Weight

     A weight that staff measured or corrected: those of later calls are compared with it.

    Takes a key with scope `operate` and `clinical`.

    Args:
        patient_id (str):
        body (EnteredWeight): `day` is a day of the patient's own clock; today if it is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | Problem | WeightShape
     """


    return (await asyncio_detailed(
        patient_id=patient_id,
client=client,
body=body,

    )).parsed
