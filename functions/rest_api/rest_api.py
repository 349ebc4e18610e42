"""The REST API as a Lambda: Mangum turns API Gateway's events into requests of the FastAPI app, and answers back."""

from functools import cache
from typing import Any

from mangum import Mangum

from api.app import create_app
from trunkline.bootstrap.rest_api import api_deps
from trunkline.bootstrap.shared.common import initialize


@cache
def adapter() -> Mangum:
    return Mangum(create_app(api_deps()), lifespan="off")


initialize(adapter)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return adapter()(event, context)
