from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    suppression_id: str,
    *,
    campaign_id: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_campaign_id: None | str | Unset
    if isinstance(campaign_id, Unset):
        json_campaign_id = UNSET
    else:
        json_campaign_id = campaign_id
    params["campaign_id"] = json_campaign_id


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/api/v1/suppressions/{suppression_id}".format(suppression_id=quote(str(suppression_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Any | BadRequestProblem | Problem | None:
    if response.status_code == 204:
        response_204 = cast(Any, None)
        return response_204

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Any | BadRequestProblem | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    suppression_id: str,
    *,
    client: AuthenticatedClient,
    campaign_id: None | str | Unset = UNSET,

) -> Response[Any | BadRequestProblem | Problem]:
    """ Remove Listed Suppression

     By its id in the list, so that no address has the number. Only where the person has said so.

    Takes a key with scope `admin`.

    Args:
        suppression_id (str): The id it has in the list
        campaign_id (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BadRequestProblem | Problem]
     """


    kwargs = _get_kwargs(
        suppression_id=suppression_id,
campaign_id=campaign_id,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    suppression_id: str,
    *,
    client: AuthenticatedClient,
    campaign_id: None | str | Unset = UNSET,

) -> Any | BadRequestProblem | Problem | None:
    """ Remove Listed Suppression

     By its id in the list, so that no address has the number. Only where the person has said so.

    Takes a key with scope `admin`.

    Args:
        suppression_id (str): The id it has in the list
        campaign_id (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BadRequestProblem | Problem
     """


    return sync_detailed(
        suppression_id=suppression_id,
client=client,
campaign_id=campaign_id,

    ).parsed

async def asyncio_detailed(
    suppression_id: str,
    *,
    client: AuthenticatedClient,
    campaign_id: None | str | Unset = UNSET,

) -> Response[Any | BadRequestProblem | Problem]:
    """ Remove Listed Suppression

     By its id in the list, so that no address has the number. Only where the person has said so.

    Takes a key with scope `admin`.

    Args:
        suppression_id (str): The id it has in the list
        campaign_id (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BadRequestProblem | Problem]
     """


    kwargs = _get_kwargs(
        suppression_id=suppression_id,
campaign_id=campaign_id,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    suppression_id: str,
    *,
    client: AuthenticatedClient,
    campaign_id: None | str | Unset = UNSET,

) -> Any | BadRequestProblem | Problem | None:
    """ Remove Listed Suppression

     By its id in the list, so that no address has the number. Only where the person has said so.

    Takes a key with scope `admin`.

    Args:
        suppression_id (str): The id it has in the list
        campaign_id (None | str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BadRequestProblem | Problem
     """


    return (await asyncio_detailed(
        suppression_id=suppression_id,
client=client,
campaign_id=campaign_id,

    )).parsed
