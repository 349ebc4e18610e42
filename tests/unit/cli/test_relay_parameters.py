"""Parameters of the relay's stack: outputs and parameters of the first stack, and the block of samconfig.toml."""

import shlex
from pathlib import Path

import pytest

from cli.deploy.relay_parameters import written
from cli.stage import StageUnknown
from local.cloud.relay_template import FILE
from local.cloud.template import Template, read_yaml

FIRST = Template(
    Path("template.yaml"), {"Stage": "prod", "RelayBaseUrl": "wss://relay.acme.test"}, "http://127.0.0.1:1"
)
OUTPUTS = {name: f"the {name}" for name in FIRST.document["Outputs"]}
DECIDED = {
    "RelayImageUri": "registry/relay@sha256:" + "ab" * 32,
    "RelayCertificateArn": "arn:aws:acm:x",
    "RelayTasks": "3",
}
RELAY = read_yaml(Path(FILE))


def words(**decided: str) -> dict[str, str]:
    payload = shlex.split(written(RELAY, OUTPUTS, FIRST.parameters, DECIDED | decided))
    return dict(word.split("=", 1) for word in payload)


def test_everything_it_asks_for_is_there_and_nothing_else():
    given = words()
    assert set(given) <= set(RELAY["Parameters"])
    assert {name for name, about in RELAY["Parameters"].items() if "Default" not in about} <= set(given)
    assert (given["Stage"], given["RelayBaseUrl"]) == ("prod", "wss://relay.acme.test")
    assert (given["DataKeys"], given["RelayTasks"]) == ("the DataKeys", "3")


def test_the_relays_own_block_goes_first():
    assert words(Arch="x86_64")["Arch"] == "x86_64"


def test_missing_and_unknown_parameters_are_named():
    with pytest.raises(StageUnknown, match="needs RelayCertificateArn, RelayImageUri"):
        written(RELAY, OUTPUTS, FIRST.parameters, {})
    with pytest.raises(StageUnknown, match=r"no parameter RelayImage$"):
        words(RelayImage="typo")


def test_an_older_first_stack_is_a_sentence_with_the_missing_outputs():
    old = {name: value for name, value in OUTPUTS.items() if name != "DataKeys"}
    with pytest.raises(StageUnknown, match="needs DataKeys"):
        written(RELAY, old, FIRST.parameters, DECIDED)
