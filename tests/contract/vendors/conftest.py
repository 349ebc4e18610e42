"""Fixtures of the vendors' contract tests."""

from tests.contract.campaigns.dialling_world import world

__all__ = ("world",)
