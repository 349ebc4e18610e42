"""Fixtures of the campaigns' contract tests."""

from tests.contract.campaigns.campaign_tables import tables
from tests.contract.campaigns.dialling_world import world
from tests.contract.campaigns.import_office import office

__all__ = ("office", "tables", "world")
