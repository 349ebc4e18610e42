"""Where an agent file's words go: the brain over our API, and voice providers with the stage's keys."""

import argparse
from dataclasses import dataclass
from typing import Any

import httpx

from cli.agents.agent_files import AgentFile
from cli.api import ask, client
from cli.doctor.secret_names import value_of
from cli.secrets import read_secret
from cli.stage import stage_named
from trunkline.aws.secrets import ProviderSecrets
from trunkline.bootstrap.shared.common import aws_client
from trunkline.bootstrap.shared.providers import PROVIDERS
from trunkline.errors import BadRequest
from trunkline.ids import BRAIN
from trunkline.speech.domain.agent_settings import SettingChange
from trunkline.speech.domain.agent_words import AgentWords, WordsPlan
from trunkline.speech.ports import AgentWordsBook


def words_of(file: AgentFile, provider: str) -> AgentWords:
    voice, model = file.voices.get(provider, ""), file.models.get(provider, "")
    return AgentWords(file.prompt, file.greeting, file.language, voice, model)


def books_of(file: AgentFile, args: argparse.Namespace) -> dict[str, AgentWordsBook]:
    """By provider, of those where the file's agent lives. Raises BadRequest."""
    wanted = [name for name in file.at if args.to in {None, name}]
    if not wanted:
        known = f"one of {', '.join(file.at)}" if file.at else "nowhere: name it in `at`"
        raise BadRequest(f"{file.name} lives {known}")
    return {name: BrainBook(file, client()) if name == BRAIN else _book(name, args) for name in wanted}


def _book(name: str, args: argparse.Namespace) -> AgentWordsBook:
    if name not in PROVIDERS:
        raise BadRequest(f"at.{name}: the providers are {BRAIN}, {', '.join(PROVIDERS)}")
    stage = stage_named(args.stage)
    secret = read_secret(aws_client("secretsmanager"), stage.output("VendorSecretName"))
    key = str(value_of(secret, f"{name}_api_key") or "")
    book = PROVIDERS[name](stage.provider_url(name), lambda: ProviderSecrets(key)).agent_words()
    if book is None:
        raise BadRequest(f"at.{name}: its agents cannot be changed from here")
    return book


@dataclass
class BrainBook:
    """The port `AgentWordsBook` over `/api/v1/brain-agents`: the file has the whole agent, its tools as well."""

    file: AgentFile
    api: httpx.Client

    def plan(self, agent_id: str, _wanted: AgentWords) -> WordsPlan | None:
        there = ask(self.api, "GET", f"brain-agents/{agent_id}")["agent"]
        body = self._body()
        changes = [SettingChange(name, there.get(name), value) for name, value in body.items()]
        return WordsPlan(agent_id, tuple(item for item in changes if _plain(item.before) != _plain(item.after)))

    def apply(self, plan: WordsPlan) -> None:
        there = ask(self.api, "GET", f"brain-agents/{plan.agent_id}")["agent"]
        ask(self.api, "PUT", f"brain-agents/{plan.agent_id}", json=there | self._body())

    def _body(self) -> dict[str, Any]:
        tools = [tool.model_dump() for tool in self.file.tools]
        return self.file.words() | {"model": self.file.models.get(BRAIN, ""), "tools": tools}


def _plain(value: Any) -> Any:
    """A text block of YAML ends with a line break."""
    return value.strip() if isinstance(value, str) else value
