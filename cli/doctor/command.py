"""`doctor`: runs the checks of a stage, prints their results, and with `--fix` repairs what the vendors' APIs allow."""

import argparse
from collections.abc import Callable, Iterable
from typing import Any

import httpx

from cli.doctor.brain import brain_findings
from cli.doctor.checks import Finding
from cli.doctor.cloud import CloudDoctor
from cli.doctor.environment import Environment
from cli.output import Output
from cli.parsers import AWS, LOCAL
from cli.stage import Stack, Stage, StageUnknown, stack_of, stage_named
from trunkline.bootstrap.shared.providers import PROVIDERS
from trunkline.errors import TrunklineError


class ChecksFailed(TrunklineError):
    """Checks of the stage failed, and were not repaired."""


def add_to(commands: Any) -> None:
    parser = commands.add_parser("doctor", help="whether a stage and its vendors fit together")
    parser.add_stage()
    parser.needs = f"{AWS}, and the keys of Twilio and of the voice providers that are in the stage's secret"
    parser.add_argument("--fix", action="store_true", help="repair what can be; without it nothing is changed")
    parser.add_argument("--twilio", metavar="URL", help="Twilio's API (default: the stage's TwilioBaseUrl)")
    for name in PROVIDERS:
        parser.add_argument(f"--{name}", metavar="URL", help=f"the API of {name} (default: the stage's own setting)")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> None:
    stage = stage_named(args.stage)
    urls = {name: getattr(args, name) or stage.provider_url(name) for name in PROVIDERS}
    environment = Environment(stage, args.twilio or stage.twilio_url, urls)
    found = environment.look()
    if args.fix and any(finding.fix for finding in found):
        fix_all(found, environment, args.out.line)
        found = environment.look()
    found = [*look_at_cloud(environment.stage, environment.aws), *found, *look_at_brain(environment)]
    answer(found, args.out)
    failed = [finding for finding in found if not finding.ok]
    if failed:
        able = sum(finding.fix is not None for finding in failed)
        raise ChecksFailed(f"{len(failed)} of {len(found)} checks failed; --fix can repair {able}")


def look_at_cloud(stage: Stage, aws: Callable[[str], Any]) -> list[Finding]:
    """Nothing of a world on this machine: it has no AWS behind it."""
    if stage.stack is None or stage.name == LOCAL:
        return []
    with httpx.Client(timeout=10) as http:
        return CloudDoctor(stage.stack, _relay_of(stage), aws, http).look()


def look_at_brain(environment: Environment) -> list[Finding]:
    """Nothing of a world on this machine: its relay is no stack."""
    if environment.stage.stack is None or environment.stage.name == LOCAL:
        return []
    relay = _relay_of(environment.stage)
    model_url = relay.parameters.get("RelayBrainModelUrl", "") if relay else ""
    return brain_findings(environment.wanted().routes, environment.answering(), environment.secret, model_url)


def _relay_of(stage: Stage) -> Stack | None:
    try:
        return stack_of(f"{stage.name}-relay")
    except StageUnknown:
        return None


def fix_all(found: Iterable[Finding], environment: Environment, say: Callable[[str], None]) -> None:
    for fix in {finding.fix: None for finding in found if finding.fix}:
        environment.apply(fix)
        say(f"fixed: {fix.what} {fix.about}".rstrip())


def show(found: Iterable[Finding], say: Callable[[str], None]) -> None:
    for finding in found:
        say(f"{'ok' if finding.ok else 'FAILED':6} {finding.about}: {finding.says}")
        if not finding.ok:
            say(f"{'':6} {finding.how}{' (--fix does it)' if finding.fix else ''}")


def answer(found: Iterable[Finding], out: Output) -> None:
    """With --quiet the names of the failed checks."""
    found = list(found)
    show(found, out.line)
    findings = [
        {"about": finding.about, "ok": finding.ok, "says": finding.says, "how": "" if finding.ok else finding.how}
        | {"can_be_fixed": finding.fix is not None}
        for finding in found
    ]
    out.end({"findings": findings}, *(finding.about for finding in found if not finding.ok))
