"""The subject of a message: ids alone, and the company that it names."""

import json

import pytest

from trunkline.operations.domain.dead_letters import Subject, subject_of

NUMBER = "+14155550199"


@pytest.mark.parametrize(
    ("payload", "subject"),
    [
        ({"company_id": "acme", "export_id": "x1"}, Subject("export", "x1", "acme", "/api/v1/exports/x1")),
        (
            {"company_id": "acme", "erasure_id": "e1", "number": NUMBER},
            Subject("erasure", "e1", "acme", "/api/v1/erasures/e1"),
        ),
        (
            {"company_id": "acme", "endpoint_id": "p1", "delivery_id": "d1"},
            Subject("delivery", "d1", "acme", "/api/v1/event-endpoints/p1/deliveries", "p1"),
        ),
        ({"kind": "import", "company_id": "acme", "import_id": "i1"}, Subject("import", "i1", "acme")),
        ({"kind": "preview", "company_id": "acme", "campaign_id": "c1"}, Subject("preview", "preview", "acme")),
        ({"detail": {"type": "call.ended", "id": "ev1", "company": "acme"}}, Subject("call.ended", "ev1")),
        ({"Records": [{"s3": {"object": {"key": "inbox/a"}}}]}, Subject("object", "inbox/a")),
        ({"Event": "s3:TestEvent"}, Subject("test event", "test event")),
    ],
)
def test_a_message_of_ours_has_a_subject(payload, subject):
    assert subject_of(json.dumps(payload)) == subject
    assert NUMBER not in repr(subject_of(json.dumps(payload)))


@pytest.mark.parametrize(
    "body", ["", "not json", "[]", "7", '{"Records": [{}]}', '{"detail": 3}', '{"delivery_id": "d"}']
)
def test_a_message_of_another_form_is_unreadable_and_of_no_company(body):
    assert subject_of(body) == Subject("unreadable", "unreadable")
