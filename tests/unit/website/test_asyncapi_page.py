"""The page of the programs' socket: every message, with the fields that it refers to."""

from pathlib import Path

import yaml

from website.asyncapi_page import page

API = yaml.safe_load((Path(__file__).parents[3] / "docs/reference/asyncapi.yaml").read_text())


def test_every_message_and_every_field_is_shown():
    text = page(API)
    assert "wss://relay.example.com/api/v1/webrtc/" in text
    for name, message in API["components"]["messages"].items():
        assert text.count(f"{{: #{name.lower()} }}") == 1
        assert [field for field in message["payload"]["properties"] if f"| `{field}` |" not in text] == []
    assert "| `timestamp` | date-time | yes |" in text
    assert "$ref" not in text
