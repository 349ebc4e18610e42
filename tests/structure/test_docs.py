"""The documents are true: what the code reads, counts, opens or files is described, and what is described exists."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from local.cloud.routes import Routes
from local.cloud.template import Template, read_yaml
from media_relay.io.gauges import Gauges
from media_relay.io.server import MEDIA_PATH
from media_relay.session.call_session import Phase
from trunkline.domain.calls import StreamOutcome
from trunkline.domain.routes import Mode, Route
from trunkline.domain.transcripts import Transcript, Turn
from trunkline.protocols import program_socket
from trunkline.protocols.frames import Garbage
from trunkline.settings import Settings
from trunkline.storage import keys
from trunkline.storage.items import from_item
from trunkline.storage.routes import route_from
from trunkline.storage.secrets import VendorSecrets

ROOT = Path(__file__).parents[2]
DEPLOYED = ("layers/core/trunkline", "functions", "media_relay")
CODE = (*DEPLOYED, "local", "tests", "bench")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("events/*.md")])
DECISIONS = sorted(ROOT.glob("docs/decisions/*.md"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(path: str) -> str:
    return (ROOT / path).read_text()


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    return FENCE.sub("", text)


def code_spans(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", prose(text))


def blocks(text: str, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(text) if kind == language]


def rows(text: str) -> dict[str, str]:
    """Table rows by the code span in their first cell."""
    return {found.group(1): found.group(0) for found in re.finditer(r"^\| `([^`]+)` \|.*$", prose(text), re.MULTILINE)}


@cache
def source(folders: tuple[str, ...]) -> str:
    return "\n".join(path.read_text() for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))


def templates() -> str:
    return "\n".join(page(name(path)) for path in [ROOT / "template.yaml", *sorted(ROOT.glob("stacks/*.yaml"))])


def template() -> dict:
    return read_yaml(ROOT / "template.yaml")


# --- settings ----------------------------------------------------------------------------------------------------


def variables_read() -> set[str]:
    """What the deployed code takes out of an environment, and what the template puts into one."""
    read = set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", source(DEPLOYED)))
    assert {"RELAY_PORT", "AWS_REGION"} <= read, "the pattern no longer meets the code"
    given = set(template()["Globals"]["Function"]["Environment"]["Variables"])
    return read | {field.name.upper() for field in fields(Settings)} | given


def test_every_variable_is_documented_and_no_other():
    documented = {row for row in rows(page("docs/reference/settings.md")) if re.fullmatch(r"[A-Z_]+", row)}
    assert documented == variables_read()


@pytest.mark.parametrize(("parameter", "about"), template()["Parameters"].items())
def test_every_template_parameter_is_documented_with_its_default(parameter, about):
    row = rows(page("docs/reference/settings.md"))[parameter]
    default = str(about["Default"])
    assert f"`{default}`" in row if default else "| empty |" in row


def test_no_template_parameter_is_documented_that_is_gone():
    section = page("docs/reference/settings.md").split("## Template parameters")[1].split("\n## ")[0]
    assert set(rows(section)) == set(template()["Parameters"])


PLACEHOLDERS = ("", "https://not-set.invalid", "wss://not-set.invalid")


def test_a_newcomer_is_told_where_every_value_is_found():
    """Parameters that nobody can guess, the secret's keys, and whatever stands in angle brackets in a command."""
    text = page("docs/howto/deploy.md")
    told = text.split("## What you will be asked for")[1].split("\n## ")[0]
    explained = {span for cell in re.findall(r"^\| ([^|]+) \|", told, re.MULTILINE) for span in code_spans(cell)}
    parameters = {name for name, about in template()["Parameters"].items() if about["Default"] in PLACEHOLDERS}
    secret = template()["Resources"]["VendorSecret"]["Properties"]["GenerateSecretString"]
    keys = {*json.loads(secret["SecretStringTemplate"]), secret["GenerateStringKey"]}
    asked = {span for _, body in FENCE.findall(text) for span in re.findall(r"<[^<>\n]+>", body)}
    assert parameters
    assert asked
    assert parameters | keys | asked == explained


