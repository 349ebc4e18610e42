"""Recordings of a call: what the relay, the voice provider and the carrier recorded, as links that expire; a patient's
at an address of this API."""

import base64
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from api.auditing import Audit
from api.errors import answers
from api.identity import Reader, deps_of
from api.models.fields import CallName
from api.own_call import open_call
from api.routers.history.recording_audio import KINDS, Kind, audio_path, content_type_of
from api.routers.history.recording_parts import Part, recordings_of
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import RecordDeps
from trunkline.calls.domain.call_search import CallSummary
from trunkline.ids import CallId

router = APIRouter(tags=["calls"])
Deps = Annotated[RecordDeps, Depends(deps_of)]
LINK_S = 300


class Peaks(BaseModel):
    """The loudest sample of each window of a side, linear, 0 to 255."""

    per_second: int
    caller: list[int]
    agent: list[int]


class Recording(BaseModel):
    """`url` needs no key and expires. Of a patient's call it is a path of this API, which takes a key or a session, and
    `expires_in_s` is null. `text`: of a voicemail, where the carrier wrote it down.

    A call that was resumed is recorded in parts: `part` counts those of a kind from 1, and `begins_at_s` is when a part
    begins, in seconds from the beginning of the first, null where that is not known: of kind `provider`."""

    kind: Kind
    part: int = 1
    begins_at_s: float | None = 0.0
    url: str
    expires_in_s: int | None
    content_type: str
    channels: list[str]
    peaks: Peaks | None = None
    text: str | None = None


class Recordings(BaseModel):
    recordings: list[Recording]


@router.get("/calls/{call_sid}/recordings", response_model=Recordings, responses=answers(404))
def list_recordings(
    call_sid: CallName, key: Reader, deps: Deps, audit: Audit, with_peaks: Annotated[bool, Query()] = False
) -> Recordings:
    """`call` is the relay's own in stereo, `provider` the voice provider's, `voicemail` a message the caller left.
    With `with_peaks`, the values to draw a recording of kind `call` from, 20 a second."""
    call = open_call(deps.call_search.find(CallId(call_sid)), key, audit, Action.AUDIO_READ)
    there = [(fact, part) for fact in KINDS for part in recordings_of(call, fact)]
    return Recordings(recordings=[_recording(fact, part, call, deps, with_peaks=with_peaks) for fact, part in there])


def _recording(fact: str, part: Part, call: CallSummary, deps: RecordDeps, *, with_peaks: bool) -> Recording:
    object_key, is_ours = part.object_key, fact == "recording"
    return Recording(
        kind=KINDS[fact],
        part=part.number,
        begins_at_s=part.begins_at_s,
        url=audio_path(call, fact, part.number) if call.is_clinical else deps.link(object_key, LINK_S),
        expires_in_s=None if call.is_clinical else LINK_S,
        content_type=content_type_of(object_key),
        channels=["caller", "agent"] if is_ours else ["caller"] if fact == "voicemail" else ["both"],
        peaks=_peaks(object_key, deps) if with_peaks and is_ours else None,
        text=call.facts.get("voicemail_text") if fact == "voicemail" else None,
    )


def _peaks(object_key: str, deps: RecordDeps) -> Peaks | None:
    """From the JSON beside the recording; None where that is from before there were peaks."""
    found: dict[str, Any] | None = deps.sidecar(object_key).get("peaks")
    if not found:
        return None
    caller, agent = (list(base64.b64decode(found[side])) for side in ("caller", "agent"))
    return Peaks(per_second=found["per_second"], caller=caller, agent=agent)
