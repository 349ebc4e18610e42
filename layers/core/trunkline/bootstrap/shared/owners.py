"""Ownership of agents and numbers, for the API, the relay and the command line."""

from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.adapters.phone_numbers_table import PhoneNumbersTable
from trunkline.accounts.use_cases.ownership import Owners
from trunkline.aws.directory_table import Directory
from trunkline.calls.adapters.routes_table import RoutesTable
from trunkline.conversations.adapters.claims_table import ClaimsTable


def owners_in(directory: Directory) -> Owners:
    return Owners(
        ClaimsTable(directory), CompaniesTable(directory), RoutesTable(directory), PhoneNumbersTable(directory)
    )
