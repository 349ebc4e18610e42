"""Whose agents and numbers are, put together: for the API, the relay and the command line."""

from trunkline.storage.claims import ClaimsTable
from trunkline.storage.companies_table import CompaniesTable
from trunkline.storage.directory import Directory
from trunkline.storage.owned import PhonesTable, RoutesTable
from trunkline.use_cases.ownership import Owners


def owners_in(directory: Directory) -> Owners:
    return Owners(ClaimsTable(directory), CompaniesTable(directory), RoutesTable(directory), PhonesTable(directory))
