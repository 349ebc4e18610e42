"""The vendors' secrets: one JSON document in Secrets Manager, kept for a while, read again when a proof fails.

Two values are active while one is being rotated, so every secret that verifies is a list.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

KEEP_S = 300.0
FLAT = ("_api_key", "_webhook_secrets")
REFRESH_AT_MOST_EVERY_S = 30.0  # forged signatures must not become requests to Secrets Manager


@dataclass(frozen=True, slots=True)
class ProviderSecrets:
    """Secrets of one voice provider. An empty secret verifies no signature."""

    api_key: str = field(repr=False, default="")
    webhook_secrets: tuple[str, ...] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class VendorSecrets:
    """The vendors' secrets. The repr contains none of them."""

    twilio_auth_tokens: tuple[str, ...] = field(repr=False)
    providers: Mapping[str, ProviderSecrets] = field(repr=False)
    relay_command_key: str = field(repr=False, default="")
    twilio_account_sid: str = ""
    tool_secrets: Mapping[str, Mapping[str, str]] = field(repr=False, default_factory=dict)  # by company, by name
    caller_context_secrets: tuple[str, ...] = field(repr=False, default=())
    llm_socket_secrets: tuple[str, ...] = field(
        repr=False, default=()
    )  # in the address a provider's LLM socket is given

    @classmethod
    def from_json(cls, text: str) -> "VendorSecrets":
        body: dict[str, Any] = json.loads(text)
        return cls(
            tuple(token for token in body["twilio_auth_tokens"] if token),
            _by_provider(body),
            str(body.get("relay_command_key", "")),
            str(body.get("twilio_account_sid", "")),
            _by_company(body.get("tool_secrets", {}), str(body.get("tool_secrets_company", ""))),
            tuple(str(secret) for secret in body.get("caller_context_secrets", []) if secret),
            tuple(str(secret) for secret in body.get("llm_socket_secrets", []) if secret),
        )

    def of_provider(self, name: str) -> ProviderSecrets:
        return self.providers.get(name, ProviderSecrets())

    def tool_secrets_of(self, company_id: str) -> Mapping[str, str]:
        """By the names that the headers of the company's tools and of its caller source use: no other company's."""
        return self.tool_secrets.get(company_id, {})


def _by_provider(body: Mapping[str, Any]) -> dict[str, ProviderSecrets]:
    """Sections of `providers`, and the flat names `<provider>_api_key` and `<provider>_webhook_secrets` beside them."""
    sections: dict[str, Any] = dict(body.get("providers", {}))
    flat = {name.removesuffix(end) for end in FLAT for name in body if name.endswith(end)}
    return {name: _provider(name, sections.get(name, {}), body) for name in {*sections, *flat}}


def _provider(name: str, section: Mapping[str, Any], body: Mapping[str, Any]) -> ProviderSecrets:
    """A key of the section comes first; webhook secrets of both places count, as two do while one is rotated."""
    api_key = section.get("api_key") or body.get(f"{name}_api_key", "")
    secrets = [*section.get("webhook_secrets", []), *body.get(f"{name}_webhook_secrets", [])]
    return ProviderSecrets(str(api_key), tuple(str(secret) for secret in secrets if secret))


def _by_company(values: Mapping[str, Any], default_company: str) -> dict[str, dict[str, str]]:
    """A company's section is an object. A value outside of one belongs to the default company; without one, to none."""
    owned = {
        company: {str(name): str(value) for name, value in section.items()}
        for company, section in values.items()
        if isinstance(section, dict)
    }
    alone = {name: str(value) for name, value in values.items() if not isinstance(value, dict)}
    if default_company and alone:
        owned[default_company] = alone | owned.get(default_company, {})
    return owned


class SecretCache:
    """Reads through `fetch`; time is passed in. `on_stale` is called when a refresh fails: old secrets stay in use."""

    def __init__(self, fetch: Callable[[], str], on_stale: Callable[[Exception], None] = lambda _error: None) -> None:
        self._fetch = fetch
        self._on_stale = on_stale
        self._known: VendorSecrets | None = None
        self._read_at_s = 0.0

    def current(self, now_s: float) -> VendorSecrets:
        """Raises only when nothing was ever read: old secrets beat none while Secrets Manager is away."""
        if self._known is None:
            return self._read(now_s)
        if now_s - self._read_at_s > KEEP_S:
            try:
                return self._read(now_s)
            except Exception as error:  # noqa: BLE001 - the cached secrets stay in use, and the failure is reported
                self._on_stale(error)
        return self._known

    @property
    def known(self) -> VendorSecrets:
        """The cached secrets, however old, without a request. Call `current` once before."""
        if self._known is None:
            raise RuntimeError("secrets were never read")
        return self._known

    def after_mismatch(self, now_s: float) -> VendorSecrets | None:
        """Fresh secrets if they might have been rotated since; None when we only just looked."""
        if now_s - self._read_at_s < REFRESH_AT_MOST_EVERY_S:
            return None
        return self._read(now_s)

    def _read(self, now_s: float) -> VendorSecrets:
        self._read_at_s = now_s  # also when it fails: the next try waits its turn
        self._known = VendorSecrets.from_json(self._fetch())
        return self._known
