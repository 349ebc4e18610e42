"""The Node peer is what its lock file says, and is skipped where it cannot be had."""

import json

import pytest

from bench.peers import node

LOCK = json.loads((node.FOLDER / "package-lock.json").read_text())
PACKAGE = json.loads((node.FOLDER / "package.json").read_text())


@pytest.mark.parametrize("present", [set(), {"npm"}])
def test_without_node_the_peer_is_skipped(present):
    assert node.reason_to_skip(lambda name: name if name in present else None) == node.ABSENT


def test_without_npm_an_installed_bridge_still_runs(monkeypatch):
    monkeypatch.setattr(node, "is_installed", lambda: True)
    assert node.reason_to_skip(lambda name: name if name == "node" else None) == ""


def test_without_npm_nothing_can_be_installed(monkeypatch):
    monkeypatch.setattr(node, "is_installed", lambda: False)
    assert node.reason_to_skip(lambda name: name if name == "node" else None) == node.ABSENT


def test_the_lock_belongs_to_the_package():
    assert LOCK["packages"][""]["dependencies"] == PACKAGE["dependencies"]


def test_every_package_is_hashed_and_none_says_where_it_comes_from():
    packages = [about for name, about in LOCK["packages"].items() if name]
    assert all(about["integrity"].startswith("sha512-") for about in packages)
    assert not [about for about in packages if "resolved" in about]
