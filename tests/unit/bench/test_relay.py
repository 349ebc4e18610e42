"""The command line measures both peers by default, and reports a peer that it cannot measure."""

import argparse

import pytest

from bench import relay
from bench.peers import node


def test_the_command_line_has_the_documented_defaults():
    args = relay.arguments().parse_args([])
    assert (args.calls, args.seconds, args.traffic, args.peers) == (100, 10.0, "small", ["tcp", "node"])


def test_peers_are_chosen_by_name():
    assert relay.names("tcp") == ["tcp"]
    assert relay.names("") == []


def test_an_unknown_peer_is_refused_by_name():
    with pytest.raises(argparse.ArgumentTypeError, match="haproxy: not one of tcp, node"):
        relay.names("tcp,haproxy")


def test_without_node_its_peer_is_skipped_aloud(monkeypatch, capsys):
    monkeypatch.setattr(node, "reason_to_skip", lambda: node.ABSENT)
    assert relay.at_hand(["tcp", "node"]) == (["tcp"], {"node": "SKIPPED: no Node, peer not measured"})
    assert capsys.readouterr().err == "SKIPPED: no Node, peer not measured\n"


def test_a_peer_that_was_not_chosen_is_not_missed(monkeypatch, capsys):
    monkeypatch.setattr(node, "reason_to_skip", lambda: node.ABSENT)
    assert relay.at_hand(["tcp"]) == (["tcp"], {})
    assert capsys.readouterr().err == ""
