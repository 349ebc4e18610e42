"""The list of what is shipped is ours to read, and an audit that could ask about nothing is no clean one."""

import json
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def loaded() -> Any:
    """`scripts/sbom` has no suffix: a person types its name."""
    loader = SourceFileLoader("sbom", str(ROOT / "scripts" / "sbom"))
    spec = spec_from_loader("sbom", loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


SBOM = loaded()
PART = {"name": "picows", "version": "2.3.1", "type": "library", "bom-ref": "requirements-L1"}


def audit(*packages: dict[str, Any]) -> list[str]:
    return SBOM.vulnerabilities(json.dumps({"dependencies": packages}), "")


def test_the_list_names_what_it_is_of_each_package_once_and_no_place_it_came_from():
    made = {
        "components": [PART | {"description": "…", "externalReferences": [{"url": "…"}]}],
        "metadata": {"tools": {}},
    }
    bill = SBOM.tidied(made, "rest_api", "application", "1.2.3")
    root = {"bom-ref": "trunkline-rest-api", "name": "trunkline-rest-api", "type": "application", "version": "1.2.3"}
    assert bill["metadata"] == {"component": root}
    [part] = bill["components"]
    assert set(part) == {"name", "version", "type", "bom-ref", "purl"}
    assert bill["dependencies"] == [{"ref": root["bom-ref"], "dependsOn": [part["purl"]]}, {"ref": part["purl"]}]


def test_every_list_that_is_shipped_is_described():
    shipped = {path.parent.name for path in (ROOT / "functions").glob("*/requirements.txt")}
    shipped |= {path.parent.name for path in (ROOT / "layers").glob("*/requirements.txt")}
    assert set(SBOM.SHIPPED) == shipped | {"relay"}


def test_what_is_known_is_told_with_what_mends_it():
    sick = {"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2", "3"]}]}
    assert audit(sick, {"name": "b", "version": "1", "vulns": []}) == ["a 1: CVE-1, mended in 2, 3"]


def test_all_asked_and_nothing_known_is_clean():
    assert audit({"name": "b", "version": "1", "vulns": []}) == []


def test_a_package_that_the_service_does_not_know_was_not_asked_about():
    with pytest.raises(SBOM.NotAsked, match="1 packages are unknown"):
        audit({"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"})


def test_what_is_known_is_told_even_when_others_could_not_be_asked_about():
    sick = {"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": []}]}
    assert audit(sick, {"name": "b", "skip_reason": "not found"}) == ["a 1: CVE-1, mended in none"]


def test_a_service_out_of_reach_is_quoted():
    with pytest.raises(SBOM.NotAsked, match="Failed to resolve"):
        SBOM.vulnerabilities("", "Traceback ...\nConnectionError: Failed to resolve 'somewhere'")
