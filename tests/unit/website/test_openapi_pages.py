"""Pages of the API's description: nothing of it is missing, and each name of a schema leads to it."""

import json
import re
from pathlib import Path

from website.openapi_pages import FOLDER, SCHEMAS, pages

API = json.loads((Path(__file__).parents[3] / "docs/reference/openapi.json").read_text())
PAGES = pages(API)
OPERATIONS = [(method.upper(), path) for path, methods in API["paths"].items() for method in methods]


def test_each_operation_is_on_one_page():
    text = "\n".join(PAGES.values())
    assert len(OPERATIONS) > 100
    assert [one for one in OPERATIONS if text.count(f"## {one[0]} {one[1]} {{:") != 1] == []


def test_each_schema_has_its_heading_and_each_link_to_one_leads_there():
    headings = {name.lower() for name in re.findall(r"^## (\w+)$", PAGES[f"{FOLDER}/{SCHEMAS}"], re.MULTILINE)}
    assert headings == {name.lower() for name in API["components"]["schemas"]}
    linked = {name for text in PAGES.values() for name in re.findall(r"\]\((?:schemas\.md)?#([^)]+)\)", text)}
    assert linked
    assert linked <= headings


def test_a_parameter_that_may_be_left_out_is_never_null():
    text = "".join(text for path, text in PAGES.items() if not path.endswith(SCHEMAS))
    assert "| `day` | query | date | no |" in text
    assert " or null | no |" not in text
