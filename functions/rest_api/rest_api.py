"""The REST API as a Lambda: Mangum turns API Gateway's events into requests of the FastAPI app, and answers back."""

from functools import cache
from typing import Any

from mangum import Mangum

from api.app import create_app
from trunkline.bootstrap.rest_api import api_services
from trunkline.bootstrap.shared.common import warm


@cache
def adapter() -> Mangum:
    return Mangum(create_app(api_services()), lifespan="off")


warm(adapter)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return adapter()(event, context)
