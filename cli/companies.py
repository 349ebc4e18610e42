"""Companies, their API keys, and the agents and numbers that are theirs. A key is shown once."""

import argparse
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from cli.stage import stage_named
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.domain.companies import Scope
from trunkline.accounts.use_cases.manage_companies import NewKey, Secrets, add_company, add_key, good_keys, revoke_key
from trunkline.accounts.use_cases.ownership import AGENT, NUMBER, claim
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.common import aws_client, new_name, new_token, utc_now
from trunkline.bootstrap.owners import owners_in
from trunkline.calls.domain.destinations import Destinations, known_region
from trunkline.errors import BadRequest, NotFound
from trunkline.numbering.e164 import is_e164

SECOND = 2


def add_to(commands: Any) -> None:
    parser = commands.add_parser("companies", help="companies and their API keys")
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    add = doing.add_parser("add", help="a new company and its first key")
    add.add_argument("company_id", help="lower case letters, digits and hyphens")
    add.add_argument("name")
    add.set_defaults(run=_add)
    key = doing.add_parser("key", help="one more key of a company")
    key.add_argument("company_id")
    key.add_argument("scope", choices=[scope.word for scope in Scope])
    key.add_argument("label")
    key.set_defaults(run=_key)
    doing.add_parser("list", help="all of them, with budget and countries").set_defaults(run=_list)
    keys = doing.add_parser("keys", help="the keys of a company that open something, without what is secret of them")
    keys.add_argument("company_id")
    keys.set_defaults(run=_keys)
    revoke = doing.add_parser("revoke", help="end a key of a company at once")
    revoke.add_argument("company_id")
    revoke.add_argument("key_id", help="as `companies keys` lists it")
    revoke.set_defaults(run=_revoke)
    budget = doing.add_parser("budget", help="what a company's month may cost before an alarm goes off")
    budget.add_argument("company_id")
    budget.add_argument("usd", type=_usd, help="US dollars; 0 for none")
    budget.set_defaults(run=_budget)
    destinations = doing.add_parser("destinations", help="countries a company may call, of those the stage may")
    destinations.add_argument("company_id")
    destinations.add_argument("regions", nargs="*", metavar="COUNTRY", help="US, GB, …; none for all of the stage's")
    destinations.set_defaults(run=_destinations)
    agent = doing.add_parser("claim-agent", help="agents of the voice provider that only this company may use")
    number = doing.add_parser("claim-number", help="telephone numbers that only this company may use")
    for choice, kind in ((agent, AGENT), (number, NUMBER)):
        choice.add_argument("company_id")
        choice.add_argument("names", nargs="+", metavar=kind.upper())
        choice.add_argument("--release", action="store_true", help="give them up instead")
        choice.set_defaults(run=_claim, kind=kind)
    for choice in doing.choices.values():
        choice.add_argument("--stage", default="dev", help="which stage (default: dev)")


def _add(args: argparse.Namespace) -> None:
    companies = _companies(args.stage)
    _show(add_company(args.company_id, args.name, companies, _secrets(), utc_now()))
    if len(companies.all()) == SECOND:
        print("The stage has two companies now: claim the agents and numbers of the first one (the doctor names them).")


def _key(args: argparse.Namespace) -> None:
    companies = _companies(args.stage)
    _known(args, companies)
    _show(add_key(args.company_id, Scope.named(args.scope), args.label, companies, _secrets(), utc_now()))


def _list(args: argparse.Namespace) -> None:
    for company in sorted(_companies(args.stage).all(), key=lambda company: company.company_id):
        budget = f"{company.monthly_budget_usd} US dollars a month" if company.monthly_budget_usd else "no budget"
        print(f"{company.company_id}  {company.name}  {budget}  {','.join(company.destinations)}".rstrip())


def _keys(args: argparse.Namespace) -> None:
    companies = _companies(args.stage)
    _known(args, companies)
    for key in good_keys(args.company_id, companies, utc_now()):
        ends = f"  until {key.ends_at:%Y-%m-%d %H:%M} UTC" if key.ends_at else ""
        print(f"{key.key_id}  {key.scope.word:<7}  since {key.created_at:%Y-%m-%d}{ends}  {key.label}")


def _revoke(args: argparse.Namespace) -> None:
    companies = _companies(args.stage)
    _known(args, companies)
    revoke_key(args.company_id, args.key_id, companies, utc_now())
    print(f"key {args.key_id} of company {args.company_id} opens nothing any more")


def _known(args: argparse.Namespace, companies: CompaniesTable) -> None:
    if companies.find(args.company_id) is None:
        raise NotFound(f"no company {args.company_id} on stage {args.stage}")


def _budget(args: argparse.Namespace) -> None:
    companies = _companies(args.stage)
    _known(args, companies)
    companies.set_budget(args.company_id, args.usd or None)
    print(f"company {args.company_id}: {args.usd} US dollars a month" if args.usd else "no budget")


def _destinations(args: argparse.Namespace) -> None:
    """Its routes take the list over; those that lead elsewhere are named, and fall back from now on."""
    owners = owners_in(_directory(args.stage))
    if owners.companies.find(args.company_id) is None:
        raise NotFound(f"no company {args.company_id} on stage {args.stage}")
    regions = frozenset(map(known_region, args.regions))
    owners.companies.set_destinations(args.company_id, regions)
    print(f"company {args.company_id} may call: {', '.join(sorted(regions)) or 'wherever the stage may'}")
    for route in owners.routes.of_company(args.company_id):
        changed = replace(route, destinations=",".join(sorted(regions)))
        owners.routes.replace(changed)
        if regions and Destinations(regions).ringable(changed) != changed:
            print(f"the route of {route.number} leads elsewhere: change it")


def _claim(args: argparse.Namespace) -> None:
    """All of them or, where one is another company's, those before it."""
    owners = owners_in(_directory(args.stage))
    if owners.companies.find(args.company_id) is None:
        raise NotFound(f"no company {args.company_id} on stage {args.stage}")
    for name in args.names:
        if args.kind == NUMBER and not is_e164(name):
            raise BadRequest(f"numbers are written like +14155550100, not {name}")
        if not args.release:
            claim(args.kind, name, args.company_id, owners.claims)
        elif not owners.claims.release(args.kind, name, args.company_id):
            raise NotFound(f"{args.kind} {name} is not claimed by company {args.company_id}")
        print(f"{args.kind} {name}: {'released by' if args.release else 'belongs to'} company {args.company_id}")


def _usd(text: str) -> Decimal:
    try:
        usd = Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"not a sum of money: {text}") from error
    if not usd.is_finite() or usd < 0:
        raise argparse.ArgumentTypeError(f"not a sum of money: {text}")
    return usd


def _companies(stage: str) -> CompaniesTable:
    return CompaniesTable(_directory(stage))


def _directory(stage: str) -> Directory:
    return Directory(aws_client("dynamodb"), stage_named(stage).directory_table)


def _secrets() -> Secrets:
    return Secrets(new_name, new_token)


def _show(new: NewKey) -> None:
    print(f"company {new.key.company_id}, scope {new.key.scope.word}, key id {new.key.key_id}")
    print(f"API key, shown only now: {new.written}")
