"""Routes of the HTTP API: the template's events, matched as API Gateway matches."""

import re
from typing import NamedTuple

from local.cloud.template import Template, TemplateError


class Match(NamedTuple):
    function: str
    route_key: str
    path_parameters: dict[str, str]


class Route(NamedTuple):
    method: str
    path: str
    function: str
    pattern: re.Pattern

    @property
    def key(self) -> str:
        return self.path if self.path == "$default" else f"{self.method} {self.path}"

    @property
    def rank(self) -> tuple[bool, bool, int, bool]:
        """API Gateway's order: a full path, then variables, then a greedy one; the most specific of each first."""
        return self.path == "$default", "+}" in self.path, self.path.count("{"), self.method == "ANY"


class Routes:
    def __init__(self, template: Template) -> None:
        self._routes = sorted(_routes(template), key=lambda route: route.rank)

    def __iter__(self):
        return iter(self._routes)

    def find(self, method: str, path: str) -> Match | None:
        for route in self._routes:
            if route.method in {"ANY", method} and (match := route.pattern.fullmatch(path)):
                return Match(route.function, route.key, match.groupdict())
        return None


def _routes(template: Template) -> list[Route]:
    routes = []
    for function in template.of_type("AWS::Serverless::Function"):
        for event in template.properties(function).get("Events", {}).values():
            if event["Type"] == "HttpApi":
                routes.append(_route(function, event.get("Properties", {})))
            elif event["Type"] == "Api":
                raise TemplateError(f"{function} has a REST API event: only HTTP APIs are played")
    return routes


def _route(function: str, properties: dict) -> Route:
    path = properties.get("Path", "$default")
    method = properties.get("Method", "ANY").upper().replace("X-AMAZON-APIGATEWAY-ANY-METHOD", "ANY")
    return Route("ANY" if path == "$default" else method, path, function, _pattern(path))


def _pattern(path: str) -> re.Pattern:
    if path == "$default":
        return re.compile(".*")
    parts = re.split(r"\{(\w+\+?)\}", path)
    texts = [re.escape(part) for part in parts[::2]]
    variables = [f"(?P<{name.rstrip('+')}>{'.+' if name.endswith('+') else '[^/]+'})" for name in parts[1::2]]
    return re.compile("".join(a + b for a, b in zip(texts, [*variables, ""], strict=True)))
