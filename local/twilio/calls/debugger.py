"""The error and warning log that the carrier shows its customers: codes, levels and their meaning."""

from dataclasses import dataclass

MEANINGS = {
    11100: "Invalid URL format",
    11200: "HTTP retrieval failure",
    11205: "HTTP connection failure",
    11206: "HTTP protocol violation",
    11210: "HTTP bad host name",
    11215: "HTTP too many redirects",
    11750: "TwiML response body too large",
    11770: "Empty TwiML response body",
    12100: "Document parse failure",
    12200: "Schema validation warning",
    12300: "Invalid Content-Type",
    13214: "Dial: Invalid callerId value",
    13223: "Dial: Invalid phone number format",
    13224: "Dial: number not supported or invalid",
    13801: "Refer: not a SIP call",
    15003: "Call progress: callback warning",
    16101: "Recording too short",
    31901: "Stream - connection timeout",
    31902: "Stream - connection refused",
    31904: "Stream - host unreachable",
    31920: "Stream - WebSocket - handshake error",
    31921: "Stream - WebSocket - connection closed",
    31922: "Stream - WebSocket - invalid scheme",
    31923: "Stream - WebSocket - malformed URL",
    31924: "Stream - WebSocket - protocol violation",
    31930: "Stream - inbound audio dropped",
    31931: "Stream - outbound audio dropped: more than 10 minutes queued",
    31941: "Stream - invalid track",
    31950: "Stream - undecodable message",
    31951: "Stream - invalid message",
    32015: "Maximum call duration exceeded",
    32019: "Both Url and Twiml given",
}


@dataclass(frozen=True)
class DebuggerEntry:
    code: int
    message: str


def entry(code: int, detail: str = "") -> DebuggerEntry:
    meaning = MEANINGS.get(code, "see the error dictionary")
    return DebuggerEntry(code, f"{meaning}: {detail}" if detail else meaning)
