"""What the reference pages list is what the code has, and nothing else."""

import ast
import json
import re
from dataclasses import fields
from datetime import UTC, datetime

import pytest

from cli import api
from cli.live.settings import LiveSettings
from cli.reference import page as command_line
from local.cloud.routes import Routes
from local.cloud.template import Template, read_yaml
from local.world import ports
from media_relay.server.prometheus import RelayMetrics
from media_relay.server.server import MEDIA_PATH
from media_relay.session.admission import AdmissionPhase
from media_relay.session.call_session import Phase
from tests.structure.pages import (
    DEPLOYED,
    FENCE,
    PAGES,
    ROOT,
    blocks,
    code_spans,
    page,
    relay_template,
    rows,
    source,
    template,
)
from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import from_item
from trunkline.aws.secrets import VendorSecrets
from trunkline.calls.adapters.route_items import route_from
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.routes import Mode, Route
from trunkline.conversations.domain.transcripts import Transcript, Turn
from trunkline.json_frames import InvalidFrame
from trunkline.relay_api import client_socket, watch_socket
from trunkline.settings import Settings

# --- settings ----------------------------------------------------------------------------------------------------


def variables_read() -> set[str]:
    """What the deployed code takes out of an environment, and what the template puts into one."""
    read = set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", source(DEPLOYED)))
    assert {"RELAY_PORT", "AWS_REGION"} <= read, "the pattern no longer meets the code"
    given = set(template()["Globals"]["Function"]["Environment"]["Variables"])
    return read | {field.name.upper() for field in fields(Settings)} | given


def test_every_variable_is_documented_and_no_other():
    documented = {row for row in rows(page("docs/reference/settings.md")) if re.fullmatch(r"[A-Z_]+", row)}
    assert documented == variables_read() | typed_variables()


def typed_variables() -> set[str]:
    """What the command line and the local world read."""
    text = source(("cli", "local"))
    names = re.findall(r"environ(?:\.get\(|\[)\"?(\w+)", text)
    constants = {"ADDRESS": api.ADDRESS, "KEY": api.KEY, "VARIABLE": ports.VARIABLE}
    assert {"ADDRESS", "VARIABLE", "AWS_REGION"} <= set(names), "the pattern no longer meets the code"
    read = {constants.get(name, name) for name in names if name.isupper()}
    return (read | set(LiveSettings.names()) | {"AWS_DEFAULT_REGION", "AWS_PROFILE"}) - OF_A_WORKER


