"""Secrets are read rarely, refreshed when a proof fails, and never shown."""

import json

import pytest

from tests.fakes.webhooks import secret_text
from trunkline.aws.secrets import SecretCache, VendorSecrets
from trunkline.bootstrap.shared.common import log_stale


class Vault:
    def __init__(self) -> None:
        self.reads = 0

    def __call__(self) -> str:
        self.reads += 1
        return secret_text(twilio=f"token-{self.reads}")


def test_secrets_are_kept_for_five_minutes():
    vault = Vault()
    cache = SecretCache(vault)
    cache.current(0.0)
    cache.current(299.0)
    assert vault.reads == 1
    assert cache.current(301.0).twilio_auth_tokens == ("token-2",)


def test_a_mismatch_reads_again_but_not_more_often_than_every_half_minute():
    vault = Vault()
    cache = SecretCache(vault)
    cache.current(0.0)
    assert cache.after_mismatch(29.0) is None
    assert cache.after_mismatch(30.0).twilio_auth_tokens == ("token-2",)
    assert cache.after_mismatch(31.0) is None


def test_old_secrets_go_on_while_the_vault_is_away_and_it_is_not_asked_all_the_time():
    vault, away = Vault(), []

    def fetch() -> str:
        if away:
            away.append(1)
            raise TimeoutError
        return vault()

    values: list[str] = []
    cache = SecretCache(fetch, on_stale=lambda error: values.append(type(error).__name__))
    cache.current(0.0)
    away.append(1)
    assert [cache.current(moment).twilio_auth_tokens for moment in (301.0, 302.0, 303.0)] == [("token-1",)] * 3
    assert len(away) == 2
    assert values == ["TimeoutError"]


def test_old_secrets_that_have_to_go_on_are_counted(capsys):
    log_stale(ValueError("quotes a secret"))
    out = capsys.readouterr().out
    assert "SecretsStale" in out
    assert "quotes" not in out


def test_without_a_secret_every_signature_is_refused():
    with pytest.raises(TimeoutError):
        SecretCache(lambda: (_ for _ in ()).throw(TimeoutError())).current(0.0)


def test_known_never_reads():
    cache = SecretCache(Vault())
    with pytest.raises(RuntimeError):
        _ = cache.known
    cache.current(0.0)
    assert cache.known.of_provider("elevenlabs").api_key == "xi-key"


def test_empty_entries_prove_nothing_and_are_dropped():
    body = json.loads(secret_text()) | {"twilio_auth_tokens": ["", "t"], "elevenlabs_webhook_secrets": [""]}
    secrets = VendorSecrets.from_json(json.dumps(body))
    assert (secrets.twilio_auth_tokens, secrets.of_provider("elevenlabs").webhook_secrets) == (("t",), ())


def test_a_secret_shows_nothing_of_itself():
    text = repr(VendorSecrets.from_json(secret_text()))
    assert not any(value in text for value in ("xi-key", "wsec_test", "0123456789abcdef"))


@pytest.mark.parametrize("company", ["acme", "other", "", "nobodys_key"])
def test_a_tool_secret_belongs_to_one_company(company):
    values = {"acme": {"crm_key": "s3cret"}, "other": {"crm_key": "foreign"}, "nobodys_key": "flat"}
    known = VendorSecrets.from_json(json.dumps(json.loads(secret_text()) | {"tool_secrets": values}))
    owned = {"acme": {"crm_key": "s3cret"}, "other": {"crm_key": "foreign"}}
    assert known.tool_secrets_of(company) == owned.get(company, {})


def test_a_tool_secret_outside_of_a_section_belongs_to_the_company_that_is_named_for_them():
    values = {"crm_key": "flat", "hours_key": "hush", "other": {"crm_key": "foreign"}}
    document = json.loads(secret_text()) | {"tool_secrets": values, "tool_secrets_company": "acme"}
    known = VendorSecrets.from_json(json.dumps(document))
    assert known.tool_secrets_of("acme") == {"crm_key": "flat", "hours_key": "hush"}
    assert known.tool_secrets_of("other") == {"crm_key": "foreign"}


FLAT = {"parrot_api_key": "flat", "parrot_webhook_secrets": ["w1", ""]}
SECTION = {"providers": {"parrot": {"api_key": "own", "webhook_secrets": ["w2"]}}}


@pytest.mark.parametrize(
    ("given", "api_key", "webhook_secrets"),
    [
        (FLAT, "flat", ("w1",)),
        (SECTION, "own", ("w2",)),
        (FLAT | SECTION, "own", ("w2", "w1")),
        (FLAT | {"providers": {"parrot": {}}}, "flat", ("w1",)),
        ({}, "", ()),
    ],
)
def test_a_providers_secrets_have_a_section_or_flat_names(given, api_key, webhook_secrets):
    secrets = VendorSecrets.from_json(json.dumps({"twilio_auth_tokens": []} | given)).of_provider("parrot")
    assert (secrets.api_key, secrets.webhook_secrets) == (api_key, webhook_secrets)
    assert not any(value and value in repr(secrets) for value in (api_key, *webhook_secrets))


def test_a_section_that_is_none_is_an_error_and_no_empty_secret():
    with pytest.raises((ValueError, TypeError, AttributeError)):
        VendorSecrets.from_json(json.dumps({"twilio_auth_tokens": [], "providers": {"parrot": "key"}}))
