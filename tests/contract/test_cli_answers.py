"""Output of commands: sentences, one JSON document or one value, and files that are whole or absent."""

import argparse
import contextlib
import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest

from cli import api, campaigns, files
from cli.__main__ import main, make_parser
from cli.failures import sentence
from cli.output import Output
from tests.contract.conftest import BUCKET, CAMPAIGNS, create_tables, deploy_stack, empty_aws
from tests.fakes.campaign_world import KEY, MONDAY_NOON, a_campaign
from trunkline.campaigns.adapters.campaigns_table import CampaignsTable

ROOT = Path(__file__).parents[2]
LEAVES = list(make_parser().leaves())


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """With one company, one campaign, and everything the commands ask for."""
    monkeypatch.chdir(tmp_path)
    with empty_aws():
        dynamodb, sqs = boto3.client("dynamodb"), boto3.client("sqs")
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        create_tables(dynamodb)
        secret = {"decision_seal_key": KEY.decode(), "relay_command_key": "key", "twilio_auth_tokens": []}
        secret |= {"elevenlabs_api_key": "", "elevenlabs_webhook_secrets": []}
        boto3.client("secretsmanager").create_secret(Name="vendors", SecretString=json.dumps(secret))
        CampaignsTable(dynamodb, CAMPAIGNS, lambda: MONDAY_NOON).add(a_campaign())
        urls = {
            f"{name}Url": sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("InboxQueue", "InboxDeadLetters")
        }
        deploy_stack({"VendorSecretName": "vendors", "SealSecretName": "vendors"} | urls)
        assert main(["companies", "add", "acme", "Zoë & Söhne"]) == 0
        yield


COMMANDS = (
    ["companies", "add", "globex", "Globex"],
    ["companies", "key", "acme", "read", "dashboard"],
    ["companies", "list"],
    ["companies", "keys", "acme"],
    ["companies", "budget", "acme", "12.50"],
    ["companies", "destinations", "acme", "US"],
    ["companies", "claim-agent", "acme", "agent_1"],
    ["companies", "claim-number", "acme", "+14155550123"],
    ["backup", "a.jsonl.gz"],
    ["replay", "dead-letters", "--dry-run"],
    ["replay", "inbox", "--dry-run"],
    ["decisions", "c1"],
    ["erase", "acme", "--number", "+14155550123"],
    ["campaigns", "suppress", "+12125550101", "--everybody"],
)


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_an_answer_is_one_document_for_a_program(capsys: Any, command: list[str]) -> None:
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    json.loads(capsys.readouterr().out)


QUIET = {
    "companies add": r"tk_[\w-]+\n",
    "companies key": r"tk_[\w-]+\n",
    "companies list": r"acme\n",
    "companies keys": r"[0-9a-f]+\n",
}


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_a_quiet_answer_is_the_value_alone_or_nothing(capsys: Any, command: list[str]) -> None:
    capsys.readouterr()
    assert main([*command, "--quiet"]) == 0
    shown = capsys.readouterr()
    assert re.fullmatch(QUIET.get(" ".join(command[:2]), ""), shown.out)
    assert re.sub("Nothing of this number.*\n", "", shown.err) == ""


@pytest.mark.usefixtures("stage")
def test_a_key_is_put_in_place_of_another_which_opens_for_a_day(capsys: Any) -> None:
    capsys.readouterr()
    main(["companies", "keys", "acme", "--quiet"])
    former = capsys.readouterr().out.strip()
    assert main(["companies", "rotate", "acme", former, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["scope"], made["key_id"] != former) == ("admin", True)
    main(["companies", "keys", "acme", "--json"])
    ends = {key["key_id"]: key["ends_at"] for key in json.loads(capsys.readouterr().out)}
    assert ends[made["key_id"]] is None
    assert ends[former]
    assert main(["companies", "rotate", "acme", "no-such-key"]) == 1


@pytest.mark.parametrize("parser", LEAVES, ids=lambda parser: parser.prog.removeprefix("python -m cli "))
def test_every_argument_has_words_and_every_command_two_more_forms(parser: argparse.ArgumentParser) -> None:
    options = {option for action in parser._actions for option in action.option_strings}
    assert {"--json", "--quiet"} <= options
    for action in parser._actions:
        assert (action.help or "").strip(), action.dest
        shown = action.default not in (None, False, True, "", [], argparse.SUPPRESS) and action.nargs != 0
        assert not shown or str(action.default) in str(action.help), f"{action.dest}: the default is not shown"


# --- over the API ------------------------------------------------------------------------------------------------


def answering(monkeypatch: pytest.MonkeyPatch, *answers: httpx.Response) -> None:
    waiting = list(answers)
    through = httpx.MockTransport(lambda _request: waiting.pop(0) if len(waiting) > 1 else waiting[0])
    monkeypatch.setattr(campaigns, "client", lambda: httpx.Client(transport=through, base_url="https://a.test"))


@pytest.mark.parametrize("payload", [{}, [], None, 1, "text", {"ok": True}, [1], [{}], [[]]], ids=str)
@pytest.mark.parametrize("verb", ["list", "preview", "start", "watch", "create", "import", "results"])
def test_json_of_another_service_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path, verb: str, payload: Any
) -> None:
    if (verb, payload) == ("list", []):
        return
    answering(monkeypatch, httpx.Response(200, json=payload))
    (tmp_path / "file").write_text("{}")
    more = {"list": [], "create": [str(tmp_path / "file")], "import": ["c", str(tmp_path / "file")]}
    more |= {"results": ["c", "--into", str(tmp_path / "into")]}
    assert main(["campaigns", verb, *more.get(verb, ["c"])]) == 1
    assert "TRUNKLINE_URL" in capsys.readouterr().err


