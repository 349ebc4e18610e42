from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.patient_change_body import PatientChangeBody
from ...models.patient_shape import PatientShape
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    patient_id: str,
    *,
    body: PatientChangeBody,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/api/v1/patients/{patient_id}".format(patient_id=quote(str(patient_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | PatientShape | Problem | None:
    if response.status_code == 200:
        response_200 = PatientShape.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | PatientShape | Problem]:
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
    body: PatientChangeBody,

) -> Response[BadRequestProblem | PatientShape | Problem]:
    """ Update Patient

     Takes a key with scope `operate` and `clinical`.

    Args:
        patient_id (str):
        body (PatientChangeBody): Fields that are left out stay as they are.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | PatientShape | Problem]
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
    body: PatientChangeBody,

) -> BadRequestProblem | PatientShape | Problem | None:
    """ Update Patient

     Takes a key with scope `operate` and `clinical`.

    Args:
        patient_id (str):
        body (PatientChangeBody): Fields that are left out stay as they are.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | PatientShape | Problem
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
    body: PatientChangeBody,

) -> Response[BadRequestProblem | PatientShape | Problem]:
    """ Update Patient

     Takes a key with scope `operate` and `clinical`.

    Args:
        patient_id (str):
        body (PatientChangeBody): Fields that are left out stay as they are.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | PatientShape | Problem]
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
    body: PatientChangeBody,

) -> BadRequestProblem | PatientShape | Problem | None:
    """ Update Patient

     Takes a key with scope `operate` and `clinical`.

    Args:
        patient_id (str):
        body (PatientChangeBody): Fields that are left out stay as they are.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | PatientShape | Problem
     """


    return (await asyncio_detailed(
        patient_id=patient_id,
client=client,
body=body,

    )).parsed