OF_A_WORKER = {"AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "_HANDLER"}
ADDRESSES = ("$BASE", "$PUBLIC_BASE_URL", "<PublicBaseUrl>/", "$KEY", "<API key>")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_shell_has_one_name_for_the_apis_address_and_one_for_its_key(path):
    text = "".join(blocks(path.read_text(), "sh"))
    assert not [old for old in ADDRESSES if old in text]
    for variable in ("TRUNKLINE_URL", "TRUNKLINE_API_KEY"):
        assert f"${variable}" not in text or f"{variable}=" in text, f"{variable} is used and never set"


@pytest.mark.parametrize(("parameter", "about"), template()["Parameters"].items())
def test_every_template_parameter_is_documented_with_its_default(parameter, about):
    row = rows(page("docs/reference/settings.md"))[parameter]
    default = str(about["Default"])
    assert f"`{default}`" in row if default else "| empty |" in row


def test_every_parameter_a_person_decides_for_the_relay_is_documented_with_its_default():
    section = page("docs/reference/settings.md").split("## Template parameters of the relay")[1].split("\n## ")[0]
    first = {*template()["Outputs"], *template()["Parameters"]}
    own = {name: about for name, about in relay_template()["Parameters"].items() if name not in first}
    assert set(rows(section)) == set(own)
    for name, about in own.items():
        default = f"`{about['Default']}`" if about.get("Default", "") != "" else "empty"
        assert f"| {default if 'Default' in about else 'required'} |" in rows(section)[name]


PATTERNS = {
    "^https?://[^/]+$": "`https://",
    "^wss?://[^/]+$": "`wss://",
    r"^[^@\s]+@sha256:[0-9a-f]{64}$": "`…@sha256:…`",
    "^arn:.+": "ARN",
    r"^(https://[^\s]+)?$": "`https://",
    "^[A-Z]{2}(,[A-Z]{2})*$": "ISO codes",
    "^(any|[a-z-]+(,[a-z-]+)*)$": "`any`",
}


def limits(about: dict) -> list[str]:
    """What a row has to say of the values that CloudFormation takes."""
    choices = [f"`{value}`" for value in about.get("AllowedValues", [])]
    if "MinValue" in about:
        choices.append(
            f"{about['MinValue']} to {about['MaxValue']}" if "MaxValue" in about else f"{about['MinValue']} or more"
        )
    return choices + ([PATTERNS[about["AllowedPattern"]]] if "AllowedPattern" in about else [])


@pytest.mark.parametrize("kind", [template, relay_template])
def test_the_limits_of_every_parameter_are_documented(kind):
    documented = rows(page("docs/reference/settings.md"))
    parameters = {name: about for name, about in kind()["Parameters"].items() if name in documented}
    unsaid = {
        name: [limit for limit in limits(about) if limit not in documented[name]] for name, about in parameters.items()
    }
    assert {name: missing for name, missing in unsaid.items() if missing} == {}


def test_every_prefix_of_the_bucket_is_documented():
    rules = template()["Resources"]["Bucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    documented = rows(page("docs/reference/storage.md"))
    prefixes = [rule["Prefix"] for rule in rules if "Prefix" in rule]
    assert prefixes
    assert [prefix for prefix in prefixes if not any(row.startswith(prefix) for row in documented)] == []


def test_no_template_parameter_is_documented_that_is_gone():
    section = page("docs/reference/settings.md").split("## Template parameters\n")[1].split("\n## ")[0]
    assert set(rows(section)) == set(template()["Parameters"])


PLACEHOLDERS = ("", "https://not-set.invalid", "wss://not-set.invalid")


def test_the_deploy_page_says_where_every_value_is_found():
    """Parameters without a default, the secret's keys, and every value in angle brackets in a command."""
    text = page("docs/howto/deploy.md")
    payload = text.split("## What you will be asked for")[1].split("\n## ")[0]
    explained = {span for cell in re.findall(r"^\| ([^|]+) \|", payload, re.MULTILINE) for span in code_spans(cell)}
    parameters = {name for name, about in template()["Parameters"].items() if about["Default"] in PLACEHOLDERS}
    parameters |= {"RelayImageUri", "RelayCertificateArn"}  # of the relay's stack, which has no default for them
    secret = template()["Resources"]["VendorSecret"]["Properties"]["GenerateSecretString"]
    keys = {*json.loads(secret["SecretStringTemplate"]), secret["GenerateStringKey"]}
    asked = {span for _, body in FENCE.findall(text) for span in re.findall(r"<[^<>\n]+>", body)}
    assert parameters
    assert asked
    assert parameters | keys | asked == explained


def test_the_outputs_a_newcomer_is_sent_to_exist():
    payload = page("docs/howto/deploy.md")
    named = set(re.findall(r"outputs? `(\w+)`", payload)) | set(re.findall(r"<(\w+Name)>", payload))
    assert (
        {"WebhookBaseUrl", "CallsTableName", "VoiceUrl"}
        <= named
        <= {*template()["Outputs"], *relay_template()["Outputs"]}
    )


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
    values = {metric: set(re.findall(r"`(\w+)`", cell)) for metric, cell in documented.items()}
    assert values == counted()


def test_what_prometheus_finds_is_documented():
    kinds = {
        family.name + ("_total" if family.type == "counter" else "") for family in RelayMetrics().registry.collect()
    }
    assert set(re.findall(r"`(relay_\w+)`", page("docs/reference/metrics.md"))) == kinds


@pytest.mark.parametrize("outcome", StreamOutcome)
def test_every_outcome_is_explained(outcome):
    assert f"`{outcome}`" in page("docs/reference/metrics.md")
    row = rows(page("docs/reference/relayed-call.md"))[outcome]
    following = (
        "hang up" if outcome.is_orderly else "another relay" if outcome.may_resume else ("another phone", "fallback")
    )
    assert row.rstrip("| ").rsplit("| ", 1)[1].startswith(following)


# --- endpoints, keys, phases ------------------------------------------------------------------------------------


def test_every_door_is_documented_and_no_other():
    section = page("docs/reference/endpoints.md").split("## The inbox queue")[0]
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
    assert f"{path}`" in page("docs/reference/endpoints.md").split("## The relay")[1]
    assert f'"{path}"' in source(("media_relay",))


def test_the_table_of_keys_is_the_one_in_the_code():
    assert table_keys.__doc__
    in_code = set(re.findall(r"[A-Z]+#<\w+>(?:#<\w+>)?", table_keys.__doc__))
    documented = set(re.findall(r"`([A-Z]+#<\w+>(?:#<\w+>)?)`", page("docs/reference/storage.md")))
    assert documented == in_code


def test_the_life_of_a_call_has_every_phase():
    payload = re.findall(r"^\| ([A-Z]+) \|", page("docs/reference/relayed-call.md"), re.MULTILINE)
    assert payload == [phase.name for phase in (AdmissionPhase.LISTENING, AdmissionPhase.CHECKING, *Phase)]


# --- routes and files people read --------------------------------------------------------------------------------


def test_the_example_of_a_route_is_a_route():
    [example] = [json.loads(block) for block in blocks(page("docs/howto/add-a-route.md"), "json")]
    values = from_item(example)
    route = route_from(values)
    assert {"pk": values["pk"]} == table_keys.number(route.number)
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
    assert (set(example), {frozenset(item) for item in example["turns"]}) == ({"schema"} | whole, {frozenset(turn)})


# --- the API -----------------------------------------------------------------------------------------------------


def test_the_committed_description_is_what_the_api_says_of_itself():
    from api.description import description

    assert page("docs/reference/openapi.json") == description(), "make api-docs"


def test_the_page_of_the_api_is_what_the_models_say():
    from api.reference import Reference

    assert page("docs/reference/api.md") == Reference().page(), "make api-docs writes it anew"


def test_every_field_of_a_campaign_has_its_meaning():
    from api.models.campaigns import NewCampaign

    assert [name for name, about in NewCampaign.model_fields.items() if not about.description] == []


def test_every_route_of_the_api_says_what_a_key_needs():
    operations = [
        item for path in json.loads(page("docs/reference/openapi.json"))["paths"].values() for item in path.values()
    ]
    clinical = {"read, clinical", "operate, clinical", "admin, clinical"}
    assert {item["x-scope"] for item in operations} == {"none", "read", "operate", "admin"} | clinical
    without = [item["operationId"] for item in operations if item["x-scope"] == "none"]
    assert (
        without == [item["operationId"] for item in operations if "security" not in item] == ["health", "stage_health"]
    )


def _asyncapi() -> dict:
    return read_yaml(ROOT / "docs/reference/asyncapi.yaml")


NOW = datetime(2026, 1, 1, tzinfo=UTC)
SENT_BY_US = [
    client_socket.connection_established("peer", None, NOW),
    client_socket.audio(b"//8=", NOW),
    client_socket.synthesis_started("Hello", NOW),
    client_socket.synthesis_error("Hello", "away", NOW),
    client_socket.control_response("get_call_info", NOW, success=True, call_info={}),
    client_socket.interruption(NOW),
    client_socket.turn(1, is_agent=True, words="Hello", now=NOW),
    client_socket.latency(412, NOW),
    client_socket.pong(NOW),
    client_socket.error("what", NOW),
    client_socket.call_ended(NOW),
]


TO_WATCHERS = [
    watch_socket.watching("CA1", NOW, listens=True),
    watch_socket.words(1, NOW, is_agent=True, text="Hello"),
    watch_socket.latency(412, NOW),
    watch_socket.audio("user", b"//8="),
    watch_socket.interruption(NOW),
    watch_socket.ended("agent-ended", NOW),
    watch_socket.error("what", NOW),
]


def test_the_page_of_the_command_line_is_what_the_parsers_say():
    assert page("docs/reference/command-line.md") == command_line(), "make api-docs writes it anew"


@pytest.mark.parametrize(("operation", "frames"), [("programHears", SENT_BY_US), ("watcherHears", TO_WATCHERS)])
def test_a_socket_sends_what_its_description_says_and_nothing_else(operation, frames):
    messages = _asyncapi()["components"]["messages"]
    names = [path["$ref"].rsplit("/", 1)[1] for path in _asyncapi()["operations"][operation]["messages"]]
    described = {messages[name]["payload"]["properties"]["type"]["const"]: messages[name]["payload"] for name in names}
    body = {json.loads(frame)["type"]: json.loads(frame) for frame in frames}
    assert set(body) == set(described)
    for kind, message in body.items():
        assert set(described[kind]["required"]) <= set(message) <= set(described[kind]["properties"])


def test_the_programs_socket_reads_every_message_its_description_has():
    described = _asyncapi()["components"]["messages"]
    actions = described["control"]["payload"]["properties"]["action"]["enum"]
    examples = [{"type": "text", "text": "x"}, {"type": "audio", "data": "//8="}, {"type": "ping"}]
    examples += [{"type": "control", "action": action} for action in actions]
    assert not [
        example for example in examples if isinstance(client_socket.read(json.dumps(example).encode()), InvalidFrame)
    ]
    theirs = {described[path["$ref"].rsplit("/", 1)[1]]["payload"]["properties"]["type"]["const"]
              for path in _asyncapi()["operations"]["programSends"]["messages"]}  # fmt: skip
    assert theirs == {example["type"] for example in examples}
