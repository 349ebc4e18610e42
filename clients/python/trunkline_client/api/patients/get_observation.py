from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.fhir_release import FhirRelease
from ...models.get_observation_response_get_observation import GetObservationResponseGetObservation
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    patient_id: str,
    call_id: str,
    *,
    release: FhirRelease | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_release: str | Unset = UNSET
    if not isinstance(release, Unset):
        json_release = release.value

    params["release"] = json_release


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/patients/{patient_id}/assessments/{call_id}/fhir".format(patient_id=quote(str(patient_id), safe=""),call_id=quote(str(call_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | GetObservationResponseGetObservation | Problem | None:
    if response.status_code == 200:
        response_200 = GetObservationResponseGetObservation.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | GetObservationResponseGetObservation | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    patient_id: str,
    call_id: str,
    *,
    client: AuthenticatedClient,
    release: FhirRelease | Unset = UNSET,

) -> Response[BadRequestProblem | GetObservationResponseGetObservation | Problem]:
    """ Get Observation

     The call's newest assessment as a FHIR Observation.

    Takes a key with scope `read` and `clinical`.

    Args:
        patient_id (str):
        call_id (str):
        release (FhirRelease | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | GetObservationResponseGetObservation | Problem]
     """


    kwargs = _get_kwargs(
        patient_id=patient_id,
call_id=call_id,
release=release,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    patient_id: str,
    call_id: str,
    *,
    client: AuthenticatedClient,
    release: FhirRelease | Unset = UNSET,

) -> BadRequestProblem | GetObservationResponseGetObservation | Problem | None:
    """ Get Observation

     The call's newest assessment as a FHIR Observation.

    Takes a key with scope `read` and `clinical`.

    Args:
        patient_id (str):
        call_id (str):
        release (FhirRelease | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | GetObservationResponseGetObservation | Problem
     """


    return sync_detailed(
        patient_id=patient_id,
call_id=call_id,
client=client,
release=release,

    ).parsed

async def asyncio_detailed(
    patient_id: str,
    call_id: str,
    *,
    client: AuthenticatedClient,
    release: FhirRelease | Unset = UNSET,

) -> Response[BadRequestProblem | GetObservationResponseGetObservation | Problem]:
    """ Get Observation

     The call's newest assessment as a FHIR Observation.

    Takes a key with scope `read` and `clinical`.

    Args:
        patient_id (str):
        call_id (str):
        release (FhirRelease | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | GetObservationResponseGetObservation | Problem]
     """


    kwargs = _get_kwargs(
        patient_id=patient_id,
call_id=call_id,
release=release,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    patient_id: str,
    call_id: str,
    *,
    client: AuthenticatedClient,
    release: FhirRelease | Unset = UNSET,

) -> BadRequestProblem | GetObservationResponseGetObservation | Problem | None:
    """ Get Observation

     The call's newest assessment as a FHIR Observation.

    Takes a key with scope `read` and `clinical`.

    Args:
        patient_id (str):
        call_id (str):
        release (FhirRelease | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | GetObservationResponseGetObservation | Problem
     """


    return (await asyncio_detailed(
        patient_id=patient_id,
call_id=call_id,
client=client,
release=release,

    )).parsed
