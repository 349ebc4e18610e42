from cli.doctor.endpoints import endpoint_findings
from trunkline.events.domain.endpoints import BY_REQUEST, FAILED


def item(endpoint_id: str, reason: str = "") -> dict[str, str]:
    return {"company_id": "acme", "endpoint_id": endpoint_id, "disabled_reason": reason}


def test_endpoints_that_failed_for_a_day_are_named():
    [found] = endpoint_findings([item("e1"), item("e2", FAILED), item("e3", BY_REQUEST)])
    assert (found.ok, found.says) == (True, "1 of 3 switched off after a day of failures: acme e2")


def test_without_endpoints_there_is_no_line():
    assert list(endpoint_findings([])) == []
