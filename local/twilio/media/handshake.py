"""The carrier's upgrade request to a server of ours: signed, without the query, and given up after five seconds."""

import asyncio
from urllib.parse import urlsplit, urlunsplit

import aiohttp

from local.twilio.calls.call_state import CallState
from local.twilio.signing import handshake_url, signature
from local.twilio.state import TwilioState
from local.twilio.twiml.parser import Verb
from local.world.addresses import UnknownHost

HANDSHAKE_TIMEOUT_S = 5.0
PARAMETER_LIMIT = 500
CLOSING = aiohttp.ClientWSTimeout(ws_close=1.0)  # how long the server may take to answer a close


class HandshakeFailed(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def checked_url(url: str) -> str:
    """Raises HandshakeFailed for an address that no socket can be opened on."""
    if not url or any(c.isspace() for c in url):
        raise HandshakeFailed(31923, f"malformed URL {url!r}")
    parts = urlsplit(url)
    if parts.scheme != "wss":
        raise HandshakeFailed(31922, f"the scheme of {url!r} is not wss")
    if not parts.hostname:
        raise HandshakeFailed(31923, f"malformed URL {url!r}")
    return urlunsplit(parts._replace(query="", fragment=""))


def parameters_of(call: CallState, verb: Verb) -> dict[str, str]:
    """What the document hands to the server."""
    pairs = {}
    for parameter in verb.inside("Parameter"):
        name, value = parameter.get("name"), parameter.get("value")
        if len(name) + len(value) >= PARAMETER_LIMIT:
            call.log(12200, f"<Parameter> {name!r} has 500 characters or more")
        else:
            pairs[name] = value
    return pairs


async def shake_hands(state: TwilioState, url: str, agent: str) -> tuple[aiohttp.ClientWebSocketResponse, int]:
    """The open socket, and the local port that it led to. Raises HandshakeFailed."""
    key = state.faults.sign_with_token or state.auth_token
    headers = {"Host": urlsplit(url).netloc, "User-Agent": agent}
    headers["X-Twilio-Signature"] = signature(handshake_url(url), [], key)
    try:
        async with asyncio.timeout(HANDSHAKE_TIMEOUT_S):
            address = state.addresses.resolve(url)
            socket = await state.http.ws_connect(address, headers=headers, max_msg_size=0, timeout=CLOSING)
            return socket, urlsplit(address).port or 0
    except TimeoutError:
        raise HandshakeFailed(31901, f"no answer from {url}") from None
    except UnknownHost as problem:
        raise HandshakeFailed(31904, str(problem)) from None
    except aiohttp.WSServerHandshakeError as refusal:
        raise HandshakeFailed(31920, f"{url} answered {refusal.status} instead of 101") from None
    except aiohttp.ClientError as problem:
        raise HandshakeFailed(31902, f"{url}: {problem}") from None
