"""Proof of the relay's image: what is in it, and a call through it. Needs Docker on Linux.

`python -m local.commands.image_proof IMAGE`
"""

import asyncio
import json
import subprocess
import sys
from typing import Any

from local.commands.terminal import Terminal
from local.scenarios import support_call
from local.world.relay_container import AS_IN_THE_CLOUD
from local.world.world import World

SMALL_MB = 60  # on top of its base; the base is Debian's and Python's
MAY_NOT_WRITE = "import pathlib\ntry: pathlib.Path('/relay/x').write_text('')\nexcept OSError: print('no')"
COMPILED = "from media_relay.native import frame_scanner; print(frame_scanner.IS_COMPILED)"
INSTALLER = "from importlib.util import find_spec; print(find_spec('pip'), find_spec('ensurepip'))"
NOTICES = "import pathlib; print(*sorted(p.name for p in pathlib.Path().iterdir() if p.is_file()))"
WHO = "import os; print(os.getuid(), os.getgid())"


class ImageProof:
    def __init__(self, terminal: Terminal, image: str) -> None:
        self._terminal, self._image = terminal, image
        self.failed: list[str] = []

    async def run(self) -> None:
        about = _docker_json("image", "inspect", self._image)[0]
        own_mb = sum(_layers_bytes(self._image)[: _own_layers(self._image)]) / 1e6
        self._say("its user", about["Config"]["User"] == "10001", about["Config"]["User"])
        self._say("runs as", self._python(WHO) == "10001 10001", self._python(WHO))
        self._say("may write to its root", self._python(MAY_NOT_WRITE) == "no", self._python(MAY_NOT_WRITE))
        self._say("audio path compiled to C", self._python(COMPILED) == "True", self._python(COMPILED))
        self._say("can install packages", self._python(INSTALLER) == "None None", self._python(INSTALLER))
        self._say("its licences", self._python(NOTICES) == "LICENSE THIRD-PARTY.txt", self._python(NOTICES))
        self._say("size on top of its base", own_mb < SMALL_MB, f"{own_mb:.0f} MB of {about['Size'] / 1e6:.0f} MB")
        await self._call()

    async def _call(self) -> None:
        world = World(say_speed=4.0, relay_image=self._image)
        try:
            await world.start()
            call = world.ring(support_call.RELAYED)
            await call.ended(120)
            await world.settled()
            transcript = await world.transcript(await world.call_record(call.sid))
        finally:
            await world.stop()
        said = [(turn["speaker"], turn["text"]) for turn in transcript["turns"] if turn["text"]]
        self._say("a call through it", said == list(support_call.LINES), f"{len(said)} turns, {call.status}")
        ready = [line for _, line in world.logs if isinstance(line, dict) and line.get("message") == "relay is ready"]
        self._say("the relay of that call", ready[0]["compiled"] is True, f"compiled: {ready[0]['compiled']}")

    def _say(self, what: str, is_right: bool, seen: str) -> None:
        self._terminal.line(f"  {'ok' if is_right else 'NO':3} {what:<28} {seen}", "good" if is_right else "bad")
        if not is_right:
            self.failed.append(what)

    def _python(self, code: str) -> str:
        """The output of a command in a container like the cloud's."""
        return _docker("run", "--rm", *AS_IN_THE_CLOUD, "--entrypoint", "python", self._image, "-c", code).strip()


def _own_layers(image: str) -> int:
    """The number of our layers: from the newest to the first that sets our working directory."""
    made = _docker("history", "--no-trunc", "--format", "{{.CreatedBy}}", image).splitlines()
    return next(place for place, line in enumerate(made) if "WORKDIR /relay" in line) + 1


def _layers_bytes(image: str) -> list[int]:
    return [int(size) for size in _docker("history", "--human=false", "--format", "{{.Size}}", image).split()]


def _docker_json(*arguments: str) -> list[dict[str, Any]]:
    return json.loads(_docker(*arguments))


def _docker(*arguments: str) -> str:
    return subprocess.run(["docker", *arguments], check=True, capture_output=True, text=True, timeout=120).stdout


def main(image: str) -> int:
    terminal = Terminal()
    terminal.title(image)
    proof = ImageProof(terminal, image)
    asyncio.run(proof.run())
    return 1 if proof.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