def test_validation_errors_of_a_body_are_printed_field_by_field(monkeypatch: Any, capsys: Any, tmp_path: Path) -> None:
    (tmp_path / "order.json").write_text("{}")
    wrong = [{"loc": ["body", "channel"], "msg": "Field required"}, {"loc": ["body"], "msg": "No object"}]
    answering(monkeypatch, httpx.Response(422, json={"detail": wrong}))
    assert main(["campaigns", "create", str(tmp_path / "order.json")]) == 1
    assert capsys.readouterr().err.endswith("422: channel: Field required; No object\n")


def test_nothing_is_said_in_words(monkeypatch: Any, capsys: Any) -> None:
    """No campaign, no call, no reason: none of them is a None or an empty line."""
    answering(monkeypatch, httpx.Response(200, json=[]))
    assert main(["campaigns", "list"]) == 0
    assert "no campaigns yet" in capsys.readouterr().out
    preview = {"status": "done", "will_dial": 0, "contacts": 2, "skipped": {"no-consent": 2}, "first_call_at": None}
    preview |= {"last_call_at": None, "assumed_minutes_per_call": 2.0, "estimated_usd": None}
    answering(monkeypatch, httpx.Response(200, json=preview))
    assert main(["campaigns", "preview", "c"]) == 0
    assert "None" not in (said := capsys.readouterr().out)
    assert "no call would be placed" in said
    over = {"state": "cancelled", "reason": "asked for", "outcomes": {}, "done": 0, "contacts": 0, "live": 0}
    answering(monkeypatch, httpx.Response(200, json=over | {"contacts_per_minute": None, "seconds_left": None}))
    assert main(["campaigns", "watch", "c"]) == 0
    assert capsys.readouterr().out == "cancelled (asked for)\n"


def test_a_campaigns_id_is_all_a_script_gets(monkeypatch: Any, capsys: Any, tmp_path: Path) -> None:
    (tmp_path / "order.json").write_text("{}")
    answering(monkeypatch, httpx.Response(201, json={"campaign_id": "707311f0780aa7f7", "name": "S", "state": "draft"}))
    assert main(["campaigns", "create", str(tmp_path / "order.json"), "--quiet"]) == 0
    assert capsys.readouterr().out == "707311f0780aa7f7\n"


NO_ANSWER = {
    "refused": httpx.ConnectError("Connection refused", request=httpx.Request("GET", "https://a.test/x?secret=1")),
    "late": httpx.ReadTimeout("", request=httpx.Request("GET", "https://a.test/x?secret=1")),
    "no scheme": httpx.UnsupportedProtocol("no", request=httpx.Request("GET", "/x?secret=1")),
    "before there was a request": httpx.ConnectError("Connection refused"),
    "a link that is too old": httpx.HTTPStatusError(
        "403 for https://a.test/x?secret=1",
        request=httpx.Request("GET", "https://a.test/x?secret=1"),
        response=httpx.Response(403),
    ),
}


@pytest.mark.parametrize("error", NO_ANSWER.values(), ids=NO_ANSWER)
def test_an_address_that_does_not_answer_is_named_without_what_opens_it(error: httpx.HTTPError) -> None:
    said = sentence(error)
    assert "secret" not in said
    assert type(error).__name__ not in said
    assert "a.test" in said or "TRUNKLINE_URL" in said


