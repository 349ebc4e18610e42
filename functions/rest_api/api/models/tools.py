"""HTTP tools in requests."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.models.fields import Name, Shape
from trunkline.calls.domain.client_tools import LONGEST_S, HttpTool


class ToolOfRoute(Shape):
    """`headers` names a secret of the vendors' document for each header; no value stands in a route."""

    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s]{1,500}$")]
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "POST"
    timeout_s: Annotated[int, Field(ge=1, le=LONGEST_S)] = 10
    headers: Annotated[dict[Name, Name], Field(max_length=10)] = Field(default_factory=dict)

    def domain(self) -> HttpTool:
        return HttpTool(**self.model_dump())
