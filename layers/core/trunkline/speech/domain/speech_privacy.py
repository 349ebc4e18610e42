"""Personal data out of texts before the voice provider gets them: asked for by a request, a company or a route."""

from collections.abc import Mapping
from typing import Any, Final

from trunkline.redaction import Redactor, names_in
from trunkline.speech.domain.voice_profiles import VoiceProfiles

PII_REMOVED: Final = "pii_removed"


def speech_redactor(facts: Mapping[str, Any], profiles: VoiceProfiles, *, requested: bool) -> Redactor | None:
    """For the texts of the call with these facts; None where nothing asks for it. Its metadata names the names."""
    if not (requested or profiles.remove_pii or facts.get("remove_pii")):
        return None
    return redactor_of(facts.get("metadata") or {})


def redactor_of(values: Mapping[str, Any]) -> Redactor:
    """A redactor of the names in these metadata or variables."""
    return Redactor.of(names_in(values))
