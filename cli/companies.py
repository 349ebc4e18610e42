"""Companies, their API keys, and the agents and numbers that are theirs. A key is shown once."""

import argparse
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from cli.output import Output
from cli.stage import stage_named
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.domain.companies import ApiKey, Company, Scope
from trunkline.accounts.use_cases.manage_companies import (
    GRACE,
    NewKey,
    Secrets,
    add_company,
    add_key,
    good_keys,
    replace_key,
    revoke_key,
)
from trunkline.accounts.use_cases.ownership import AGENT, NUMBER, claim
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.shared.common import aws_client, new_id, new_token, utc_now
from trunkline.bootstrap.shared.owners import owners_in
from trunkline.calls.domain.outbound.destinations import Destinations, known_region
from trunkline.errors import BadRequest, NotFound
from trunkline.numbering.e164 import is_e164

SECOND = 2
WHICH = "as `companies list` names it"


def add_to(commands: Any) -> None:
    parser = commands.add_parser("companies", help="companies and their API keys")
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    add = doing.add_parser("add", help="a new company and its first key")
    add.add_argument("company_id", help="lower case letters, digits and hyphens")
    add.add_argument("name", help="as people read it")
    add.set_defaults(run=_add)
    key = doing.add_parser("key", help="one more key of a company")
    key.add_argument("company_id", help=WHICH)
    key.add_argument("scope", choices=[scope.word for scope in Scope], help="what it may do")
    key.add_argument("label", help="who or what holds it: one for each person, and the name the audit log has")
    key.add_argument("--clinical", action="store_true", help="it also opens what belongs to patients")
    key.set_defaults(run=_key)
    doing.add_parser("list", help="all of them, with budget and countries").set_defaults(run=_list)
    keys = doing.add_parser("keys", help="the keys of a company that open something, without what is secret of them")
    keys.add_argument("company_id", help=WHICH)
    keys.set_defaults(run=_keys)
    revoke = doing.add_parser("revoke", help="end a key of a company at once")
    revoke.add_argument("company_id", help=WHICH)
    revoke.add_argument("key_id", help="as `companies keys` lists it")
    revoke.set_defaults(run=_revoke)
    rotate = doing.add_parser("rotate", help="another key in place of one, which opens for a day more")
    rotate.add_argument("company_id", help=WHICH)
    rotate.add_argument("key_id", help="as `companies keys` lists it")
    rotate.set_defaults(run=_rotate)
    budget = doing.add_parser("budget", help="what a company's month may cost before an alarm goes off")
    budget.add_argument("company_id", help=WHICH)
    budget.add_argument("usd", type=_usd, help="US dollars; 0 for none")
    budget.set_defaults(run=_budget)
    destinations = doing.add_parser("destinations", help="countries a company may call, of those the stage may")
    destinations.add_argument("company_id", help=WHICH)
    destinations.add_argument("regions", nargs="*", metavar="COUNTRY", help="US, GB, …; none for all of the stage's")
    destinations.set_defaults(run=_destinations)
    agent = doing.add_parser("claim-agent", help="agents of the voice provider that only this company may use")
    number = doing.add_parser("claim-number", help="telephone numbers that only this company may use")
    for choice, kind, meaning in ((agent, AGENT, "its id"), (number, NUMBER, "like +14155550100")):
        choice.add_argument("company_id", help=WHICH)
        choice.add_argument("names", nargs="+", metavar=kind.upper(), help=meaning)
        choice.add_argument("--release", action="store_true", help="give them up instead")
        choice.set_defaults(run=_claim, kind=kind)
    for choice in doing.choices.values():
        choice.add_stage()


def _add(args: argparse.Namespace) -> None:
    companies = _companies(args.stage)
    _show(add_company(args.company_id, args.name, companies, _secrets(), utc_now()), args.out)
    if len(companies.all()) == SECOND:
        args.out.line(
            "The stage has two companies now: claim the agents and numbers of the first one (the doctor names them)."
        )


def _key(args: argparse.Namespace) -> None:
    companies = _companies(args.stage)
    _known(args, companies)
    scope, now = Scope.named(args.scope), utc_now()
    _show(add_key(args.company_id, scope, args.label, companies, _secrets(), now, clinical=args.clinical), args.out)


def _rotate(args: argparse.Namespace) -> None:
    companies = _companies(args.stage)
    _known(args, companies)
    _show(replace_key(args.company_id, args.key_id, companies, _secrets(), utc_now()), args.out)
    hours = GRACE.total_seconds() / 3600
    args.out.progress(f"The former key {args.key_id} opens for {hours:g} hours more; companies revoke ends it at once.")


