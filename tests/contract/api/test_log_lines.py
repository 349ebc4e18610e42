"""The API's log line of a request: times and errors of each route, and no path, which may hold an id."""

import pytest


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/api/v1/calls", "/calls", 200),
        ("/api/v1/calls/CA1", "/calls/{call_sid}", 404),
        ("/api/v1/nothing", "none", 404),
    ],
)
async def test_a_request_is_logged_by_its_route_with_status_and_time(api, caplog, path, route, status):
    caplog.set_level("INFO", logger="trunkline")
    await api.ask("GET", path)
    [line] = [vars(record) for record in caplog.records if record.getMessage() == "api request"]
    assert (line["status"], line["method"]) == (status, "GET")
    assert line["route"].endswith(route)
    assert isinstance(line["took_ms"], int)
    assert "CA1" not in line["route"]
