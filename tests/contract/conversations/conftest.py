"""Fixtures of the contract tests of the Calls table."""

from tests.contract.calls.call_tables import tables

__all__ = ("tables",)
