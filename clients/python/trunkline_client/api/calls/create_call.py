from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.bad_request_problem import BadRequestProblem
from ...models.call_created import CallCreated
from ...models.call_ordered import CallOrdered
from ...models.new_call import NewCall
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    body: NewCall,
    idempotency_key: None | str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/elevenlabs-twilio/calls",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> BadRequestProblem | CallCreated | CallOrdered | Problem | None:
    if response.status_code == 200:
        response_200 = CallCreated.from_dict(response.json())



        return response_200

    if response.status_code == 202:
        response_202 = CallOrdered.from_dict(response.json())



        return response_202

    if response.status_code == 400:
        response_400 = BadRequestProblem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())



        return response_403

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[BadRequestProblem | CallCreated | CallOrdered | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: NewCall,
    idempotency_key: None | str | Unset = UNSET,

) -> Response[BadRequestProblem | CallCreated | CallOrdered | Problem]:
    """ Create Call

     Places one call: a repeated request with the same `Idempotency-Key` gets the first answer.
    `webhook_url` receives the call's events, signed with the company's secret for calls.
    Where the relay may sleep and does, the answer is 202 and the phone rings when it has woken, in
    about a minute.

    Takes a key with scope `operate`.

    Args:
        idempotency_key (None | str | Unset):
        body (NewCall):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | CallCreated | CallOrdered | Problem]
     """


    kwargs = _get_kwargs(
        body=body,
idempotency_key=idempotency_key,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    body: NewCall,
    idempotency_key: None | str | Unset = UNSET,

) -> BadRequestProblem | CallCreated | CallOrdered | Problem | None:
    """ Create Call

     Places one call: a repeated request with the same `Idempotency-Key` gets the first answer.
    `webhook_url` receives the call's events, signed with the company's secret for calls.
    Where the relay may sleep and does, the answer is 202 and the phone rings when it has woken, in
    about a minute.

    Takes a key with scope `operate`.

    Args:
        idempotency_key (None | str | Unset):
        body (NewCall):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | CallCreated | CallOrdered | Problem
     """


    return sync_detailed(
        client=client,
body=body,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: NewCall,
    idempotency_key: None | str | Unset = UNSET,

) -> Response[BadRequestProblem | CallCreated | CallOrdered | Problem]:
    """ Create Call

     Places one call: a repeated request with the same `Idempotency-Key` gets the first answer.
    `webhook_url` receives the call's events, signed with the company's secret for calls.
    Where the relay may sleep and does, the answer is 202 and the phone rings when it has woken, in
    about a minute.

    Takes a key with scope `operate`.

    Args:
        idempotency_key (None | str | Unset):
        body (NewCall):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BadRequestProblem | CallCreated | CallOrdered | Problem]
     """


    kwargs = _get_kwargs(
        body=body,
idempotency_key=idempotency_key,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    body: NewCall,
    idempotency_key: None | str | Unset = UNSET,

) -> BadRequestProblem | CallCreated | CallOrdered | Problem | None:
    """ Create Call

     Places one call: a repeated request with the same `Idempotency-Key` gets the first answer.
    `webhook_url` receives the call's events, signed with the company's secret for calls.
    Where the relay may sleep and does, the answer is 202 and the phone rings when it has woken, in
    about a minute.

    Takes a key with scope `operate`.

    Args:
        idempotency_key (None | str | Unset):
        body (NewCall):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BadRequestProblem | CallCreated | CallOrdered | Problem
     """


    return (await asyncio_detailed(
        client=client,
body=body,
idempotency_key=idempotency_key,

    )).parsed
