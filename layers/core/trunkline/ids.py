"""Ids of calls and conversations, and the key under which a company's calls of a day are listed."""

import re
from datetime import datetime
from hashlib import sha256
from typing import NewType

CallId = NewType("CallId", str)  # the carrier's id where one exists, else the voice provider's conversation id


ConversationId = NewType("ConversationId", str)


DEFAULT_PROVIDER = "elevenlabs"  # the voice provider of a route that names none


BRAIN = "brain"  # in place of a voice provider, where an agent of our own finds the words


NO_CALL = CallId("no-call")  # in place of one for the agent of a browser or program that talks on its own socket


CARRIERS_ID = re.compile(r"[A-Z]{2}[0-9A-Za-z]{1,62}")  # Twilio's: two letters and 32 hexadecimal digits


PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")  # what may be a part of a key, of a path and of a log line


def is_carriers_id(text: str) -> bool:
    return CARRIERS_ID.fullmatch(text) is not None


def is_plain_id(text: str) -> bool:
    return PLAIN_ID.fullmatch(text) is not None


def conversation_id_in(value: object) -> ConversationId | None:
    """The id in a field of a report; None where the field holds no id. Keys, items and erasure all use this form."""
    return conversation_id_of(value) if isinstance(value, str) and value else None


def conversation_id_of(text: str) -> ConversationId:
    """A provider's id as a key holds it. An id that could be a path, or is too long for a key, becomes its hash."""
    if is_plain_id(text):
        return ConversationId(text)
    return ConversationId("sha256-" + sha256(text.encode(errors="surrogatepass")).hexdigest())


def company_day(company_id: str, moment: datetime) -> str:
    """The index partition of a company's calls of one day."""
    return f"{company_id}#{moment:%Y-%m-%d}"
