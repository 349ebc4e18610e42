"""The application: its routes, its errors, and an id for every request."""

import re
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute

from api.errors import add_error_handlers, problem
from api.identity import scope_of
from api.routers import (
    audit,
    brain_agents,
    callers,
    campaigns,
    contacts,
    costs,
    erasures,
    event_endpoints,
    exports,
    health,
    keys,
    numbers,
    profiles,
    prompts,
    routes,
    sessions,
    suppressions,
    voices,
)
from api.routers.care import alerts, called_patients, check_ins, patients
from api.routers.history import (
    call_list,
    conversations,
    counts,
    recording_audio,
    recordings,
    records,
    turns,
    watching,
)
from api.routers.operating import alarms, dead_letters, number_findings
from api.routers.ordering import agent_calls, call_orders, calls
from trunkline.bootstrap.shared.api_deps import ApiDeps
from trunkline.telemetry import count, log

SEED_ROUTERS = (health, voices, calls)
ROUTERS = (
    *(call_list, records, turns, watching, recordings, recording_audio, counts, conversations, costs, exports),
    *(agent_calls, call_orders, callers, number_findings, numbers, routes, profiles, prompts, keys),
    *(campaigns, contacts, suppressions, erasures, event_endpoints, dead_letters, brain_agents, audit, sessions),
    *(patients, check_ins, alerts, called_patients, alarms),
)
PREFIX, SEED_PREFIX = "/api/v1", "/api/v1/elevenlabs-twilio"
BODY_LIMIT_BYTES = 256 * 1024
REQUEST_ID = "x-request-id"
HOST = {"default": "voice.example.com", "description": "The host of the stage's PublicBaseUrl"}
SERVERS = [{"url": "https://{host}", "description": "A stage", "variables": {"host": HOST}}]
DIGITS = re.compile(r"[0-9]{1,12}")


def create_app(deps: ApiDeps) -> FastAPI:
    app = FastAPI(
        title="Trunkline",
        version="1.0.0",
        description='Place, steer and read telephone calls. Every error is `{"detail": …}`.',
        generate_unique_id_function=_operation_id,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
        servers=SERVERS,
    )
    app.state.deps = deps
    for module in SEED_ROUTERS:
        app.include_router(module.router, prefix=SEED_PREFIX)
    for module in ROUTERS:
        app.include_router(module.router, prefix=PREFIX)
    app.include_router(health.at_root)
    add_error_handlers(app)
    app.middleware("http")(_numbered)
    describe = app.openapi
    app.openapi = lambda: _with_scopes(_without_422(describe()))  # type: ignore[method-assign]
    return app


def _without_422(description: dict[str, Any]) -> dict[str, Any]:
    """FastAPI's description without the answer that this API never gives: what cannot be read is a 400."""
    for operations in description["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
    for schema in ("HTTPValidationError", "ValidationError"):
        description["components"]["schemas"].pop(schema, None)
    return description


def _with_scopes(description: dict[str, Any]) -> dict[str, Any]:
    """`x-scope` says what a key needs for an operation, and so does the last sentence of its description."""
    routers = (*(module.router for module in (*SEED_ROUTERS, *ROUTERS)), health.at_root)
    hung = (route for router in routers for route in router.routes)
    scopes = {route.name: scope_of(route.dependant) for route in hung if isinstance(route, APIRoute)}
    for operation in (item for operations in description["paths"].values() for item in operations.values()):
        scope = scopes[operation["operationId"]]
        sentence = _sentence(operation.setdefault("x-scope", scope or "none"))
        written = operation.get("description", "").removesuffix(sentence).strip()  # described before: FastAPI keeps it
        operation["description"] = f"{written}\n\n{sentence}".strip()
    return description


def _sentence(scope: str) -> str:
    """`read, clinical` reads: with scope `read` and `clinical`."""
    words = scope.replace(", ", "` and `")
    return "Takes no key." if scope == "none" else f"Takes a key with scope `{words}`."


def _operation_id(route: APIRoute) -> str:
    return route.name


async def _numbered(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Every answer carries the id its log line has. What is too large is not read."""
    began, request_id = time.perf_counter(), _request_id(request)
    log.append_keys(request_id=request_id)
    request.state.request_id = request_id
    length = request.headers.get("content-length", "0")
    if not DIGITS.fullmatch(length) or int(length) > BODY_LIMIT_BYTES:
        answer: Response = problem(413, f"more than {BODY_LIMIT_BYTES} bytes")
    else:
        answer = await call_next(request)
    answer.headers[REQUEST_ID] = request_id
    _log_answer(request, answer.status_code, round((time.perf_counter() - began) * 1000))
    if answer.status_code >= 500:
        count("ApiFailed", status=str(answer.status_code))
    return answer


def _log_answer(request: Request, status: int, took_ms: int) -> None:
    """By route, so that times and errors of each are one query of the log. Never the path: it may hold an id."""
    route = getattr(request.scope.get("route"), "path", "none")
    log.info("api request", route=route, method=request.method, status=status, took_ms=took_ms)


def _request_id(request: Request) -> str:
    """API Gateway's, so that its access log and ours can be joined; elsewhere one of our own."""
    event = request.scope.get("aws.event", {})
    return str(event.get("requestContext", {}).get("requestId") or uuid.uuid4().hex)
