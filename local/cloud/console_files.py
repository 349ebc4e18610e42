"""The console's files, on the address of the API and with the headers that stacks/console.yaml gives them."""

from hashlib import sha256
from pathlib import Path

from local.cloud.events import Answer
from local.cloud.template import Template

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
POLICY = "AWS::CloudFront::ResponseHeadersPolicy"
ANY_RELAY = "ws://127.0.0.1:*"  # relays come and go, each on a port of its own


class ConsoleFiles:
    """Files of a folder as they are at the moment of each request: an edited file needs no restart."""

    def __init__(self, folder: Path, headers: list[tuple[str, str]]) -> None:
        self._folder = folder.resolve()
        self._headers = headers

    @classmethod
    def beside(cls, template: Template, objects_origin: str) -> "ConsoleFiles | None":
        """Of the project whose template this is; None for one without a console."""
        stack = template.folder / "stacks" / "console.yaml"
        if not stack.is_file():
            return None
        here = {"Stage": "local", "WebhookApi": "local", "RelayBaseUrl": ANY_RELAY, "ObjectsOrigin": objects_origin}
        return cls(template.folder / "console", security_headers(Template(stack, here)))

    def find(self, path: str, known: str = "") -> Answer | None:
        """None where there is no such file. `known` is the ETag the browser has."""
        file = (self._folder / path.removeprefix("/")).resolve()
        file = file / "index.html" if file == self._folder else file
        if not file.is_relative_to(self._folder) or not file.is_file():
            return None
        body = file.read_bytes()
        etag = f'"{sha256(body).hexdigest()[:32]}"'
        headers = [*self._headers, ("etag", etag), ("cache-control", "no-cache")]
        if known == etag:
            return Answer(304, b"", headers)
        return Answer(200, body, [*headers, ("content-type", TYPES.get(file.suffix, "application/octet-stream"))])


def security_headers(stack: Template) -> list[tuple[str, str]]:
    """The headers that CloudFront would add, by the same policy."""
    config = stack.properties(stack.of_type(POLICY)[0])["ResponseHeadersPolicyConfig"]
    security = config["SecurityHeadersConfig"]
    transport = security["StrictTransportSecurity"]
    below = "; includeSubDomains" if transport["IncludeSubdomains"] else ""
    return [
        ("content-security-policy", security["ContentSecurityPolicy"]["ContentSecurityPolicy"]),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", security["FrameOptions"]["FrameOption"]),
        ("referrer-policy", security["ReferrerPolicy"]["ReferrerPolicy"]),
        ("strict-transport-security", f"max-age={transport['AccessControlMaxAgeSec']}{below}"),
        *((item["Header"].lower(), item["Value"]) for item in config["CustomHeadersConfig"]["Items"]),
    ]
