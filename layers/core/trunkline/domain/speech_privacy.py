"""Personal data out of texts before the voice provider gets them: asked for by a request, a company or a route."""

from collections.abc import Mapping
from typing import Any, Final

from trunkline.domain.call_views import CallView
from trunkline.domain.exports import names_in
from trunkline.domain.redaction import Redactor
from trunkline.domain.voice_profiles import VoiceProfiles

PII_REMOVED: Final = "pii_removed"


def speech_redactor(call: CallView, profiles: VoiceProfiles, *, requested: bool) -> Redactor | None:
    """For the texts of this call; None where nobody asks for it. It knows the names that its metadata has."""
    if not (requested or profiles.remove_pii or call.facts.get("remove_pii")):
        return None
    return redactor_of(call.facts.get("metadata") or {})


def redactor_of(values: Mapping[str, Any]) -> Redactor:
    """One that knows the names among these metadata or variables."""
    return Redactor.of(names_in(values))
