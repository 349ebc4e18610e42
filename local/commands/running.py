"""The environment variables with which other programs reach the world of `make run`."""

import socket

from local.world.ports import first_port

COMPANY, COMPANY_KEY = "acme", "tk_local_admin"
REGION = "us-east-1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_SESSION_TOKEN": "local"}
API, AWS = 0, 4  # how far behind the first port, as `local.world.ports.Ports` has them
ANSWERS_WITHIN_S = 5


class NotRunning(Exception):
    """Says how to start it."""


def variables() -> dict[str, str]:
    """For a command that works with that world. Raises PortTaken, NotRunning."""
    first = first_port()
    _look(first + API)
    return {
        "TRUNKLINE_URL": f"http://127.0.0.1:{first + API}",
        "TRUNKLINE_API_KEY": COMPANY_KEY,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{first + AWS}",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        **CREDENTIALS,
    }


def _look(port: int) -> None:
    try:
        socket.create_connection(("127.0.0.1", port), ANSWERS_WITHIN_S).close()
    except OSError as error:
        how = "start it with `make run` in another terminal; with LOCAL_PORT there, set it here, too"
        raise NotRunning(f"no local world at 127.0.0.1:{port}: {how}") from error
