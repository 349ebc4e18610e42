"""The name of a voice provider in a request."""

from typing import Annotated

from pydantic import AfterValidator

from api.errors import refused_value
from trunkline.bootstrap.shared.providers import PROVIDERS


def _known_provider(name: str) -> str:
    if name not in PROVIDERS:
        raise refused_value(f"no such voice provider; one of {', '.join(sorted(PROVIDERS))}")
    return name


ProviderName = Annotated[str, AfterValidator(_known_provider)]
