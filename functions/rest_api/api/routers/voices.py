"""The voices there are."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.errors import answers
from api.identity import Reader, deps_of
from api.models.fields import VoiceId
from api.models.voices import VoiceShape, VoiceValid
from trunkline.bootstrap.shared.api_deps import NumberDeps

router = APIRouter(tags=["voices"])
Deps = Annotated[NumberDeps, Depends(deps_of)]


@router.get("/voices", response_model=list[VoiceShape], responses=answers())
def list_voices(_key: Reader, deps: Deps) -> list[VoiceShape]:
    return [
        VoiceShape(
            voice_id=voice.voice_id,
            name=voice.name,
            category=voice.category,
            description=voice.description,
            labels=voice.labels,
        )
        for voice in deps.workspace.voices()
    ]


@router.get("/voices/{voice_id}/validate", response_model=VoiceValid, responses=answers())
def validate_voice(voice_id: VoiceId, _key: Reader, deps: Deps) -> VoiceValid:
    """Whether the voice exists. An unknown voice is an answer, not an error."""
    return VoiceValid(voice_id=voice_id, valid=deps.workspace.voice(voice_id) is not None)
