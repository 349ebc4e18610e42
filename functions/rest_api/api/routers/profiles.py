"""Voice profiles: a voice per kind of inquiry, and a fallback."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints

from api.errors import answers
from api.identity import Admin, Reader, deps_of
from api.models.fields import RemovePii, Shape
from api.models.voices import VoiceOfRoute, VoiceSettingsShape
from trunkline.bootstrap.shared.api_deps import NumberDeps
from trunkline.errors import BadRequest
from trunkline.speech.domain.voice_profiles import VoiceProfiles
from trunkline.speech.domain.voices import VoiceChoice

router = APIRouter(tags=["voice profiles"])
Deps = Annotated[NumberDeps, Depends(deps_of)]
Inquiry = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class ProfilesShape(Shape):
    """`by_inquiry` names a voice for a kind of inquiry, such as `support` or `sales`."""

    usual: VoiceOfRoute | None = None
    fallback: VoiceOfRoute | None = None
    by_inquiry: Annotated[dict[Inquiry, VoiceOfRoute], Field(max_length=20)] = Field(default_factory=dict)
    keep_no_record: bool = False
    remove_pii: RemovePii = False


@router.get("/voice-profiles", response_model=ProfilesShape, responses=answers())
def get_voice_profiles(key: Reader, deps: Deps) -> ProfilesShape:
    return _to_response(deps.companies.voice_profiles(key.company_id))


@router.put("/voice-profiles", response_model=ProfilesShape, responses=answers())
def set_voice_profiles(body: ProfilesShape, key: Admin, deps: Deps) -> ProfilesShape:
    """Replaces all of them. Every voice is looked up at the provider first."""
    profiles = VoiceProfiles(
        usual=body.usual.domain() if body.usual else None,
        fallback=body.fallback.domain() if body.fallback else None,
        by_inquiry={name: voice.domain() for name, voice in body.by_inquiry.items()},
        keep_no_record=body.keep_no_record,
        remove_pii=body.remove_pii,
    )
    for voice in {profiles.usual, profiles.fallback, *profiles.by_inquiry.values()} - {None}:
        if voice and deps.workspace.voice(voice.voice_id) is None:
            raise BadRequest(f"Invalid voice ID: {voice.voice_id}")
    deps.companies.set_voice_profiles(key.company_id, profiles)
    return _to_response(profiles)


def _to_response(profiles: VoiceProfiles) -> ProfilesShape:
    return ProfilesShape(
        usual=_voice(profiles.usual),
        fallback=_voice(profiles.fallback),
        by_inquiry={name: shape for name, voice in profiles.by_inquiry.items() if (shape := _voice(voice))},
        keep_no_record=profiles.keep_no_record,
        remove_pii=profiles.remove_pii,
    )


def _voice(voice: VoiceChoice | None) -> VoiceOfRoute | None:
    if voice is None:
        return None
    settings = VoiceSettingsShape.model_validate(voice.settings.given())
    return VoiceOfRoute(voice_id=voice.voice_id, voice_settings=settings, model=voice.model)
