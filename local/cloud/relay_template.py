"""The template of the relay's stack, given what its stage's first stack has: outputs and parameters, by their names."""

from collections.abc import Iterable, Mapping

from local.cloud.template import Template, read_yaml

FILE = "template-relay.yaml"
OF_THE_RELEASE = {  # what a person decides for a release; anything will do where no task is started by AWS
    "RelayImageUri": "trunkline-relay@sha256:" + "0" * 64,
    "RelayCertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000",
}


def relay_template(first: Template) -> Template:
    path = first.folder / FILE
    asked = read_yaml(path)["Parameters"]
    outputs = {name: first.output(name) for name in asked if name in first.document["Outputs"]}
    return Template(path, {**OF_THE_RELEASE, **relay_parameters(asked, outputs, first.parameters)}, first.endpoint)


def relay_parameters(asked: Iterable[str], outputs: Mapping[str, str], parameters: Mapping[str, str]) -> dict[str, str]:
    """The relay's parameters from the first stack; an output goes before a parameter of the same name."""
    known = {**parameters, **outputs}
    return {name: known[name] for name in asked if name in known}
