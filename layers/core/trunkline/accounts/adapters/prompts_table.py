"""Prompts on the Directory table: an item for each, and the set of their ids on the company's item."""

from datetime import datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.aws.retention import Retention
from trunkline.speech.domain.prompts import Prompt
from trunkline.speech.domain.voices import VoiceChoice

KIND = "prompt"


class PromptsTable:
    def __init__(self, directory: Directory, retention: Retention | None = None) -> None:
        self._directory, self._retention = directory, retention or Retention()

    def find(self, company_id: str, prompt_id: str) -> Prompt | None:
        found = self._directory.get(table_keys.prompt(company_id, prompt_id))
        return _prompt(found) if found else None

    def of_company(self, company_id: str) -> list[Prompt]:
        found = map(_prompt, self._directory.of_company(company_id, KIND))
        return sorted(found, key=lambda prompt: (prompt.made_at, prompt.prompt_id))

    def add(self, prompt: Prompt) -> None:
        """The id on the company's item comes last: the relay looks for audio that is there."""
        values = {
            "company_id": prompt.company_id,
            "of_company": table_keys.of_company(prompt.company_id, KIND),
            "prompt_id": prompt.prompt_id,
            "text": prompt.text,
            "voice": prompt.voice.values(),
            "audio_bytes": prompt.audio_bytes,
            "credits": prompt.credits,
            "made_at": prompt.made_at.isoformat(),
        }
        self._directory.put(table_keys.prompt(prompt.company_id, prompt.prompt_id) | values | self._retention.expiry())
        self._directory.add_to_set(table_keys.company(prompt.company_id), "prompts", prompt.prompt_id)

    def remove(self, company_id: str, prompt_id: str) -> bool:
        self._directory.take_from_set(table_keys.company(company_id), "prompts", prompt_id)
        return self._directory.remove_owned(table_keys.prompt(company_id, prompt_id), company_id)


def _prompt(values: dict[str, Any]) -> Prompt:
    return Prompt(
        values["prompt_id"],
        values["company_id"],
        values["text"],
        VoiceChoice.of(values["voice"]),
        values["audio_bytes"],
        values.get("credits"),
        datetime.fromisoformat(values["made_at"]),
    )
