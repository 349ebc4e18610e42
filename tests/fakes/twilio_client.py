"""The HTTP client of Twilio's own SDK, connected to the fake Twilio."""

from typing import Any
from urllib.parse import urlsplit

from twilio.http.http_client import TwilioHttpClient


class ToTheFake(TwilioHttpClient):
    """The stock HTTP client with one change: the address it connects to."""

    def __init__(self, base_url: str) -> None:
        super().__init__(timeout=5)
        self._base_url = base_url

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        parts = urlsplit(url)
        assert parts.hostname == "api.twilio.com"
        query = f"?{parts.query}" if parts.query else ""
        return super().request(method, self._base_url + parts.path + query, *args, **kwargs)
