"""The two files that samconfig.toml names for `sam local`: a template, and the variables of every function."""

import json
from urllib.parse import urlsplit

from local.sam.docker_network import HOST
from local.world.world import ROOT, World

BUILT = ROOT / ".aws-sam" / "build" / "template.yaml"
TEMPLATE = BUILT.with_name("local.yaml")  # beside it: its folders are named from there
VARIABLES = ROOT / ".local" / "sam-env.json"
ENDPOINT = "AWS_ENDPOINT_URL"
SECTION, VARIABLE = "    Environment:\n      Variables:\n", "        "


class NotBuilt(Exception):
    """`make build` comes first."""


def write(world: World) -> list[int]:
    """The ports of this machine that the functions will want to reach."""
    TEMPLATE.write_text(with_endpoint(built()))
    functions = world.cloud.template.of_type("AWS::Serverless::Function")
    variables = {name: for_containers(world.cloud.environment(name)) for name in functions}
    VARIABLES.parent.mkdir(exist_ok=True)
    VARIABLES.write_text(json.dumps(variables, indent=1) + "\n")
    urls = (world.cloud.aws_endpoint, world.twilio.base_url, world.vendor.base_url, world.relay_front.base_url)
    return [urlsplit(url).port or 0 for url in urls]


def built() -> str:
    if not BUILT.exists():
        raise NotBuilt("nothing is built: make build ARCH=x86_64 (or arm64, whichever this machine is)")
    return BUILT.read_text()


def with_endpoint(template: str) -> str:
    """SAM hands on only variables that the template names, and the real one has no reason to name this."""
    before, found, after = template.partition(SECTION)
    assert found, "the built template has no variables for every function"
    return f'{before}{found}{VARIABLE}{ENDPOINT}: ""\n{after}'


def for_containers(variables: dict[str, str]) -> dict[str, str]:
    """Loopback of a container is the container."""
    return {name: value.replace("//127.0.0.1:", f"//{HOST}:") for name, value in variables.items()}
