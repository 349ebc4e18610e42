"""Events of the template: routes to functions, and schedules."""

import asyncio

import pytest

from local.cloud.routes import Routes
from local.cloud.schedules import Schedule, keep_firing, schedules
from local.cloud.template import Template, TemplateError
from local.cloud.workers import FunctionFailed


def template(tmp_path, events: str) -> Template:
    path = tmp_path / "template.yaml"
    path.write_text(f"Resources: {{F: {{Type: AWS::Serverless::Function, Properties: {{Events: {{{events}}}}}}}}}\n")
    return Template(path)


def routes(tmp_path, *doors: tuple[str, str]) -> Routes:
    events = [f"E{n}: {{Type: HttpApi, Properties: {{Method: {m}, Path: '{p}'}}}}" for n, (m, p) in enumerate(doors)]
    return Routes(template(tmp_path, ", ".join(events)))


def test_the_most_specific_door_wins(tmp_path):
    doors = routes(
        tmp_path, ("ANY", "/{proxy+}"), ("GET", "/calls/{id}"), ("GET", "/calls/live"), ("any", "/calls/live")
    )
    assert doors.find("GET", "/calls/live").route_key == "GET /calls/live"
    assert doors.find("POST", "/calls/live").route_key == "ANY /calls/live"
    assert doors.find("GET", "/calls/7") == ("F", "GET /calls/{id}", {"id": "7"})
    assert doors.find("GET", "/calls/7/turns").path_parameters == {"proxy": "calls/7/turns"}


def test_a_door_is_matched_to_the_letter(tmp_path):
    doors = routes(tmp_path, ("POST", "/a.b"))
    assert doors.find("POST", "/a.b")
    for method, path in [("GET", "/a.b"), ("POST", "/axb"), ("POST", "/a.b/"), ("POST", "/A.B")]:
        assert doors.find(method, path) is None


def test_an_event_without_a_path_takes_all_other_paths(tmp_path):
    doors = Routes(template(tmp_path, "A: {Type: HttpApi}, B: {Type: HttpApi, Properties: {Method: GET, Path: /b}}"))
    assert doors.find("GET", "/b").route_key == "GET /b"
    assert doors.find("PUT", "/anything/else").route_key == "$default"


def test_a_rest_api_is_refused(tmp_path):
    with pytest.raises(TemplateError, match="only HTTP APIs are played"):
        Routes(template(tmp_path, "A: {Type: Api, Properties: {Method: get, Path: /}}"))


@pytest.mark.parametrize(
    ("properties", "every_s"),
    [
        ("Type: Schedule, Properties: {Schedule: rate(1 minute)}", [60]),
        ("Type: ScheduleV2, Properties: {ScheduleExpression: rate(2 hours)}", [7200]),
        ("Type: ScheduleV2, Properties: {ScheduleExpression: 'cron(0 3 * * ? *)', State: DISABLED}", []),
        ("Type: Schedule, Properties: {Schedule: 'cron(0 3 * * ? *)', Enabled: false}", []),
    ],
)
def test_a_rate_is_a_timer_and_a_disabled_schedule_is_not(tmp_path, properties, every_s):
    assert [timer.every_s for timer in schedules(template(tmp_path, f"Tick: {{{properties}}}"))] == every_s


@pytest.mark.parametrize("expression", ["cron(0 3 * * ? *)", "every(5m)", "rate(5 fortnights)"])
def test_a_schedule_that_cannot_be_played_is_refused_at_the_start(tmp_path, expression):
    with pytest.raises(TemplateError, match="not yet"):
        schedules(template(tmp_path, f"Tick: {{Type: Schedule, Properties: {{Schedule: '{expression}'}}}}"))


async def test_a_timer_goes_on_after_a_failure():
    ticks = []

    async def invoke(function: str, event: dict) -> None:
        ticks.append((function, event["source"]))
        if len(ticks) == 3:
            raise asyncio.CancelledError
        raise FunctionFailed({"errorType": "Oops"})

    with pytest.raises(asyncio.CancelledError):
        await keep_firing(Schedule("tick", "F", 0), invoke)
    assert ticks == [("F", "aws.events")] * 3
