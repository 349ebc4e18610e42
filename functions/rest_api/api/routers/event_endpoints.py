"""Event endpoints: addresses of a company's systems that receive its events, with their deliveries."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, Field

from api.errors import answers
from api.identity import Admin, deps_of
from api.models.fields import EndpointUrl, Shape, zulu
from trunkline.bootstrap.shared.api_deps import EventDeps
from trunkline.events.domain.deliveries import Delivery
from trunkline.events.domain.endpoints import EventEndpoint
from trunkline.events.domain.events import EventType
from trunkline.events.use_cases.manage_endpoints import (
    EndpointChange,
    add_endpoint,
    change_endpoint,
    find_endpoint,
    remove_endpoint,
    rotate_secret,
    rotate_webhook_secret,
    send_again,
    send_test,
)

router = APIRouter(tags=["events"])
Deps = Annotated[EventDeps, Depends(deps_of)]
EndpointId = Annotated[str, Path(pattern=r"^[a-z0-9]{1,32}$")]
AnyEndpointId = Annotated[
    str,
    Path(
        pattern=r"^([a-z0-9]{1,32}|call-(CA|conv_|call_)[0-9A-Za-z]{1,62})$",
        description="`call-<CallSid>`: a call's own webhook",
    ),
]
DeliveryId = Annotated[str, Path(pattern=r"^[0-9A-Za-z:.+-]{1,100}$")]
PAGE = 50

Types = Annotated[list[EventType], Field(max_length=len(EventType), description="Empty: every type")]


class NewEventEndpoint(Shape):
    url: EndpointUrl
    types: Types = Field(default_factory=list)


class EventEndpointChange(Shape):
    """Fields that are left out stay as they are."""

    url: EndpointUrl | None = None
    types: Types | None = None
    is_enabled: bool | None = None


class EventEndpointShape(BaseModel):
    endpoint_id: str
    url: str
    types: list[EventType]
    is_enabled: bool
    disabled_reason: str
    failing_since: str | None
    created_at: str


class EventEndpointShown(EventEndpointShape):
    """With its secret, which is shown this once."""

    secret: str


class SecretShown(BaseModel):
    """The new secret. The one before signs beside it for a day."""

    secret: str


class DeliveryAttemptShape(BaseModel):
    at: str
    took_ms: int
    status: int | None
    error: str


class DeliveryShape(BaseModel):
    delivery_id: str
    event_id: str
    type: EventType
    state: Literal["pending", "delivered", "failed"]
    created_at: str
    due_at: str | None
    attempts: list[DeliveryAttemptShape]


class DeliveryPage(BaseModel):
    """A page of deliveries, the newest first. `next` is `before` of the next page, null on the last one."""

    deliveries: list[DeliveryShape]
    next: str | None


@router.post("/event-endpoints", response_model=EventEndpointShown, status_code=201, responses=answers(409))
def create_event_endpoint(body: NewEventEndpoint, key: Admin, deps: Deps) -> EventEndpointShown:
    """Events are sent as CloudEvents, signed by Standard Webhooks with this secret, within 5 s per attempt."""
    deps.event_addresses.refuse(body.url, "url")
    endpoint, secret = add_endpoint(key.company_id, body.url, body.types, deps.endpoints, deps.now())
    return EventEndpointShown(**_to_response(endpoint), secret=secret)


@router.get("/event-endpoints", response_model=list[EventEndpointShape], responses=answers())
def list_event_endpoints(key: Admin, deps: Deps) -> list[EventEndpointShape]:
    found = deps.endpoints.deliveries.endpoints.of_company(key.company_id)
    return [EventEndpointShape(**_to_response(endpoint)) for endpoint in found]


@router.get("/event-endpoints/{endpoint_id}", response_model=EventEndpointShape, responses=answers(404))
def get_event_endpoint(endpoint_id: AnyEndpointId, key: Admin, deps: Deps) -> EventEndpointShape:
    return EventEndpointShape(**_to_response(find_endpoint(key.company_id, endpoint_id, deps.endpoints)))


@router.patch("/event-endpoints/{endpoint_id}", response_model=EventEndpointShape, responses=answers(404, 409))
def change_event_endpoint(
    endpoint_id: AnyEndpointId, body: EventEndpointChange, key: Admin, deps: Deps
) -> EventEndpointShape:
    """An endpoint that is switched on again receives the events since it was off, the newest 5,000 at most. Of a call's
    own webhook `is_enabled` alone changes."""
    endpoint = find_endpoint(key.company_id, endpoint_id, deps.endpoints)
    if body.url is not None:
        deps.event_addresses.refuse(body.url, "url")
    change = EndpointChange(body.url, body.types, body.is_enabled)
    return EventEndpointShape(**_to_response(change_endpoint(endpoint, change, deps.endpoints, deps.now())))


@router.delete("/event-endpoints/{endpoint_id}", status_code=204, responses=answers(404))
def delete_event_endpoint(endpoint_id: EndpointId, key: Admin, deps: Deps) -> Response:
    remove_endpoint(find_endpoint(key.company_id, endpoint_id, deps.endpoints), deps.endpoints)
    return Response(status_code=204)


@router.post(
    "/event-endpoints/call-webhooks/rotate", response_model=SecretShown, status_code=201, responses=answers(409)
)
def rotate_call_webhooks_secret(key: Admin, deps: Deps) -> SecretShown:
    """A new secret for the `webhook_url` of all calls. The first request shows the one they are signed with from then
    on."""
    return SecretShown(secret=rotate_webhook_secret(key.company_id, deps.endpoints, deps.now()))


@router.post(
    "/event-endpoints/{endpoint_id}/rotate", response_model=SecretShown, status_code=201, responses=answers(404, 409)
)
def rotate_event_secret(endpoint_id: EndpointId, key: Admin, deps: Deps) -> SecretShown:
    endpoint = find_endpoint(key.company_id, endpoint_id, deps.endpoints)
    return SecretShown(secret=rotate_secret(endpoint, deps.endpoints, deps.now()))


@router.post(
    "/event-endpoints/{endpoint_id}/test", response_model=DeliveryShape, status_code=202, responses=answers(404, 409)
)
def test_event_endpoint(endpoint_id: EndpointId, key: Admin, deps: Deps) -> DeliveryShape:
    """Sends an event of type `endpoint.test`; its delivery says what came of it."""
    endpoint = find_endpoint(key.company_id, endpoint_id, deps.endpoints)
    return _delivery(send_test(endpoint, deps.endpoints, deps.now()))


@router.get("/event-endpoints/{endpoint_id}/deliveries", response_model=DeliveryPage, responses=answers(404))
def list_deliveries(
    endpoint_id: AnyEndpointId,
    key: Admin,
    deps: Deps,
    before: Annotated[str | None, Query(pattern=r"^[0-9A-Za-z:.+-]{1,100}$")] = None,
) -> DeliveryPage:
    """Of the last 30 days, with every attempt."""
    find_endpoint(key.company_id, endpoint_id, deps.endpoints)
    found = list(deps.endpoints.deliveries.deliveries.newest(key.company_id, endpoint_id, PAGE, before))
    following = found[-1].delivery_id if len(found) == PAGE else None
    return DeliveryPage(deliveries=[_delivery(item) for item in found], next=following)


@router.post(
    "/event-endpoints/{endpoint_id}/deliveries/{delivery_id}/resend",
    response_model=DeliveryShape, status_code=202, responses=answers(404, 409),
)  # fmt: skip
def resend_delivery(endpoint_id: AnyEndpointId, delivery_id: DeliveryId, key: Admin, deps: Deps) -> DeliveryShape:
    """Also of an event that was delivered: its id and body stay the same."""
    endpoint = find_endpoint(key.company_id, endpoint_id, deps.endpoints)
    return _delivery(send_again(endpoint, delivery_id, deps.endpoints, deps.now()))


def _to_response(endpoint: EventEndpoint) -> dict[str, Any]:
    return {
        "endpoint_id": endpoint.endpoint_id,
        "url": endpoint.url,
        "types": sorted(endpoint.types),
        "is_enabled": endpoint.is_enabled,
        "disabled_reason": endpoint.disabled_reason,
        "failing_since": _zulu(endpoint.failing_since),
        "created_at": zulu(endpoint.created_at),
    }


def _delivery(delivery: Delivery) -> DeliveryShape:
    return DeliveryShape(
        delivery_id=delivery.delivery_id,
        event_id=delivery.event_id,
        type=EventType(delivery.type),
        state=delivery.state.value,
        created_at=zulu(delivery.created_at),
        due_at=_zulu(delivery.due_at),
        attempts=[
            DeliveryAttemptShape(at=zulu(item.at), took_ms=item.took_ms, status=item.status, error=item.error)
            for item in delivery.attempts
        ],
    )


def _zulu(moment: datetime | None) -> str | None:
    return zulu(moment) if moment else None
