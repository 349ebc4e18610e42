"""Dependencies of `caller_context` in memory, and a scripted company system."""

import json

import caller_context
from tests.fakes.callers import InMemoryCallers
from tests.fakes.providers import providers
from tests.fakes.webhooks import CONTEXT_SECRET, NOW, http_event, secrets
from trunkline.accounts.domain.callers import Caller, CallerQuestion, HttpSource
from trunkline.aws.secrets import ProviderSecrets, SecretCache
from trunkline.bootstrap.caller_context import CallerContextDeps
from trunkline.bootstrap.shared.providers import personalization_webhooks
from trunkline.vendors.retell.provider import RetellProvider

CALLER, OURS = "+14155550123", "+15005550006"

QUESTION = {"caller_id": CALLER, "agent_id": "agent_1", "called_number": OURS, "call_sid": "CA1"}

SOURCE = HttpSource("https://crm.example.com/callers")


class ScriptedSource:
    def __init__(self, answer: Caller | Exception | None = None) -> None:
        self.answer, self.asked = answer, list[CallerQuestion]()

    def ask(self, source: HttpSource, question: CallerQuestion) -> Caller | None:
        self.asked.append(question)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Desk:
    def __init__(
        self, *callers: Caller, source: ScriptedSource | None = None, cache: SecretCache | None = None
    ) -> None:
        self.callers, self.source = InMemoryCallers({OURS: "acme"}, callers), source or ScriptedSource()
        self.callers.defaults[OURS] = {"first_name": "there", "plan": "basic"}
        if source:
            self.callers.set_source("acme", SOURCE)
        self.services = CallerContextDeps(
            self.callers,
            self.source,
            cache or secrets(),
            now=lambda: NOW,
            webhooks=personalization_webhooks(
                providers() | {"retell": RetellProvider("https://provider.invalid", ProviderSecrets)}
            ),
        )

    def ask(self, body: object = None, secret: str | None = CONTEXT_SECRET) -> dict:
        headers = {} if secret is None else {"X-Trunkline-Secret": secret}
        raw = body if isinstance(body, bytes) else json.dumps(QUESTION | (body or {})).encode()
        return caller_context.respond(http_event("/webhooks/elevenlabs/personalization", raw, headers), self.services)

    def ask_as_retell(self, body: bytes, headers: dict[str, str], path: str = "/webhooks/retell/inbound") -> dict:
        return caller_context.respond(http_event(path, body, headers), self.services)

    def answered(self, **question: object) -> dict:
        answer = self.ask(question)
        assert answer["statusCode"] == 200
        return json.loads(answer["body"])
