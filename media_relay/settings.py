"""The relay's own settings, from its environment."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RelaySettings:
    host: str = "0.0.0.0"  # noqa: S104 - a container; the security group decides who reaches it
    port: int = 8080
    private_port: int = 8081
    max_calls: int = 400
    drain_s: float = 75.0  # Fargate kills 120 s after SIGTERM; recordings are uploaded in what is left
    brain_model_url: str = ""  # of the model behind agents of the brain; empty: there are none
    tool_origins: tuple[str, ...] = ()  # reachable although not public: for a world on one machine

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "RelaySettings":
        return cls(
            host=environ.get("RELAY_HOST", "0.0.0.0"),  # noqa: S104 - as above
            port=int(environ.get("RELAY_PORT", "8080")),
            private_port=int(environ.get("RELAY_PRIVATE_PORT", "8081")),
            max_calls=int(environ.get("RELAY_MAX_CALLS", "400")),
            drain_s=float(environ.get("RELAY_DRAIN_S", "75")),
            brain_model_url=environ.get("BRAIN_MODEL_URL", ""),
            tool_origins=tuple(environ.get("RELAY_TOOL_ORIGINS", "").split()),
        )
