"""The API against its own description (schemathesis)."""

import asyncio
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contract.api.conftest import ApiWorld, build_world, fresh_aws, vendors
from tests.contract.conftest import DIRECTORY, empty_aws
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.domain.companies import ApiKey
from trunkline.aws.directory_table import Directory

DESCRIPTION = Path(__file__).parents[3] / "docs/reference/openapi.json"
EXAMPLES = int(
    os.environ.get("API_EXAMPLES", "6")
)  # random ones for each operation, beside those at the limits of its values
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


class Unlimited:
    """A rate without a limit: to count five thousand requests on a table takes as long as to answer them."""

    def allows(self, key_id: str, now: datetime) -> bool:
        return True


class KnownKeys(CompaniesTable):
    """Companies whose keys are read once: to read one for each of five thousand requests takes a third of the time."""

    def __init__(self, directory: Directory) -> None:
        super().__init__(directory)
        self._read = dict[str, ApiKey | None]()

    def key_of(self, fingerprint: str) -> ApiKey | None:
        if fingerprint not in self._read:
            self._read[fingerprint] = super().key_of(fingerprint)
        return self._read[fingerprint]


@pytest.fixture(scope="module")
def world() -> Iterator[ApiWorld]:
    """The vendors live in a thread of their own, since schemathesis asks without a loop of ours."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    with empty_aws():
        twilio, vendor = asyncio.run_coroutine_threadsafe(vendors(), loop).result(10)
        made = build_world(fresh_aws(), twilio, vendor)
        companies = KnownKeys(Directory(made.dynamodb, DIRECTORY))
        made.app.state.deps = replace(made.services, rate=Unlimited(), companies=companies)
        yield made
        for item in (twilio, vendor):
            asyncio.run_coroutine_threadsafe(item.stop(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


@pytest.fixture(scope="module")
def schema() -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_path(DESCRIPTION)


def operations() -> list[str]:
    """As `GET /api/v1/calls`. schemathesis would make all their requests at import: ten seconds in each worker."""
    paths = json.loads(DESCRIPTION.read_text())["paths"]
    return [f"{method.upper()} {path}" for path, item in paths.items() for method in item]


@pytest.mark.slow
@pytest.mark.parametrize("operation", operations())
def test_every_answer_is_one_the_description_promises(
    operation: str, schema: schemathesis.BaseSchema, world: ApiWorld
) -> None:
    """No 500 for any request, no status and no body that is not described. A 503 is about a vendor, as described."""
    method, path = operation.split(" ")
    asked = build_operation_test(
        config=schema.config,
        operation=schema[path][method],
        test_func=is_promised,
        explicit_settings=settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck)),
        given_kwargs={},
        feedback=FeedbackSources(),
    )
    asked(world=world)


def is_promised(case: schemathesis.Case[Any], world: ApiWorld) -> None:
    patience = 60.0  # long, so that a busy machine does not fail the test
    answer = case.call(app=world.app, headers={"X-API-Key": world.keys["admin, clinical"]}, timeout=patience)
    if answer.status_code == 503:
        checks = [check for check in CHECKS if check.__name__ != "not_a_server_error"]
        case.validate_response(answer, checks=checks)
    else:
        case.validate_response(answer, checks=CHECKS)
