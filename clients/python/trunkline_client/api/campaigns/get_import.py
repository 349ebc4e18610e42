from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.import_whole import ImportWhole
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    campaign_id: str,
    import_id: str,

) -> dict[str, Any]:
    

    

    

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/campaigns/{campaign_id}/contacts/{import_id}".format(campaign_id=quote(str(campaign_id), safe=""),import_id=quote(str(import_id), safe=""),),
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | ImportWhole | Problem | None:
    if response.status_code == 200:
        response_200 = ImportWhole.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | ImportWhole | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    campaign_id: str,
    import_id: str,
    *,
    client: AuthenticatedClient,

) -> Response[BadRequestProblem | ImportWhole | Problem]:
    """ Get Import

     The progress of an import, with rate and end; the report of rejected rows once it is done, of
    patients for a
    clinical key.

    Takes a key with scope `operate`.

    Args:
        campaign_id (str):
        import_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | ImportWhole | Problem]
     """


    kwargs = _get_kwargs(
        campaign_id=campaign_id,
import_id=import_id,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    campaign_id: str,
    import_id: str,
    *,
    client: AuthenticatedClient,

) -> BadRequestProblem | ImportWhole | Problem | None:
    """ Get Import

     The progress of an import, with rate and end; the report of rejected rows once it is done, of
    patients for a
    clinical key.

    Takes a key with scope `operate`.

    Args:
        campaign_id (str):
        import_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | ImportWhole | Problem
     """


    return sync_detailed(
        campaign_id=campaign_id,
import_id=import_id,
client=client,

    ).parsed

async def asyncio_detailed(
    campaign_id: str,
    import_id: str,
    *,
    client: AuthenticatedClient,

) -> Response[BadRequestProblem | ImportWhole | Problem]:
    """ Get Import

     The progress of an import, with rate and end; the report of rejected rows once it is done, of
    patients for a
    clinical key.

    Takes a key with scope `operate`.

    Args:
        campaign_id (str):
        import_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | ImportWhole | Problem]
     """


    kwargs = _get_kwargs(
        campaign_id=campaign_id,
import_id=import_id,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    campaign_id: str,
    import_id: str,
    *,
    client: AuthenticatedClient,

) -> BadRequestProblem | ImportWhole | Problem | None:
    """ Get Import

     The progress of an import, with rate and end; the report of rejected rows once it is done, of
    patients for a
    clinical key.

    Takes a key with scope `operate`.

    Args:
        campaign_id (str):
        import_id (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | ImportWhole | Problem
     """


    return (await asyncio_detailed(
        campaign_id=campaign_id,
import_id=import_id,
client=client,

    )).parsed
