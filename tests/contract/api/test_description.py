"""The API against its own description (schemathesis)."""

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contract.api.conftest import ApiWorld, build_world, fresh_aws, vendors
from tests.contract.conftest import empty_aws

EXAMPLES = int(os.environ.get("API_EXAMPLES", "6"))  # for each operation
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def world() -> Iterator[ApiWorld]:
    """The vendors live in a thread of their own, since schemathesis asks without a loop of ours."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    with empty_aws():
        twilio, vendor = asyncio.run_coroutine_threadsafe(vendors(), loop).result(10)
        yield build_world(fresh_aws(), twilio, vendor, per_minute=1_000_000)
        for item in (twilio, vendor):
            asyncio.run_coroutine_threadsafe(item.stop(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


schema = schemathesis.openapi.from_path(Path(__file__).parents[3] / "docs/reference/openapi.json")


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_the_description_promises(case, world):
    """No 500 for any request, no status and no body that is not described. A 503 is about a vendor, as described."""
    patience = 60.0  # long, so that a busy machine does not fail the test
    answer = case.call(app=world.app, headers={"X-API-Key": world.keys["admin, clinical"]}, timeout=patience)
    if answer.status_code == 503:
        checks = [check for check in CHECKS if check.__name__ != "not_a_server_error"]
        case.validate_response(answer, checks=checks)
    else:
        case.validate_response(answer, checks=CHECKS)
