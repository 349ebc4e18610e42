"""The relay's stack, and what the parameters of a stage must hold."""

import re
import tomllib
from datetime import UTC, date, datetime

from local.cloud.template import read_yaml
from media_relay.server.server import MEDIA_PATH
from tests.structure.templates import ENVIRONMENT, NESTED, RELAY_TEMPLATE, ROOT, TEMPLATE
from trunkline.calls.domain.routes import DEFAULT_MAX_DURATION_S
from trunkline.exports.domain.exports import COLUMNS, Export
from trunkline.relay_api import client_socket
from trunkline.relay_api.commands import path_of

RELAY = NESTED["relay"].document["Resources"]


def test_a_release_of_the_relay_outlasts_the_longest_call():
    minutes = RELAY_TEMPLATE.document["Parameters"]["RelayBakeMinutes"]["Default"]
    assert minutes * 60 > DEFAULT_MAX_DURATION_S
    assert RELAY["Service"]["Properties"]["DeploymentConfiguration"]["Strategy"] == "BLUE_GREEN"
    delays = [
        attribute["Value"]
        for name in ("BlueStreams", "GreenStreams")
        for attribute in RELAY[name]["Properties"]["TargetGroupAttributes"]
        if attribute["Key"] == "deregistration_delay.timeout_seconds"
    ]
    assert delays == [str(DEFAULT_MAX_DURATION_S)] * 2


def test_green_is_like_blue_and_a_rule_knows_both():
    rules = {"Streams": "StreamRule", "Orders": "OrderRule"}
    ports = RELAY["Service"]["Properties"]["LoadBalancers"]
    assert len(ports) == len(rules)
    for port, (what, rule) in zip(ports, rules.items(), strict=True):
        blue, green = {"Ref": f"Blue{what}"}, {"Ref": f"Green{what}"}
        assert RELAY[blue["Ref"]] == RELAY[green["Ref"]]
        advanced = port["AdvancedConfiguration"]
        assert (port["TargetGroupArn"], advanced["AlternateTargetGroupArn"]) == (blue, green)
        assert advanced["ProductionListenerRule"] == {"Ref": rule}
        [action] = RELAY[rule]["Properties"]["Actions"]
        weights = [(group["TargetGroupArn"], group["Weight"]) for group in action["ForwardConfig"]["TargetGroups"]]
        assert weights == [(blue, 100), (green, 0)]


def test_the_load_balancer_knows_the_relays_public_doors_and_no_other():
    """Each socket the relay serves, in the one rule whose weights a release moves."""
    [streams] = RELAY["StreamRule"]["Properties"]["Conditions"]
    programs = client_socket.PATH.pattern.partition("(")[0]
    assert streams["PathPatternConfig"]["Values"] == [MEDIA_PATH, f"{MEDIA_PATH}/", f"{programs}*"]
    [orders] = RELAY["OrderRule"]["Properties"]["Conditions"]
    assert orders["PathPatternConfig"]["Values"] == [path_of("*").removesuffix("/commands")]
    assert RELAY["Listener"]["Properties"]["DefaultActions"][0]["FixedResponseConfig"] == {"StatusCode": "404"}


def test_a_late_metric_is_no_alarm_and_silence_is_one():
    alarm = RELAY["NoRelayReadyAlarm"]["Properties"]
    assert alarm["DatapointsToAlarm"] < alarm["EvaluationPeriods"]
    assert alarm["TreatMissingData"] == "breaching"


def test_a_spare_task_is_kept_where_there_is_a_fleet():
    defaults = {name: about.get("Default") for name, about in RELAY_TEMPLATE.document["Parameters"].items()}
    assert defaults["RelaySpareTasks"] >= 1
    assert defaults["RelayTasks"] == 1 + defaults["RelaySpareTasks"]
    metrics = RELAY["FollowsCalls"]["Properties"]["TargetTrackingScalingPolicyConfiguration"][
        "CustomizedMetricSpecification"
    ]["Metrics"]
    assert "wanted - ${SpareTasks}" in metrics[0]["Expression"]["Fn::Sub"]


def test_the_firewall_counts_what_would_stop_a_stream_or_an_order():
    [common] = [rule for rule in RELAY["WebAcl"]["Properties"]["Rules"] if rule["Name"] == "common"]
    overrides = common["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"]
    counted = {override["Name"] for override in overrides if override["ActionToUse"] == {"Count": {}}}
    assert {"NoUserAgent_HEADER", "SizeRestrictions_BODY"} <= counted


def test_no_environment_variable_holds_a_secret():
    for name in ENVIRONMENT:
        assert not re.search(r"TOKEN|PASSWORD|API_KEY|SECRET$", name)


def test_every_stage_sets_parameters_that_exist_to_values_they_allow():
    stages = tomllib.loads((ROOT / "samconfig.toml").read_text())
    for stage, commands in stages.items():
        if not isinstance(commands, dict):
            continue
        template = RELAY_TEMPLATE if stage.endswith("-relay") else TEMPLATE
        allowed = template.document["Parameters"]
        for command in commands.values():
            for override in command["parameters"].get("parameter_overrides", []):
                name, value = override.split("=", 1)
                assert value in map(str, allowed[name].get("AllowedValues", [value]))
                assert re.fullmatch(allowed[name].get("AllowedPattern", ".*"), value)


def test_the_table_athena_reads_has_the_columns_that_exports_write():
    table = TEMPLATE.properties("ExportedCallsTable")["TableInput"]
    listed_columns = {column["Name"]: column["Type"] for column in table["StorageDescriptor"]["Columns"]}
    assert list(listed_columns.items()) == list(COLUMNS.items())
    day, where = date(2026, 11, 20), table["Parameters"]["storage.location.template"]
    export = Export("x1", "acme", day, day, ("parquet",), datetime(2026, 11, 20, tzinfo=UTC))
    parts = {"company": "acme", "dt": "2026-11-20", "export": "x1"}
    assert set(parts) == {key["Name"] for key in table["PartitionKeys"]}
    folder = re.sub(r"\$\{(\w+)\}", lambda found: parts[found.group(1)], where)
    assert f"s3://{TEMPLATE.name('Bucket')}/{export.key(day, 0, 'parquet')}".startswith(folder)


def test_every_check_that_is_skipped_has_a_reason_and_nothing_is_softened():
    text = (ROOT / ".checkov.yaml").read_text()
    skipped = [line for line in text.splitlines() if line.startswith("  - ")]
    assert len(skipped) == len(read_yaml(ROOT / ".checkov.yaml")["skip-check"])
    assert not [line for line in skipped if not re.fullmatch(r"  - CKV2?_AWS_\d+ +# .+: .+", line)]
    assert "soft" not in text