def test_a_broken_address_of_the_api_is_named(monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setenv("TRUNKLINE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("TRUNKLINE_API_KEY", "tk")
    made = httpx.Client
    monkeypatch.setattr(api.httpx, "Client", lambda **options: made(**options))
    assert main(["campaigns", "list"]) == 1
    assert "http://127.0.0.1:9/ does not answer" in capsys.readouterr().err


# --- files -------------------------------------------------------------------------------------------------------


def test_a_file_is_not_written_over_by_a_backup(stage: Any, capsys: Any) -> None:
    assert main(["backup", "a.jsonl.gz"]) == 0
    before = Path("a.jsonl.gz").read_bytes()
    assert main(["backup", "a.jsonl.gz"]) == 1
    assert "a.jsonl.gz: is there already" in capsys.readouterr().err
    assert Path("a.jsonl.gz").read_bytes() == before


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), ValueError()], ids=repr
)
def test_a_file_that_cannot_be_finished_is_not_there(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "results.csv"

    def write_half() -> None:
        with files.written(path) as file:
            file.write(b"half")
            raise error

    with pytest.raises(type(error)):
        write_half()
    assert list(tmp_path.iterdir()) == []


FULL = Path("/dev/full")
NO_SPACE = "python -m cli: the disk is full; make room, then repeat the command\n"


@contextlib.contextmanager
def closed_pipe() -> Iterator[int]:
    """The writing end of a pipe without a reader."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing


def printed_into(target: int, command: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """The status of a command whose standard output is this file. It ends in this process."""
    with os.fdopen(target, "w") as output, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", output)
        try:
            return main(command)
        except SystemExit as ended:
            return int(ended.code or 0)


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("command", [["--help"], ["--version"], ["campaigns", "list"]], ids=" ".join)
def test_a_full_disk_behind_the_answer_is_a_sentence(command: list[str], monkeypatch: Any, capsys: Any) -> None:
    answering(monkeypatch, httpx.Response(200, json=[]))
    assert printed_into(os.open(FULL, os.O_WRONLY), command, monkeypatch) == 1
    assert capsys.readouterr().err == NO_SPACE


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
def test_a_program_with_a_full_disk_behind_it_ends_with_that_sentence_alone() -> None:
    with FULL.open("w") as full:
        ran = subprocess.run([sys.executable, "-m", "cli", "--help"], stdout=full, stderr=-1, cwd=ROOT, check=False)
    assert (ran.returncode, ran.stderr.decode()) == (1, NO_SPACE)


@pytest.mark.parametrize("command", [["--help"], ["--version"], ["campaigns"], ["campaigns", "import", "--help"]])
def test_help_into_a_closed_pipe_is_no_traceback(command: list[str], monkeypatch: Any, capsys: Any) -> None:
    with closed_pipe() as writing:
        assert printed_into(writing, command, monkeypatch) != 0
    assert "Traceback" not in capsys.readouterr().err


def test_a_program_whose_reader_has_gone_ends_without_a_word() -> None:
    with closed_pipe() as writing:
        ran = subprocess.run([sys.executable, "-m", "cli", "--help"], stdout=writing, stderr=-1, cwd=ROOT, check=False)
        os.close(writing)
    assert (ran.returncode, ran.stderr) == (141, b"")


def test_words_that_a_terminal_cannot_write_are_replaced(monkeypatch: Any) -> None:
    code = (
        "import sys; from local.commands.ending import status_of; "
        "sys.exit(status_of(lambda: print('Zo\\xeb \\u2026 ok') or 0))"
    )
    environment = os.environ | {
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "LC_ALL": "C",
        "PYTHONIOENCODING": "ascii",
    }
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, cwd=ROOT, check=False)
    assert (ran.returncode, ran.stdout) == (0, b"Zo? ? ok\n")


INTERRUPTED = """
import builtins, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job inherits a deaf one
from cli.__main__ import main
load = builtins.__import__
def interrupted(name, *more):
    if name == "cli.commands":
        signal.raise_signal(signal.SIGINT)
    return load(name, *more)
builtins.__import__ = interrupted
sys.exit(main(["--help"]))
"""


def test_an_interrupt_while_commands_load_ends_quietly() -> None:
    ran = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, cwd=ROOT, check=False)
    assert (ran.returncode, ran.stderr) == (130, b"")


def test_progress_is_for_a_person_and_goes_aside(capsys: Any) -> None:
    for form in ("text", "json", "quiet"):
        Output(form).progress("500 items")
    assert capsys.readouterr() == ("", "500 items\n500 items\n")
