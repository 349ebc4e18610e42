"""A page that is wrong is found: each of these is a page of the project's with one thing broken."""

import pytest

from tests.documents.checks import faults_of
from tests.documents.reader import Unreadable, blocks_of, missing_output
from tests.documents.reasons import why_not_run
from tests.documents.requests import wrong_document
from tests.documents.shell import Shell


def page(command: str) -> str:
    return f"# A page\n\n```sh\nexport TRUNKLINE_URL=https://voice.example.com TRUNKLINE_API_KEY=tk_x\n{command}\n```\n"


POST = 'curl -X POST "$TRUNKLINE_URL/api/v1/routes" -H "X-API-Key: $TRUNKLINE_API_KEY" -d '
RIGHT = (
    "make call SCENARIO=barge-in    # with a comment",
    "python -m cli companies add acme 'Acme Ltd' --stage dev",
    "ID=$(python -m cli campaigns create spring.json --quiet)\npython -m cli campaigns preview $ID",
    POST + '\'{"number": "+14155550100", "mode": "relay", "agent_id": "<agent_...>"}\'',
    "aws s3 ls && aws sts get-caller-identity | docker login --password-stdin",
    "make deploy STAGE=prod UNCHECKED=1",
    'python -m cli backup "directory-$(date +%F).jsonl.gz" --stage prod',
)
WRONG = (
    ("make demon", "no such target"),
    ("make call SCENE=barge-in", "reads no SCENE"),
    ("make call SCENARIO=barge-out", "SCENARIO=barge-out is none"),
    ("make deploy STAGE=nowhere", "STAGE=nowhere is none"),
    ("python -m cli company list", "invalid choice"),
    ("python -m cli companies list --stages dev", "unrecognized arguments"),
    ("python -m cli companies list --stage nowhere", "no stage nowhere"),
    ("python -m cli campaigns results c1", "required"),
    ("python -m cli campaigns preview $CAMPAIGN", "$CAMPAIGN is used and never set"),
    ("ID=$(python -m cli campaigns created spring.json)", "invalid choice"),
    ("python -m bench.cost", "no module bench.cost"),
    ("python -m pytest tests/unit", "make setup-dev comes before"),
    (".venv/bin/python -m cli companies list", "pages activate the environment"),
    ("python -m cli companies list\npython -m pytest tests/unit/nothing.py", "tests/unit/nothing.py is no file"),
    ("wget https://voice.example.com", "wget: no program"),
    ("cp .env.sample .env", ".env.sample is no file"),
    ("curl $TRUNKLINE_URL/api/v1/road", "the API has no GET /api/v1/road"),
    ("curl -X PATCH $TRUNKLINE_URL/api/v1/routes", "the API has no PATCH"),
    (POST + '\'{"number": "+14155550100", "mode": "relay", "agent": "a"}\'', "'agent' was unexpected"),
    (POST + '\'{"number": "+14155550100", "mode": "relayed"}\'', "mode: 'relayed' is not one of"),
    (POST + '\'{"number": "+14155550100"}\'', "'mode' is a required property"),
    (POST + '\'{"number": "+14155550100"\'', "no JSON"),
    (".venv-sam/bin/sam local invoke AnswerFunction -e events/README.md", "AnswerFunction: no function"),
    (".venv-sam/bin/sam local invoke AnswerCallFunction -e events/nothing.json", "events/nothing.json is no file"),
)  # fmt: skip


@pytest.mark.parametrize("command", RIGHT)
def test_a_right_command_passes(command: str) -> None:
    assert faults_of(page(command)) == []


@pytest.mark.parametrize(("command", "fault"), WRONG)
def test_a_wrong_command_is_found_with_its_line(command: str, fault: str) -> None:
    [found, *_] = [item for item in faults_of(page(command)) if fault in item]
    assert found.startswith(f"line {4 + len(command.splitlines())}: ")


