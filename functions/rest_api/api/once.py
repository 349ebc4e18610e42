"""A request that is done once, however often it is sent under one key."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from trunkline.accounts.domain.idempotency import IdempotencyRecord, IdempotencyState
from trunkline.bootstrap.shared.api_deps import KeyDeps
from trunkline.errors import Conflict, OutcomeUnknown

STILL_BUSY = timedelta(seconds=30)  # longer than a function lives: after that no request is at work

Do = Callable[[datetime], dict[str, Any]]
Ask = Callable[[datetime, datetime], dict[str, Any]]


def once(deps: KeyDeps, company_id: str, key: str | None, request: str, *, do: Do, ask: Ask) -> dict[str, Any]:
    """`do` it; or, where an earlier attempt left open whether it was done, `ask`. Without a key it is simply done."""
    now = deps.now()
    if key is None:
        return do(now)
    fingerprint = sha256(request.encode()).hexdigest()
    earlier = deps.requests.begin(company_id, key, fingerprint, now)
    if earlier is None:
        return _first(deps, company_id, key, lambda: do(now))
    if earlier.request != fingerprint:
        raise Conflict("this Idempotency-Key was used for another request")
    return _again(deps, company_id, key, earlier, ask, now)


def _first(deps: KeyDeps, company_id: str, key: str, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        answer = do()
    except OutcomeUnknown:
        deps.requests.end(company_id, key, IdempotencyState.UNKNOWN)
        raise
    except Exception:
        deps.requests.forget(company_id, key)  # it came to nothing and may be tried again
        raise
    deps.requests.end(company_id, key, IdempotencyState.DONE, json.dumps(answer))
    return answer


def _again(
    deps: KeyDeps, company_id: str, key: str, earlier: IdempotencyRecord, ask: Ask, now: datetime
) -> dict[str, Any]:
    if earlier.state is IdempotencyState.DONE:
        answer: dict[str, Any] = json.loads(earlier.answer)
        return answer
    if earlier.state is IdempotencyState.BEGUN and now - earlier.begun_at < STILL_BUSY:
        raise Conflict("the first request with this Idempotency-Key is still being worked on")
    answer = ask(earlier.begun_at, now)
    deps.requests.end(company_id, key, IdempotencyState.DONE, json.dumps(answer))
    return answer
