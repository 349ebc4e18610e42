"""The sound of a recording in pieces: a patient's is opened here, as there is no link that works without a key."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Response

from api.auditing import Audit
from api.errors import answers, problem
from api.identity import Reader, deps_of
from api.models.fields import CallName
from api.own_call import open_call
from api.ranges import PIECE_BYTES, Unsatisfiable, asked
from api.routers.history.recording_parts import recordings_of
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import RecordDeps
from trunkline.calls.domain.call_search import CallSummary
from trunkline.encryption.adapters.sealed_objects import StoredFile
from trunkline.encryption.domain.sealed_values import KeyErased
from trunkline.errors import BadRequest, Gone, NotFound
from trunkline.ids import CallId

router = APIRouter(tags=["calls"])
Deps = Annotated[RecordDeps, Depends(deps_of)]
Kind = Literal["call", "provider", "voicemail"]
KINDS: dict[str, Kind] = {
    "recording": "call",
    "provider_recording": "provider",
    "voicemail": "voicemail",
}  # by the record's fact
FACTS = {kind: fact for fact, kind in KINDS.items()}
HEADERS = {"accept-ranges": "bytes", "cache-control": "no-store", "x-content-type-options": "nosniff"}
SOUND: dict[str, object] = {"audio/wav": {}, "audio/mpeg": {}, "audio/ogg": {}}
TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg", "ogg": "audio/ogg"}
WHOLE = {"description": "The whole recording", "content": SOUND}
PIECE = {"description": f"The range asked for, {PIECE_BYTES} bytes of it at most", "content": SOUND}


@router.get(
    "/calls/{call_sid}/recordings/{kind}/audio",
    response_class=Response,
    responses=answers(404, 410, 416) | {200: WHOLE, 206: PIECE},
)
def get_recording_audio(
    call_sid: CallName,
    kind: Kind,
    key: Reader,
    deps: Deps,
    audit: Audit,
    part: Annotated[int | None, Query(ge=1, description="of a call recorded in parts; the last by default")] = None,
    range_: Annotated[str | None, Header(alias="range")] = None,
) -> Response:
    """The bytes of a recording. Ask for ranges: an answer holds 4 MiB at most, and a longer recording is refused as a
    whole. That of an erased patient is gone for good."""
    call = open_call(deps.call_search.find(CallId(call_sid)), key, audit, Action.AUDIO_READ)
    object_key = _key_of(call, FACTS[kind], part)
    try:
        answer = deps.audio_files.using(object_key, call.company_id, lambda file: _answer(file, object_key, range_))
    except KeyErased as error:
        raise Gone("The recording was erased") from error
    if answer is None:
        raise NotFound("No such recording")
    return answer


def _key_of(call: CallSummary, fact: str, number: int | None) -> str:
    parts = recordings_of(call, fact)
    wanted = [part.object_key for part in parts if number in (None, part.number)]
    return wanted[-1] if wanted else ""


def audio_path(call: CallSummary, fact: str, part: int | None = None) -> str:
    """The address at this API, without the host: the console has a session at its own."""
    path = f"/api/v1/calls/{call.call_id}/recordings/{KINDS[fact]}/audio"
    return path if part is None or len(recordings_of(call, fact)) == 1 else f"{path}?part={part}"


def content_type_of(object_key: str) -> str:
    return TYPES.get(object_key.rpartition(".")[2], "audio/mpeg")


def _answer(file: StoredFile, object_key: str, header: str | None) -> Response:
    try:
        wanted = asked(header, file.size)
    except Unsatisfiable:
        refused = problem(416, f"the recording has {file.size} bytes")
        refused.headers["content-range"] = f"bytes */{file.size}"
        return refused
    if wanted is None and file.size > PIECE_BYTES:
        raise BadRequest(f"the recording has {file.size} bytes: ask for ranges of {PIECE_BYTES} at most")
    start, stop = wanted or (0, file.size)
    span = {"content-range": f"bytes {start}-{stop - 1}/{file.size}"} if wanted else {}
    sound = file.read(start, stop)
    return Response(sound, 206 if wanted else 200, HEADERS | span, media_type=content_type_of(object_key))
