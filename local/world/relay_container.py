"""The relay in its image, as Fargate starts it: not root, a root file system that cannot be written, no capability.

Linux only: it shares this machine's network, as the local world is on loopback.
"""

import asyncio
import secrets
from collections.abc import Callable

from local.world.relay_process import NOT_SECRET, RelayProcess, of_this_machine

ENGINE = ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG")
AS_IN_THE_CLOUD = (
    "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--tmpfs", "/tmp:mode=1777", "--init",
)  # fmt: skip


class RelayContainer(RelayProcess):
    """Its process here is the docker command, which hands signals on."""

    def __init__(
        self, image: str, environment: dict[str, str], on_log: Callable[[str, dict | str], None], drain_s: float = 0.5
    ) -> None:
        super().__init__(environment, on_log, drain_s)
        self._image, self._name = image, f"trunkline-relay-{secrets.token_hex(4)}"

    async def kill(self) -> None:
        killing = await asyncio.create_subprocess_exec("docker", "kill", self._name, stdout=-1, stderr=-1)
        await killing.communicate()
        await super().kill()

    def _command(self, payload: dict[str, str]) -> tuple[list[str], dict[str, str]]:
        """Values go by name: the command line shows none."""
        names = [option for name in payload for option in ("--env", name)]
        place = ["--rm", "--name", self._name, "--network", "host"]
        return ["docker", "run", *place, *AS_IN_THE_CLOUD, *names, self._image], {
            **of_this_machine((*NOT_SECRET, *ENGINE)),
            **payload,
        }