def test_the_outputs_a_newcomer_is_sent_to_exist():
    told = page("docs/howto/deploy.md")
    named = set(re.findall(r"outputs? `(\w+)`", told)) | set(re.findall(r"<(\w+Name)>", told))
    assert {"WebhookBaseUrl", "CallsTableName", "VoiceUrl"} <= named <= set(template()["Outputs"])


def test_the_keys_of_the_secret_are_those_the_stack_makes():
    secret = template()["Resources"]["VendorSecret"]["Properties"]["GenerateSecretString"]
    made = {*json.loads(secret["SecretStringTemplate"]), secret["GenerateStringKey"]}
    section = page("docs/reference/settings.md").split("## The secret")[1]
    assert set(rows(section)) == made
    [example] = [json.loads(block) for block in blocks(page("docs/howto/deploy.md"), "json")]
    assert set(example) == made
    assert VendorSecrets.from_json(json.dumps(example)).twilio_auth_tokens == ("<auth token>",)


# --- metrics -----------------------------------------------------------------------------------------------------


def counted() -> dict[str, set[str]]:
    """Every `count("Name", dimension=…)` and `measure("Name", …)` of the deployed code, with its dimensions."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(source(DEPLOYED))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"count", "measure"}:
            metric = node.args[0]
            assert isinstance(metric, ast.Constant), "a metric's name is a constant"
            found.setdefault(str(metric.value), set()).update(str(keyword.arg) for keyword in node.keywords)
    return found


def test_every_metric_is_documented_with_its_dimensions_and_no_other():
    documented = {metric: row.split("|")[2] for metric, row in rows(page("docs/reference/metrics.md")).items()}
    told = {metric: set(re.findall(r"`(\w+)`", cell)) for metric, cell in documented.items()}
    assert told == counted()


def test_what_prometheus_finds_is_documented():
    kinds = {family.name + ("_total" if family.type == "counter" else "") for family in Gauges().registry.collect()}
    assert set(re.findall(r"`(relay_\w+)`", page("docs/reference/metrics.md"))) == kinds


@pytest.mark.parametrize("outcome", StreamOutcome)
def test_every_outcome_is_explained(outcome):
    assert f"`{outcome}`" in page("docs/reference/metrics.md")
    row = rows(page("docs/architecture.md"))[outcome]
    following = (
        "hang up" if outcome.is_orderly else "another relay" if outcome.may_resume else ("another phone", "fallback")
    )
    assert row.rstrip("| ").rsplit("| ", 1)[1].startswith(following)


# --- doors, keys, phases -----------------------------------------------------------------------------------------


def test_every_door_is_documented_and_no_other():
    section = page("docs/reference/doors.md").split("## The inbox queue")[0]
    documented = {path: row.split("|")[2].strip() for path, row in rows(section).items()}
    resources = Template(ROOT / "template.yaml", {}, endpoint="http://127.0.0.1:1")
    hung = {
        event["Properties"]["Path"]: resources.properties(function)["Handler"].split(".")[0]
        for function in resources.of_type("AWS::Serverless::Function")
        for event in resources.properties(function).get("Events", {}).values()
        if event["Type"] == "HttpApi"
    }
    assert len(hung) == len(list(Routes(resources)))
    assert documented == hung


@pytest.mark.parametrize("path", [MEDIA_PATH, "/health", "/ready"])
def test_the_relays_doors_are_documented(path):
    assert f"{path}`" in page("docs/reference/doors.md").split("## The relay")[1]
    assert f'"{path}"' in source(("media_relay",))


def test_the_table_of_keys_is_the_one_in_the_code():
    assert keys.__doc__
    in_code = set(re.findall(r"[A-Z]+#<\w+>(?:#<\w+>)?", keys.__doc__))
    documented = set(re.findall(r"`([A-Z]+#<\w+>(?:#<\w+>)?)`", page("docs/architecture.md")))
    assert documented == in_code


def test_the_life_of_a_call_has_every_phase():
    told = re.findall(r"^\| ([A-Z]+) \|", page("docs/architecture.md"), re.MULTILINE)
    assert told == [phase.name for phase in Phase]


# --- routes and files people read --------------------------------------------------------------------------------


def test_the_example_of_a_route_is_a_route():
    [example] = [json.loads(block) for block in blocks(page("docs/howto/add-a-route.md"), "json")]
    values = from_item(example)
    route = route_from(values)
    assert {"pk": values["pk"]} == keys.number(route.number)
    assert (route.mode, route.record, route.max_duration_s) == (Mode.RELAY, True, 900)


def test_every_attribute_of_a_route_and_every_mode_is_documented():
    text = page("docs/howto/add-a-route.md")
    assert set(rows(text)) == {"pk"} | {field.name for field in fields(Route)}
    assert {f"`{mode}`" for mode in Mode} <= set(re.findall(r"`\w+`", rows(text)["mode"]))


def test_every_field_of_a_transcript_is_documented_and_in_the_example():
    text = page("docs/reference/transcript.md")
    whole, turn = ({field.name for field in fields(kind)} for kind in (Transcript, Turn))
    documented = {row for row in rows(text) if re.fullmatch(r"[a-z_]+", row)} - {"carrier_recording"}
    assert documented == {"schema"} | whole | turn
    example = json.loads(blocks(text, "json")[0])
    assert (set(example), {frozenset(one) for one in example["turns"]}) == ({"schema"} | whole, {frozenset(turn)})


# --- links, files, commands --------------------------------------------------------------------------------------


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(path.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links() -> Iterator[tuple[Path, str]]:
    for path in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(path.read_text())):
            if not re.match(r"https?:", target):
                yield path, target


def test_every_link_leads_somewhere():
    broken = []
    for path, target in links():
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.is_file() or (anchor and anchor not in anchors(there)):
            broken.append(f"{name(path)} -> {target}")
    assert not broken


def test_every_page_can_be_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or path.suffix != ".md":
            continue
        reached.add(path)
        waiting += [(path.parent / target.partition("#")[0]).resolve() for page_, target in links() if page_ == path]
    assert {name(path) for path in PAGES} - {name(path) for path in reached} <= {"events/README.md"}


PLACES = (
    "layers/", "functions/", "media_relay/", "local/", "cli/", "tests/", "bench/", "docs/", "events/", "requirements/",
    "scripts/", "stacks/",
)  # fmt: skip


def test_every_file_a_page_names_exists():
    missing = [
        f"{name(path)}: {span}"
        for path in PAGES
        for span in code_spans(path.read_text())
        if span.startswith(PLACES) and not re.search(r"[<>*\s]", span) and not (ROOT / span).exists()
    ]
    assert not missing


def commands(text: str) -> set[str]:
    """The targets of every `make …` that stands in code; prose may make sense and make do."""
    code = [*code_spans(text), *(body for _, body in FENCE.findall(text))]
    return {target for one in code for target in re.findall(r"^\s*make ([a-z][\w-]*)", one, re.MULTILINE)}


def test_every_make_command_of_a_page_exists():
    targets = set(re.findall(r"^([a-z][\w-]*):", page("Makefile"), re.MULTILINE))
    told = {name(path): commands(path.read_text()) - targets for path in PAGES}
    assert "demo" in commands(page("README.md"))
    assert {path: unknown for path, unknown in told.items() if unknown} == {}


def test_every_command_the_makefile_lists_is_in_the_readme():
    listed = set(re.findall(r"^([a-z][\w-]*):.*##", page("Makefile"), re.MULTILINE)) - {"help"}
    assert listed <= commands(page("README.md"))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_what_is_shown_as_json_is_json(path):
    for block in blocks(path.read_text(), "json"):
        json.loads(block)


def test_the_readme_fits_on_a_screen_or_two():
    assert len(page("README.md").splitlines()) <= 90


# --- glossary ----------------------------------------------------------------------------------------------------

GLOSSARY = dict(re.findall(r"^- \*\*([^*]+)\*\*: (.+)$", page("docs/glossary.md"), re.MULTILINE))


def test_the_glossary_is_in_order_and_one_line_each():
    assert list(GLOSSARY) == sorted(GLOSSARY)
    assert len(GLOSSARY) == len(re.findall(r"^- ", page("docs/glossary.md"), re.MULTILINE))


@pytest.mark.parametrize("word", GLOSSARY)
def test_a_word_of_the_glossary_is_a_word_of_the_code(word):
    spelled = re.sub(r"\s", r"[ _]?", re.escape(word).replace(r"\ ", " "))
    assert re.search(rf"(?<![a-z]){spelled}s?(?![a-z])", source((*DEPLOYED, "local")) + templates(), re.IGNORECASE)


@pytest.mark.parametrize("word", GLOSSARY)
def test_what_the_glossary_points_to_is_there(word):
    spans = code_spans(GLOSSARY[word])
    files = [span for span in spans if span.endswith((".py", ".yaml"))]
    assert files, "a word names the file that carries it"
    text = page(files[0])
    for span in spans:
        if span not in files and not span.endswith("/"):
            assert re.search(rf"\b{re.escape(span.split('.')[-1])}\b", text), f"{span} is not in {files[0]}"


# --- decisions ---------------------------------------------------------------------------------------------------


def test_decisions_are_numbered_without_a_gap_and_all_in_the_index():
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    index = page("docs/index.md")
    assert [path.name for path in DECISIONS if f"(decisions/{path.name})" not in index] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_half_a_page_and_says_what_would_change_our_mind(path):
    text = path.read_text()
    assert text.startswith(f"# {path.name[:4]} ")
    assert re.findall(r"^\*\*([^*]+)\.\*\*", text, re.MULTILINE) == [
        "Situation", "Choice", "What it costs", "What would change our mind",
    ]  # fmt: skip
    assert len(text.splitlines()) <= 30


def test_every_alarm_of_the_template_has_its_row_in_the_runbooks():
    alarms = re.findall(r"^  (\w+):.*\n    Type: AWS::CloudWatch::Alarm$", templates(), re.MULTILINE)
    assert len(alarms) >= 19
    assert [alarm for alarm in alarms if f"`{alarm}`" not in page("docs/howto/runbooks.md")] == []


def test_every_decision_the_code_refers_to_exists():
    numbers = {path.name[:4] for path in DECISIONS}
    assert set(re.findall(r"docs/decisions/(\d{4})", source(CODE))) <= numbers


# --- the API -----------------------------------------------------------------------------------------------------


def test_the_committed_description_is_what_the_api_says_of_itself():
    from api.description import description

    assert page("docs/reference/openapi.json") == description(), "make api-docs"


def _asyncapi() -> dict:
    return read_yaml(ROOT / "docs/reference/asyncapi.yaml")


NOW = datetime(2026, 1, 1, tzinfo=UTC)
SENT_BY_US = [
    program_socket.connection_established("peer", None, NOW),
    program_socket.audio(b"//8=", NOW),
    program_socket.synthesis_started("Hello", NOW),
    program_socket.synthesis_error("Hello", "away", NOW),
    program_socket.control_response("get_call_info", NOW, success=True, call_info={}),
    program_socket.interruption(NOW),
    program_socket.pong(NOW),
    program_socket.error("what", NOW),
    program_socket.call_ended(NOW),
]


def test_the_programs_socket_sends_what_its_description_says_and_nothing_else():
    described = _asyncapi()["components"]["messages"]
    told = {json.loads(frame)["type"]: json.loads(frame) for frame in SENT_BY_US}
    ours = {path["$ref"].rsplit("/", 1)[1] for path in _asyncapi()["operations"]["programHears"]["messages"]}
    assert set(told) == ours
    for kind, message in told.items():
        payload = described[kind]["payload"]
        assert set(payload["required"]) <= set(message) <= set(payload["properties"])


def test_the_programs_socket_reads_every_message_its_description_has():
    described = _asyncapi()["components"]["messages"]
    actions = described["control"]["payload"]["properties"]["action"]["enum"]
    examples = [{"type": "text", "text": "x"}, {"type": "audio", "data": "//8="}, {"type": "ping"}]
    examples += [{"type": "control", "action": action} for action in actions]
    assert not [one for one in examples if isinstance(program_socket.read(json.dumps(one).encode()), Garbage)]
    theirs = {described[path["$ref"].rsplit("/", 1)[1]]["payload"]["properties"]["type"]["const"]
              for path in _asyncapi()["operations"]["programSends"]["messages"]}  # fmt: skip
    assert theirs == {one["type"] for one in examples}
