"""The search for markers finds a planted leak, in the forms in which programs write."""

import base64
import json
from urllib.parse import quote

import pytest

from tests.end_to_end.canary import leaks

NAME, PHONE = "Zuqqwina Vlorptäk", "+14155550188"
PLANTED = {
    "plain": f"patient {NAME} called",
    "upper case": NAME.upper(),
    "json": json.dumps({"name": NAME}),
    "url": f"GET /patients?name={quote(NAME)}",
    "form": "name=" + quote(NAME).replace("%20", "+"),
    "hex": NAME.encode().hex(),
    "base64": base64.b64encode(f"a body with {NAME} in it".encode()).decode(),
    "base64, one further": base64.b64encode(f"a  body with {NAME} in it".encode()).decode(),
    "base64, two further": base64.b64encode(f"a   body with {NAME} in it".encode()).decode(),
}


@pytest.mark.parametrize("form", PLANTED)
def test_a_planted_name_is_found(form):
    assert leaks({"log": ["before", PLANTED[form], "after"]}, [NAME]) == [("log", NAME)]


@pytest.mark.parametrize("written", [PHONE, "14155550188", "+1 (415) 555-0188", "1.415.555.0188", quote(PHONE)])
def test_a_planted_number_is_found(written):
    assert leaks({"event": [f"called {written} twice"]}, [PHONE]) == [("event", PHONE)]


def test_what_is_clean_is_clean():
    outputs = {"log": ["a call began", json.dumps({"sid": "CA1"})], "metric": [], "export": ["[name] called [number]"]}
    assert leaks(outputs, [NAME, PHONE]) == []
