"""`companies add` and `companies key`: a company and its API keys. A key is shown once."""

import argparse
from decimal import Decimal, InvalidOperation
from typing import Any

from cli.stage import stage_named
from trunkline.bootstrap.common import aws_client, new_name, new_token, utc_now
from trunkline.domain.companies import Scope
from trunkline.domain.errors import NotFound
from trunkline.storage.companies_table import CompaniesTable
from trunkline.storage.directory import Directory
from trunkline.use_cases.manage_companies import NewKey, Secrets, add_company, add_key


def add_to(commands: Any) -> None:
    parser = commands.add_parser("companies", help="companies and their API keys")
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    add = doing.add_parser("add", help="a new company and its first key")
    add.add_argument("company_id", help="lower case letters, digits and hyphens")
    add.add_argument("name")
    add.set_defaults(run=_add)
    key = doing.add_parser("key", help="one more key of a company")
    key.add_argument("company_id")
    key.add_argument("scope", choices=[scope.word for scope in Scope])
    key.add_argument("label")
    key.set_defaults(run=_key)
    budget = doing.add_parser("budget", help="what a company's month may cost before an alarm goes off")
    budget.add_argument("company_id")
    budget.add_argument("usd", type=_usd, help="US dollars; 0 for none")
    budget.set_defaults(run=_budget)
    for one in (add, key, budget):
        one.add_argument("--stage", default="dev", help="which stage (default: dev)")


def _add(told: argparse.Namespace) -> None:
    _show(add_company(told.company_id, told.name, _companies(told.stage), _secrets(), utc_now()))


def _key(told: argparse.Namespace) -> None:
    companies = _companies(told.stage)
    if companies.find(told.company_id) is None:
        raise NotFound(f"no company {told.company_id} on stage {told.stage}")
    _show(add_key(told.company_id, Scope.named(told.scope), told.label, companies, _secrets(), utc_now()))


def _budget(told: argparse.Namespace) -> None:
    companies = _companies(told.stage)
    if companies.find(told.company_id) is None:
        raise NotFound(f"no company {told.company_id} on stage {told.stage}")
    companies.set_budget(told.company_id, told.usd or None)
    print(f"company {told.company_id}: {told.usd} US dollars a month" if told.usd else "no budget")


def _usd(text: str) -> Decimal:
    try:
        usd = Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"not a sum of money: {text}") from error
    if not usd.is_finite() or usd < 0:
        raise argparse.ArgumentTypeError(f"not a sum of money: {text}")
    return usd


def _companies(stage: str) -> CompaniesTable:
    return CompaniesTable(Directory(aws_client("dynamodb"), stage_named(stage).directory_table))


def _secrets() -> Secrets:
    return Secrets(new_name, new_token)


def _show(new: NewKey) -> None:
    print(f"company {new.key.company_id}, scope {new.key.scope.word}, key id {new.key.key_id}")
    print(f"API key, shown only now: {new.written}")
