"""Prompts: made once, listed, deleted, and named in the company's profiles for the relay."""

import pytest

from local.elevenlabs import RouteFault
from tests.contract.api.conftest import VOICE, ApiWorld
from tests.contract.conftest import BUCKET
from trunkline.speech.domain.prompts import object_key, prompt_id
from trunkline.speech.domain.voices import VoiceChoice, VoiceSettings

PROMPTS = "/api/v1/prompts"
TEXTS = ["Good morning, this is Acme.", "One moment, please."]
BODY = {"texts": TEXTS, "voice_id": VOICE}
OTHER = "21m00Tcm4TlvDq8ikWAM"


async def made(api: ApiWorld, **more) -> dict:
    answer = await api.ask("POST", PROMPTS, json=BODY | more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def audio(api: ApiWorld, name: str) -> bytes:
    return api.s3.get_object(Bucket=BUCKET, Key=object_key("acme", name))["Body"].read()


async def test_prompts_are_made_for_the_telephone_and_listed(api):
    answer = await made(api)
    listed = (await api.ask("GET", PROMPTS)).json()
    assert sorted(item["text"] for item in listed) == sorted(TEXTS)
    assert {item["prompt_id"] for item in listed} == {prompt_id(text, VoiceChoice(VOICE)) for text in TEXTS}
    assert answer["credits"] == sum(item["credits"] for item in listed) > 0
    for item in listed:
        assert len(audio(api, item["prompt_id"])) == pytest.approx(item["seconds"] * 8000, abs=400)
    assert api.services.companies.voice_profiles("acme").prompts == {item["prompt_id"] for item in listed}


async def test_a_repeated_request_costs_nothing_and_a_further_text_only_itself(api):
    first = await made(api)
    spoken = len(api.vendor.spoken)
    assert (await made(api)) == {"prompts": first["prompts"], "credits": 0}
    assert len(api.vendor.spoken) == spoken
    more = await made(api, texts=[*TEXTS, TEXTS[0], "Goodbye."])
    assert len(api.vendor.spoken) == spoken + 1
    assert [item["text"] for item in more["prompts"]] == [*TEXTS, "Goodbye."]


async def test_another_voice_or_other_settings_make_another_prompt(api):
    names = {item["prompt_id"] for item in (await made(api))["prompts"]}
    names |= {item["prompt_id"] for item in (await made(api, voice_id=OTHER))["prompts"]}
    names |= {item["prompt_id"] for item in (await made(api, voice_settings={"stability": 0.7}))["prompts"]}
    assert len(names) == 6
    assert prompt_id(TEXTS[0], VoiceChoice(VOICE, VoiceSettings(stability=0.7))) in names


async def test_a_kind_of_inquiry_chooses_the_voice(api):
    await api.ask("PUT", "/api/v1/voice-profiles", json={"by_inquiry": {"sales": {"voice_id": OTHER}}})
    answer = await made(api, voice_id=None, inquiry_type="sales")
    assert {item["voice_id"] for item in answer["prompts"]} == {OTHER}


async def test_profiles_that_are_set_again_keep_the_prompts(api):
    await made(api)
    await api.ask("PUT", "/api/v1/voice-profiles", json={"usual": {"voice_id": VOICE}})
    assert len(api.services.companies.voice_profiles("acme").prompts) == 2


async def test_a_deleted_prompt_is_gone_everywhere(api):
    first, second = (item["prompt_id"] for item in (await made(api))["prompts"])
    assert (await api.ask("DELETE", f"{PROMPTS}/{first}")).status_code == 204
    assert [item["prompt_id"] for item in (await api.ask("GET", PROMPTS)).json()] == [second]
    assert api.services.companies.voice_profiles("acme").prompts == {second}
    with pytest.raises(api.s3.exceptions.NoSuchKey):
        audio(api, first)
    assert (await api.ask("DELETE", f"{PROMPTS}/{first}")).status_code == 404


async def test_another_companys_prompts_are_not_there(api):
    name = (await made(api))["prompts"][0]["prompt_id"]
    assert (await api.ask("GET", PROMPTS, key="other")).json() == []
    assert (await api.ask("DELETE", f"{PROMPTS}/{name}", key="other")).status_code == 404
    assert audio(api, name)


async def test_a_failure_leaves_what_was_made_and_a_repeated_request_goes_on(api):
    api.vendor.faults.routes["text_to_speech"] = RouteFault(status=400, times=1)
    assert (await api.ask("POST", PROMPTS, json=BODY)).status_code == 400
    assert len((await made(api))["prompts"]) == 2


async def test_a_company_without_records_of_speech_has_no_prompts(api):
    await api.ask("PUT", "/api/v1/voice-profiles", json={"keep_no_record": True})
    answer = await api.ask("POST", PROMPTS, json=BODY)
    assert (answer.status_code, "keep_no_record" in answer.json()["detail"]) == (409, True)
    assert api.vendor.spoken == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"texts": []}, {"texts": ["x"] * 11}, {"texts": ["x" * 1001]}, {"texts": [""]}, {"texts": ["<break/>"]},
        {"texts": ["\x00"]}, {"voice_id": "unknown"}, {"voice_id": None}, {"voice_settings": {"speed": 9}},
        {"text": "x"},
    ],
)  # fmt: skip
async def test_prompts_that_cannot_be_made_are_refused(api, wrong):
    answer = await api.ask("POST", PROMPTS, json=BODY | wrong)
    assert answer.status_code == 400, answer.text
    assert api.vendor.spoken == []


@pytest.mark.parametrize("name", ["x", "A" * 32, "0" * 31])
async def test_an_id_of_another_form_is_refused(api, name):
    assert (await api.ask("DELETE", f"{PROMPTS}/{name}")).status_code == 400
