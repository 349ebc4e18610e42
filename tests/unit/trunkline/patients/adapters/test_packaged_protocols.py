"""The protocols that come with the project."""

from datetime import date

from trunkline.patients.adapters.packaged_protocols import FOLDER, packaged_protocols


def test_every_document_is_valid_and_named_by_its_id_and_version():
    found = packaged_protocols()
    assert {f"{protocol.name}.json" for protocol in found} == {path.name for path in FOLDER.iterdir() if path.suffix}
    assert found[0].valid_from == date(2026, 11, 1)


def test_a_published_version_never_changes():
    """A change of a number is a new version: assessments name the hash they were made with."""
    assert {protocol.name: protocol.sha256 for protocol in packaged_protocols()} == {
        "hv-risk-1.0.0": "355e863f868dba92623d398ee548d5cca870f383ecaae6a9d5a887486040e8d6"
    }
