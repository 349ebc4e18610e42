"""`make live` says what is missing or wrong in sentences, shows no secret, knows all that `.env.example` explains."""

import re
from pathlib import Path

import pytest
from dotenv import dotenv_values

from cli.__main__ import main
from cli.live.settings import DEFAULTS, ELEVENLABS, RETELL, LiveSettings, NotReady, needed
from tests.fakes.live_settings import GOOD

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / ".env.example"
WRONG = {
    "TWILIO_ACCOUNT_SID": "AP" + "b" * 32,
    "TWILIO_AUTH_TOKEN": "a secret of another kind",
    "TWILIO_NUMBER": "415 555 0100",
    "CALL_MODE": "voicemail",
    "PUBLIC_BASE_URL": "http://voice.example.com",
    "LIVE_PORT": "http",
    "TWILIO_BASE_URL": "http://api.example.com",
    "ELEVENLABS_BASE_URL": "https://api.elevenlabs.io/v1",
    "RETELL_BASE_URL": "https://api.retellai.com/v2",
}


CARRIER = {name: value for name, value in GOOD.items() if name.startswith("TWILIO")}
AT_RETELL: dict[str, str | None] = CARRIER | {"VOICE_PROVIDER": "retell", "CALL_MODE": "register"}
AT_RETELL |= {"RETELL_API_KEY": "key_1", "RETELL_AGENT_ID": "agent_2"}


def read(file: dict[str, str | None], environ: dict[str, str] | None = None) -> LiveSettings:
    return LiveSettings.read(file, environ or {})


def test_every_value_that_is_read_is_in_the_example_and_the_other_way_round():
    assert list(dotenv_values(EXAMPLE)) == LiveSettings.names()


def test_every_value_of_the_example_is_explained_above_it():
    text = EXAMPLE.read_text()
    for name in set(LiveSettings.names()) - {"ELEVENLABS_BASE_URL"}:  # explained with the one before
        above = text.split(f"\n{name}=")[0].splitlines()[-1]
        assert above.startswith("# "), name


def test_the_example_holds_the_defaults_and_no_secret():
    values = {name: value for name, value in dotenv_values(EXAMPLE).items() if value}
    assert values == DEFAULTS


def test_git_ignores_the_file_and_keeps_the_example():
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert ".env" in ignored
    assert not [line for line in ignored if line.startswith(".env") and line.endswith("*")]


@pytest.mark.parametrize(
    ("good", "name"),
    [*((GOOD, name) for name in needed(ELEVENLABS)), *((AT_RETELL, name) for name in needed(RETELL))],
)
def test_a_value_that_is_needed_and_missing_is_named_with_where_to_find_it(good, name):
    with pytest.raises(NotReady) as trouble:
        read(good | {name: ""})
    assert trouble.value.troubles == [f"{name} is empty: {needed(str(good.get('VOICE_PROVIDER', ELEVENLABS)))[name]}"]


def test_an_agent_of_retell_needs_nothing_of_elevenlabs_and_signs_with_its_key_or_another():
    settings = read(AT_RETELL)
    assert (settings.agent_id, settings.api_key, settings.webhook_secret) == ("agent_2", "key_1", "key_1")
    assert read(AT_RETELL | {"RETELL_WEBHOOK_KEY": "key_badge"}).webhook_secret == "key_badge"


def test_the_audio_of_an_agent_at_retell_cannot_pass_the_relay():
    with pytest.raises(NotReady) as trouble:
        read(AT_RETELL | {"CALL_MODE": "relay"})
    assert trouble.value.troubles == ["CALL_MODE is not register: an agent of Retell takes the audio itself"]


@pytest.mark.parametrize(("name", "value"), WRONG.items())
def test_a_value_that_cannot_be_right_is_named_and_not_shown(name, value):
    with pytest.raises(NotReady) as trouble:
        read(GOOD | {name: value})
    [sentence] = trouble.value.troubles
    assert sentence.startswith(f"{name} is not ")
    assert value not in sentence


def test_all_faults_are_named_at_once():
    with pytest.raises(NotReady) as trouble:
        read({})
    assert len(trouble.value.troubles) == len(needed(ELEVENLABS))


def test_the_environment_goes_before_the_file_and_slashes_at_the_end_of_addresses_go():
    settings = read(GOOD, {"PUBLIC_BASE_URL": "https://voice.example.com/", "CALL_MODE": "register"})
    assert (settings.public_base_url, settings.call_mode) == ("https://voice.example.com", "register")
    assert settings.twilio_base_url == "https://api.twilio.com"


def test_its_repr_shows_no_secret():
    shown = repr(read(GOOD | {"ELEVENLABS_WEBHOOK_SECRET": "wsec_1"}))
    assert not re.search("f{32}|xi_key|wsec_1", shown)


def test_the_command_refuses_in_sentences_and_starts_nothing(tmp_path, monkeypatch, capsys):
    for name in LiveSettings.names():
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / ".env"
    file.write_text("TWILIO_AUTH_TOKEN=not-a-token\nTWILIO_NUMBER=+14155550100\n")
    assert main(["live", "--env-file", str(file)]) == 1
    said = capsys.readouterr()
    assert "TWILIO_ACCOUNT_SID is empty" in said.err
    assert "TWILIO_AUTH_TOKEN is not an auth token" in said.err
    assert "not-a-token" not in said.err + said.out
