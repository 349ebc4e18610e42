"""Settings of a voice provider's agents, looked at and changed there. Nothing changes without --apply."""

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.doctor.secret_names import value_of
from cli.parsers import AWS
from cli.secrets import read_secret
from cli.stage import stage_named
from trunkline.aws.secrets import ProviderSecrets
from trunkline.bootstrap.shared.common import aws_client
from trunkline.bootstrap.shared.providers import PROVIDERS
from trunkline.errors import BadRequest, NotFound
from trunkline.speech.domain.agent_settings import AgentPlan, KnownAgent
from trunkline.speech.ports import AgentWorkshop

SOCKET_SECRET = re.compile(r"(/llm-websocket/)[^/\s\"]+")
OWN = ("agent_id", "version", "is_published", "base_version", "last_modification_timestamp", "assigned_tags")


def add_to(doing: Any) -> None:
    doing.add_parser("list", help="all of them").set_defaults(run=_list)
    show = doing.add_parser("show", help="every setting of one")
    show.set_defaults(run=_show)
    update = doing.add_parser("update", help="what would change; with --apply it does")
    update.set_defaults(run=_update)
    for command in (show, update):
        command.add_argument("agent_id", help="as `agents list` names it")
    pair = "the value as JSON, or a text; null for none; may be repeated"
    update.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help=pair)
    update.add_argument("--file", type=Path, help="a JSON object of settings; names that were renamed are translated")
    update.add_argument("--apply", action="store_true", help="change them; without it nothing is")
    update.add_argument("--publish", action="store_true", help="an unpublished draft of a person's, too")
    for name in ("list", "show", "update"):
        command = doing.choices[name]
        command.add_argument("--provider", default=None, choices=sorted(PROVIDERS), help="needed where there are two")
        command.add_argument("--url", help="the provider's API (default: the stage's own setting)")
        command.add_stage()
        command.needs = f"{AWS}, and the provider's key in the stage's secret"


def _list(args: argparse.Namespace) -> None:
    found = _workshop(args).all()
    args.out.table([_row(agent) for agent in found] or [["no agents yet"]])
    args.out.end(_shown([dict(agent.settings) for agent in found]), *(agent.agent_id for agent in found))


def _row(agent: KnownAgent) -> list[str]:
    state = "draft" if agent.is_draft else "published"
    return [agent.agent_id, f"version {agent.version}", state, agent.voice_id, agent.name]


def _show(args: argparse.Namespace) -> None:
    agent = _own(args, _workshop(args))
    args.out.line(f"agent {agent.agent_id}, version {agent.version}, {'a draft' if agent.is_draft else 'published'}")
    shown = {name: value for name, value in sorted(agent.settings.items()) if name not in OWN}
    args.out.table([[name, _text(value)] for name, value in shown.items()])
    args.out.end(_shown(dict(agent.settings)), agent.agent_id)


def _update(args: argparse.Namespace) -> None:
    wanted = wanted_of(args.set, args.file)
    workshop = _workshop(args)
    plan = workshop.plan(_own(args, workshop), wanted)
    _say(plan, args)
    if args.apply and (plan.changes or args.publish):
        agent = workshop.apply(plan, publish=args.publish)
        still = " (a draft: --publish publishes it)" if agent.is_draft else ""
        args.out.line(f"changed: version {agent.version}{still}")
    elif plan.changes:
        args.out.line("nothing is changed yet: --apply does it")
    changes = [{"name": item.name, "before": item.before, "after": item.after} for item in plan.changes]
    answer = {"changes": changes, "remarks": list(plan.remarks), "applied": args.apply and bool(plan.changes)}
    args.out.end(_shown(answer), *(item.name for item in plan.changes))


def _say(plan: AgentPlan, args: argparse.Namespace) -> None:
    for item in plan.changes:
        args.out.line(f"{item.name}: {_text(item.before)} -> {_text(item.after)}")
    for remark in plan.remarks:
        args.out.line(f"left out: {remark}")
    if not plan.changes:
        args.out.line("nothing to change: it is so already")


def wanted_of(pairs: list[str], file: Path | None) -> dict[str, Any]:
    """The settings of the file, and over them those of the command. Raises BadRequest."""
    wanted = dict(_read(file)) if file else {}
    for pair in pairs:
        name, is_pair, value = pair.partition("=")
        if not is_pair:
            raise BadRequest(f"not NAME=VALUE: {pair}")
        wanted[name] = _value(value)
    if not wanted:
        raise BadRequest("no settings: give --set NAME=VALUE, or --file")
    return wanted


def _read(file: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadRequest(f"{file} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadRequest(f"{file} holds no JSON object")
    return found


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _text(value: Any) -> str:
    return masked(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def masked(text: str) -> str:
    """Without the secret in the address of our own socket, which every agent of it shares."""
    return SOCKET_SECRET.sub(r"\1…", text)


def _shown(document: Any) -> Any:
    return json.loads(masked(json.dumps(document, ensure_ascii=False)))


def _own(args: argparse.Namespace, workshop: AgentWorkshop) -> KnownAgent:
    agent = workshop.find(args.agent_id)
    if agent is None:
        raise NotFound(f"the voice provider knows no agent {args.agent_id}")
    return agent


def _workshop(args: argparse.Namespace) -> AgentWorkshop:
    """Of the provider that is named, or of the only one that offers its settings. Raises BadRequest."""
    stage = stage_named(args.stage)
    secret = read_secret(aws_client("secretsmanager"), stage.output("VendorSecretName"))
    offered = {name: _offered(name, args.url or stage.provider_url(name), secret) for name in PROVIDERS}
    able = {name: workshop for name, workshop in offered.items() if workshop}
    named = args.provider or (next(iter(able)) if len(able) == 1 else "")
    if named not in able:
        raise BadRequest(f"--provider: agents are changed here for {', '.join(able)}")
    return able[named]


def _offered(name: str, url: str, secret: Mapping[str, Any]) -> AgentWorkshop | None:
    key = str(value_of(secret, f"{name}_api_key") or "")
    return PROVIDERS[name](url, lambda: ProviderSecrets(key)).agent_workshop()
