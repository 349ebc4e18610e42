"""Fixtures of the erasure's contract tests: the API over fake vendors."""

from tests.contract.api.conftest import api, aws

__all__ = ("api", "aws")