def _list(args: argparse.Namespace) -> None:
    companies = sorted(_companies(args.stage).all(), key=lambda company: company.company_id)
    for company in companies:
        places = ",".join(sorted(company.destinations))
        args.out.line(
            f"{company.company_id}  {company.name}  {_monthly(company.monthly_budget_usd)}  {places}".rstrip()
        )
    if not companies:
        args.out.line(f"stage {args.stage} has no company yet: companies add COMPANY_ID NAME")
    args.out.end(list(map(_company, companies)), *(company.company_id for company in companies))


def _monthly(usd: Decimal | None) -> str:
    return f"{usd} US dollars a month" if usd else "no budget"


def _company(company: Company) -> dict[str, Any]:
    return {
        "company_id": company.company_id,
        "name": company.name,
        "monthly_budget_usd": company.monthly_budget_usd,
        "destinations": sorted(company.destinations),
    }


def _keys(args: argparse.Namespace) -> None:
    companies = _companies(args.stage)
    _known(args, companies)
    keys = good_keys(args.company_id, companies, utc_now())
    for key in keys:
        ends = f"  until {key.ends_at:%Y-%m-%d %H:%M} UTC" if key.ends_at else ""
        args.out.line(f"{key.key_id}  {key.scopes:<7}  since {key.created_at:%Y-%m-%d}{ends}  {key.label}")
    if not keys:
        args.out.line(f"company {args.company_id} has no key that opens anything: companies key makes one")
    args.out.end(list(map(_key_facts, keys)), *(key.key_id for key in keys))


def _key_facts(key: ApiKey) -> dict[str, Any]:
    facts = {"key_id": key.key_id, "company_id": key.company_id, "scope": key.scope.word, "label": key.label}
    return facts | {
        "clinical": key.clinical,
        "created_at": key.created_at.isoformat(),
        "ends_at": key.ends_at and key.ends_at.isoformat(),
    }


def _revoke(args: argparse.Namespace) -> None:
    companies = _companies(args.stage)
    _known(args, companies)
    revoke_key(args.company_id, args.key_id, companies, utc_now())
    args.out.line(f"key {args.key_id} of company {args.company_id} opens nothing any more")
    args.out.end({"company_id": args.company_id, "key_id": args.key_id, "revoked": True})


def _known(args: argparse.Namespace, companies: CompaniesTable) -> None:
    if companies.find(args.company_id) is None:
        raise NotFound(f"no company {args.company_id} on stage {args.stage}")


def _budget(args: argparse.Namespace) -> None:
    companies = _companies(args.stage)
    _known(args, companies)
    companies.set_budget(args.company_id, args.usd or None)
    args.out.line(f"company {args.company_id}: {_monthly(args.usd)}")
    args.out.end({"company_id": args.company_id, "monthly_budget_usd": args.usd or None})


def _destinations(args: argparse.Namespace) -> None:
    """Its routes take the list over; those that lead elsewhere are named, and fall back from now on."""
    owners = owners_in(_directory(args.stage))
    if owners.companies.find(args.company_id) is None:
        raise NotFound(f"no company {args.company_id} on stage {args.stage}")
    regions = frozenset(map(known_region, args.regions))
    owners.companies.set_destinations(args.company_id, regions)
    args.out.line(f"company {args.company_id} may call: {', '.join(sorted(regions)) or 'wherever the stage may'}")
    leads_elsewhere = []
    for route in owners.routes.of_company(args.company_id):
        changed = replace(route, destinations=",".join(sorted(regions)))
        owners.routes.replace(changed)
        if regions and Destinations(regions).ringable(changed) != changed:
            leads_elsewhere.append(route.number)
            args.out.line(f"the route of {route.number} leads elsewhere: change it")
    document = {"company_id": args.company_id, "destinations": sorted(regions), "routes_elsewhere": leads_elsewhere}
    args.out.end(document, *leads_elsewhere)


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
        args.out.line(
            f"{args.kind} {name}: {'released by' if args.release else 'belongs to'} company {args.company_id}"
        )
    args.out.end({"company_id": args.company_id, "kind": args.kind, "names": args.names, "released": args.release})


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
    return Secrets(new_id, new_token)


def _show(new: NewKey, out: Output) -> None:
    out.line(f"company {new.key.company_id}, scope {new.key.scopes}, key id {new.key.key_id}")
    out.line(f"API key, shown only now: {new.written}")
    out.end(_key_facts(new.key) | {"api_key": new.written}, new.written)
