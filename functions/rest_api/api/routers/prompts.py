"""Prompts: texts that are made before any call, so that a live call speaks them at once."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, Field, StringConstraints

from api.errors import answers
from api.identity import Operator, Reader, deps_of
from api.models.fields import InquiryType, Shape, Speakable, VoiceId, zulu
from api.models.voices import VoiceSettingsShape
from trunkline.bootstrap.shared.api_deps import PromptDeps
from trunkline.errors import BadRequest
from trunkline.speech.domain.prompts import LONGEST_TEXT, Prompt
from trunkline.speech.domain.voices import VoiceChoice
from trunkline.speech.use_cases.keep_prompts import make_prompts, remove_prompt
from trunkline.telemetry import measure

router = APIRouter(tags=["prompts"])
Deps = Annotated[PromptDeps, Depends(deps_of)]
PromptId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
PromptText = Annotated[Speakable, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]


class NewPrompts(Shape):
    """The voice is `voice_id`, else the company's for the `inquiry_type`, else its usual one."""

    texts: Annotated[list[PromptText], Field(min_length=1, max_length=10)]
    voice_id: VoiceId | None = None
    voice_settings: VoiceSettingsShape = VoiceSettingsShape()
    inquiry_type: InquiryType | None = None


class PromptShape(BaseModel):
    """`text` as it is spoken; `credits` what the provider counted for it."""

    prompt_id: str
    text: str
    voice_id: str
    voice_settings: dict[str, float | bool]
    model: str
    seconds: float
    credits: int | None
    made_at: str


class MadePrompts(BaseModel):
    """`credits` is what this request cost; null where the provider did not say."""

    prompts: list[PromptShape]
    credits: int | None


@router.post("/prompts", response_model=MadePrompts, responses=answers(404, 409))
def create_prompts(body: NewPrompts, key: Operator, deps: Deps) -> MadePrompts:
    """Makes each text that is not there yet. A repeated request costs nothing."""
    voice = _voice(body, key.company_id, deps)
    made = make_prompts(key.company_id, body.texts, voice, deps.prompts, deps.speaking, deps.now())
    costs = [item.prompt.credits for item in made if not item.was_kept]
    total = None if None in costs else sum(cost for cost in costs if cost)
    if total:
        measure("SpeechCredits", "Count", total)
    return MadePrompts(prompts=[_to_response(item.prompt) for item in made], credits=total)


@router.get("/prompts", response_model=list[PromptShape], responses=answers())
def list_prompts(key: Reader, deps: Deps) -> list[PromptShape]:
    return [_to_response(prompt) for prompt in deps.prompts.of_company(key.company_id)]


@router.delete("/prompts/{prompt_id}", status_code=204, responses=answers(404))
def delete_prompt(prompt_id: PromptId, key: Operator, deps: Deps) -> Response:
    """Calls that have begun may speak it for as long as they last."""
    remove_prompt(key.company_id, prompt_id, deps.prompts, deps.speaking)
    return Response(status_code=204)


def _voice(body: NewPrompts, company_id: str, deps: Deps) -> VoiceChoice:
    profiles, settings = deps.companies.voice_profiles(company_id), body.voice_settings.domain()
    asked = VoiceChoice(body.voice_id) if body.voice_id else profiles.voice_for(body.inquiry_type)
    if asked is None:
        raise BadRequest("voice_id is missing, and the company has no usual voice")
    if body.voice_id and deps.workspace.voice(body.voice_id) is None:
        raise BadRequest(f"Invalid voice ID: {body.voice_id}")
    return profiles.with_retention(asked.changed_by("", settings))


def _to_response(prompt: Prompt) -> PromptShape:
    values: dict[str, Any] = {"voice_settings": prompt.voice.settings.given(), "model": prompt.voice.model}
    return PromptShape(
        prompt_id=prompt.prompt_id,
        text=prompt.text,
        voice_id=prompt.voice.voice_id,
        seconds=prompt.seconds,
        credits=prompt.credits,
        made_at=zulu(prompt.made_at),
        **values,
    )
