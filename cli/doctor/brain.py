"""Checks of a stage's own brain: its model, its keys, and numbers that need it. Pure: facts in, findings out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cli.doctor.checks import Finding
from cli.doctor.secret_names import value_of
from trunkline.calls.domain.routes import Mode

HOW_MODEL = "deploy the relay with RelayBrainModelUrl (docs/howto/your-own-brain.md)"
PRIVACY = "patients' calls: Twilio's ConversationRelay is within its HIPAA terms only as the account is set up for it"


def brain_findings(
    routes: Iterable[Mapping[str, Any]], answering: Iterable[str], secret: Mapping[str, Any], model_url: str
) -> list[Finding]:
    """`answering` are the agents at voice providers whose words the brain finds. Nothing where no line needs it."""
    numbers = sorted(str(route["number"]) for route in routes if route.get("mode") == Mode.CONVERSE)
    agents = sorted(answering)
    if not numbers and not agents:
        return []
    return [*_model(model_url, secret, len(numbers) + len(agents)), *_sockets(agents, secret), *_privacy(numbers)]


def _model(model_url: str, secret: Mapping[str, Any], lines: int) -> Iterator[Finding]:
    if not model_url:
        yield Finding("brain", False, f"{lines} lines need it, and the relay has no model", HOW_MODEL)
    elif not value_of(secret, "model_api_key"):
        yield Finding("secret model_api_key", False, "is empty", f"put it in: the key of the model at {model_url}")
    else:
        yield Finding("brain", True, f"its model is at {model_url}")


def _sockets(agents: list[str], secret: Mapping[str, Any]) -> Iterator[Finding]:
    if agents and not secret.get("llm_socket_secrets"):
        says = f"is empty; {', '.join(agents)} cannot reach the brain"
        yield Finding(
            "secret llm_socket_secrets", False, says, "put it in: a list with a secret of 16 characters or more"
        )


def _privacy(numbers: list[str]) -> Iterator[Finding]:
    if numbers:
        yield Finding("mode converse", True, f"{len(numbers)} numbers; {PRIVACY}")