def test_a_file_of_a_page_is_checked_by_the_model_that_takes_it() -> None:
    schema = {"$ref": "#/components/schemas/NewCampaign"}
    body = {"name": "Spring", "channel": "relay", "from_number": "+15005550006", "agent_id": "a"}
    assert list(wrong_document(body, schema)) == []
    assert "'pace' was unexpected" in str(list(wrong_document(body | {"pace": {}}, schema)))
    assert "not of type 'integer'" in str(list(wrong_document(body | {"ring_s": "long"}, schema)))


SHOWN = "Ready after 3.1 s\n…\n  mode   relay\n  id     CA…\n"
PRINTED = "Ready after 12.25 s\n\nsomething\n\nmode                     relay\nid                CA0123\nthe end\n"


def test_shown_output_may_leave_gaps() -> None:
    assert missing_output(SHOWN, PRINTED) == ""
    assert missing_output("mode relay\nid CA…", PRINTED) == ""


@pytest.mark.parametrize(
    ("old", "new", "missed"),
    [
        ("relay", "register", "mode   relay"),
        ("Ready", "Up", "Ready after 3.1 s"),
        ("id                CA0123\n", "", "id     CA…"),
        ("relay\n", "relay\nstatus  completed\n", "id     CA…"),
        ("12.25 s", "12 minutes", "Ready after 3.1 s"),
    ],
)
def test_output_that_is_printed_otherwise_is_found(old: str, new: str, missed: str) -> None:
    assert missing_output(SHOWN, PRINTED.replace(old, new)) == missed


@pytest.mark.parametrize(
    "text", ["```sh\nmake demo\n", "```sh\necho 'open\n```\n", "<!-- nut run: x -->\n```sh\nls\n```\n"]
)
def test_a_page_that_breaks_the_conventions_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match=r"line \d"):
        blocks_of(text)


def test_a_note_has_the_reason_or_the_file_of_a_block() -> None:
    [typed, file] = blocks_of(
        "<!-- not run: no account -->\n```sh\nls\n```\n\n<!-- file: a.json -->\n```json\n{}\n```\n"
    )
    assert (typed.not_run, [item.text for item in typed.commands]) == ("no account", ["ls"])
    assert (file.file, file.body) == ("a.json", "{}")


@pytest.mark.parametrize(
    ("command", "is_run"),
    [
        ("make demo", True),
        ("python -m cli companies list --stage dev", True),
        ("aws s3 ls", False),
        ("make deploy STAGE=dev", False),
        ("python -m cli companies revoke acme <key id>", False),
        ("make run", False),
    ],
)
def test_commands_that_need_an_account_or_docker_are_not_run_for_a_reason(command: str, is_run: bool) -> None:
    assert (why_not_run(command) == "") is is_run


def test_a_stage_is_the_local_one_where_a_page_is_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    shell = Shell(tmp_path_factory.getbasetemp(), 4600, "tk_local_admin")
    assert (
        shell.here("python -m cli companies list --stage dev   # all") == "python -m cli companies list --stage local"
    )
    assert shell.here("python -m cli replay inbox --dry-run") == "python -m cli replay inbox --stage local --dry-run"
    assert shell.here("export TRUNKLINE_URL=https://x TRUNKLINE_API_KEY=tk_…") == (
        "export TRUNKLINE_URL=http://127.0.0.1:4600 TRUNKLINE_API_KEY=tk_local_admin"
    )
    assert shell.here("python -m cli campaigns start $ID") == "python -m cli campaigns start $ID"


def test_a_command_that_fails_and_an_output_that_differs_are_faults(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("reader")
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/activate").touch()
    shell = Shell(folder, 4600, "tk_local_admin")
    assert shell.carry_out("```sh\necho 1.5 calls\n```\n\n```output\n2.5 calls\n```\n").faults == []
    assert (
        "not printed: two calls"
        in shell.carry_out("```sh\necho 1.5 calls\n```\n\n```output\ntwo calls\n```\n").faults[0]
    )
    [failed] = shell.carry_out("```sh\necho begins\nfalse\necho ends\n```\n").faults
    assert failed.startswith("line 3: ended with 1: false")
    assert "nothing is run above" in shell.carry_out("```output\nx\n```\n").faults[0]
