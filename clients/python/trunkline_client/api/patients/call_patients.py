from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.called_patients import CalledPatients
from ...models.calls_due import CallsDue
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    campaign_id: str,
    *,
    body: CalledPatients,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/campaigns/{campaign_id}/patients".format(campaign_id=quote(str(campaign_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | CallsDue | Problem | None:
    if response.status_code == 200:
        response_200 = CallsDue.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | CallsDue | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    campaign_id: str,
    *,
    client: AuthenticatedClient,
    body: CalledPatients,

) -> Response[BadRequestProblem | CallsDue | Problem]:
    """ Call Patients

     Puts patients on the list of a clinical campaign, which calls them through all its gates, and notes
    that a call
    is due today by each patient's clock. May be repeated. The campaign knows their numbers, and not
    their ids.

    Takes a key with scope `operate` and `clinical`.

    Args:
        campaign_id (str):
        body (CalledPatients):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | CallsDue | Problem]
     """


    kwargs = _get_kwargs(
        campaign_id=campaign_id,
body=body,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    campaign_id: str,
    *,
    client: AuthenticatedClient,
    body: CalledPatients,

) -> BadRequestProblem | CallsDue | Problem | None:
    """ Call Patients

     Puts patients on the list of a clinical campaign, which calls them through all its gates, and notes
    that a call
    is due today by each patient's clock. May be repeated. The campaign knows their numbers, and not
    their ids.

    Takes a key with scope `operate` and `clinical`.

    Args:
        campaign_id (str):
        body (CalledPatients):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | CallsDue | Problem
     """


    return sync_detailed(
        campaign_id=campaign_id,
client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    campaign_id: str,
    *,
    client: AuthenticatedClient,
    body: CalledPatients,

) -> Response[BadRequestProblem | CallsDue | Problem]:
    """ Call Patients

     Puts patients on the list of a clinical campaign, which calls them through all its gates, and notes
    that a call
    is due today by each patient's clock. May be repeated. The campaign knows their numbers, and not
    their ids.

    Takes a key with scope `operate` and `clinical`.

    Args:
        campaign_id (str):
        body (CalledPatients):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | CallsDue | Problem]
     """


    kwargs = _get_kwargs(
        campaign_id=campaign_id,
body=body,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    campaign_id: str,
    *,
    client: AuthenticatedClient,
    body: CalledPatients,

) -> BadRequestProblem | CallsDue | Problem | None:
    """ Call Patients

     Puts patients on the list of a clinical campaign, which calls them through all its gates, and notes
    that a call
    is due today by each patient's clock. May be repeated. The campaign knows their numbers, and not
    their ids.

    Takes a key with scope `operate` and `clinical`.

    Args:
        campaign_id (str):
        body (CalledPatients):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | CallsDue | Problem
     """


    return (await asyncio_detailed(
        campaign_id=campaign_id,
client=client,
body=body,

    )).parsed
