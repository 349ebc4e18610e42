from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.agent_call_created import AgentCallCreated
from ...models.bad_request_problem import BadRequestProblem
from ...models.call_ordered import CallOrdered
from ...models.new_agent_call import NewAgentCall
from ...models.not_allowed_problem import NotAllowedProblem
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    *,
    body: NewAgentCall,
    idempotency_key: None | str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/calls",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> AgentCallCreated | BadRequestProblem | CallOrdered | NotAllowedProblem | Problem | None:
    if response.status_code == 201:
        response_201 = AgentCallCreated.from_dict(response.json())



        return response_201

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

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())



        return response_404

    if response.status_code == 409:
        response_409 = NotAllowedProblem.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[AgentCallCreated | BadRequestProblem | CallOrdered | NotAllowedProblem | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: NewAgentCall,
    idempotency_key: None | str | Unset = UNSET,

) -> Response[AgentCallCreated | BadRequestProblem | CallOrdered | NotAllowedProblem | Problem]:
    """ Create Agent Call

     Places one call with an agent: a repeated request with the same `Idempotency-Key` gets the first
    answer. A closed
    gate is a 409 with its `reason`. `webhook_url` receives the call's events, signed with the secret
    for calls. Where
    the relay may sleep and does, the answer is 202 with an order, whose state `get_call_order` shows.

    Takes a key with scope `operate`.

    Args:
        idempotency_key (None | str | Unset):
        body (NewAgentCall): Exactly one of `agent_id` and `route`, the number whose route says
            everything about the call.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AgentCallCreated | BadRequestProblem | CallOrdered | NotAllowedProblem | Problem]
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
    body: NewAgentCall,
    idempotency_key: None | str | Unset = UNSET,

) -> AgentCallCreated | BadRequestProblem | CallOrdered | NotAllowedProblem | Problem | None:
    """ Create Agent Call

     Places one call with an agent: a repeated request with the same `Idempotency-Key` gets the first
    answer. A closed
    gate is a 409 with its `reason`. `webhook_url` receives the call's events, signed with the secret
    for calls. Where
    the relay may sleep and does, the answer is 202 with an order, whose state `get_call_order` shows.

    Takes a key with scope `operate`.

    Args:
        idempotency_key (None | str | Unset):
        body (NewAgentCall): Exactly one of `agent_id` and `route`, the number whose route says
            everything about the call.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AgentCallCreated | BadRequestProblem | CallOrdered | NotAllowedProblem | Problem
     """


    return sync_detailed(
        client=client,
body=body,
idempotency_key=idempotency_key,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: NewAgentCall,
    idempotency_key: None | str | Unset = UNSET,

) -> Response[AgentCallCreated | BadRequestProblem | CallOrdered | NotAllowedProblem | Problem]:
    """ Create Agent Call

     Places one call with an agent: a repeated request with the same `Idempotency-Key` gets the first
    answer. A closed
    gate is a 409 with its `reason`. `webhook_url` receives the call's events, signed with the secret
    for calls. Where
    the relay may sleep and does, the answer is 202 with an order, whose state `get_call_order` shows.

    Takes a key with scope `operate`.

    Args:
        idempotency_key (None | str | Unset):
        body (NewAgentCall): Exactly one of `agent_id` and `route`, the number whose route says
            everything about the call.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AgentCallCreated | BadRequestProblem | CallOrdered | NotAllowedProblem | Problem]
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
    body: NewAgentCall,
    idempotency_key: None | str | Unset = UNSET,

) -> AgentCallCreated | BadRequestProblem | CallOrdered | NotAllowedProblem | Problem | None:
    """ Create Agent Call

     Places one call with an agent: a repeated request with the same `Idempotency-Key` gets the first
    answer. A closed
    gate is a 409 with its `reason`. `webhook_url` receives the call's events, signed with the secret
    for calls. Where
    the relay may sleep and does, the answer is 202 with an order, whose state `get_call_order` shows.

    Takes a key with scope `operate`.

    Args:
        idempotency_key (None | str | Unset):
        body (NewAgentCall): Exactly one of `agent_id` and `route`, the number whose route says
            everything about the call.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AgentCallCreated | BadRequestProblem | CallOrdered | NotAllowedProblem | Problem
     """


    return (await asyncio_detailed(
        client=client,
body=body,
idempotency_key=idempotency_key,

    )).parsed
