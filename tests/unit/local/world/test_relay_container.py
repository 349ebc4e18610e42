"""The container is started as the template has Fargate start it, and its command line shows no secret."""

from local.cloud.template import read_yaml
from local.world.relay_container import RelayContainer
from local.world.world import ROOT


def command(**environment: str) -> tuple[list[str], dict[str, str]]:
    return RelayContainer("trunkline-relay:local", {}, lambda _source, _line: None)._command(environment)


def test_values_go_by_name_and_the_image_comes_last():
    asked, environment = command(RELAY_SECRET="do not show", RELAY_PORT="0")
    assert asked[:2] == ["docker", "run"]
    assert asked[-5:] == ["--env", "RELAY_SECRET", "--env", "RELAY_PORT", "trunkline-relay:local"]
    assert "do not show" not in " ".join(asked)
    assert environment["RELAY_SECRET"] == "do not show"


def test_the_container_has_no_more_rights_than_in_the_cloud():
    asked, _ = command()
    for limit in ("--read-only", "--cap-drop ALL", "--security-opt no-new-privileges", "--tmpfs /tmp:mode=1777"):
        assert limit in " ".join(asked)
    assert "--privileged" not in asked


def test_two_of_them_have_two_names():
    assert command()[0] != command()[0]


def test_in_the_cloud_its_root_is_read_only_too():
    texts = [path.read_text() for path in (*ROOT.glob("template*.yaml"), *ROOT.glob("stacks/*.yaml"))]
    assert read_yaml(ROOT / "template.yaml")
    assert sum("ReadonlyRootFilesystem: true" in text for text in texts) == 1
