"""Fields that several requests share: numbers, ids, texts, names."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Header, Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from api.errors import refused_value
from trunkline.calls.domain.variables import HIDDEN, is_reserved, is_secret
from trunkline.numbering.e164 import InvalidPhoneNumber
from trunkline.web.xml_text import is_xml_text

DIALLED = re.compile(r"\+[0-9]{7,15}", re.ASCII)


def _e164(text: str) -> str:
    from trunkline.campaigns.adapters.phone_number_parser import (
        to_e164,  # the numbering plans; loaded when the first number comes
    )

    try:
        return to_e164(text)
    except InvalidPhoneNumber as problem:
        raise refused_value(str(problem)) from problem


def _e164_or_unknown(text: str) -> str:
    """A number in E.164 form is accepted even if the numbering plan does not list it: the carrier decides."""
    try:
        return _e164(text)
    except PydanticCustomError:
        if DIALLED.fullmatch(text):
            return text
        raise


# However they are written, with the country code: they become E.164, the form that lists, stop lists and calls have.
_Written = Annotated[str, StringConstraints(min_length=1, max_length=40), Field(examples=["+14155550100"])]


PersonsNumber = Annotated[_Written, AfterValidator(_e164)]


Number = Annotated[_Written, AfterValidator(_e164_or_unknown)]


CallName = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,128}$")]  # the carrier's id, or the voice provider's


CallSid = Annotated[str, StringConstraints(pattern=r"^CA[0-9A-Za-z]{1,62}$")]


VoiceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


AgentId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


def _speakable(text: str) -> str:
    if not is_xml_text(text):
        raise ValueError("a control character, which no document for a telephone call can hold")
    return text


Speakable = Annotated[str, AfterValidator(_speakable)]


# Whether it is a public one is checked by EndpointAddresses: the local world has others.
EndpointUrl = Annotated[
    str, StringConstraints(pattern=r"^https?://[\x21-\x7e]{1,500}$"), Field(examples=["https://crm.example.com/hook"])
]


Text = Annotated[Speakable, StringConstraints(min_length=1, max_length=5000)]


RemovePii = Annotated[
    bool,
    Field(description="Take numbers, spoken digits and e-mail addresses out of texts before synthesis"),
]


Metadata = Annotated[
    dict[Annotated[str, StringConstraints(max_length=64)], Annotated[str, StringConstraints(max_length=512)]],
    Field(max_length=32),
]


def _own_names(variables: dict[str, Any]) -> dict[str, Any]:
    """Refuses names that are ours, and a mask in a secret's place: an answer that is sent back would overwrite it."""
    if taken := [name[:64] for name in variables if is_reserved(name)]:
        raise ValueError(f"the name is reserved: {', '.join(taken)}")
    if any(is_secret(name) and value == HIDDEN for name, value in variables.items()):
        raise ValueError(f"{HIDDEN} stands for a secret value; give the value itself")
    return variables


Name = Annotated[str, StringConstraints(min_length=1, max_length=64)]


Value = Annotated[str, StringConstraints(max_length=512)]


InquiryType = Annotated[str, StringConstraints(max_length=64)]  # what a company calls a kind of inquiry


OwnNames = AfterValidator(_own_names)  # for every field that takes a company's variables


def zulu(moment: datetime) -> str:
    """2024-01-01T12:00:00Z"""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Shape(BaseModel):
    """Unknown fields are refused: a misspelt one would be silently without effect."""

    model_config = ConfigDict(extra="forbid")


IdempotencyKey = Annotated[str | None, StringConstraints(pattern=r"^[\x21-\x7e]{1,128}$"), Header()]


CampaignId = Annotated[str, Path(pattern=r"^[A-Za-z0-9]{1,40}$")]
