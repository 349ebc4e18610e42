"""The console's files: what they load and weigh, what they ask of others, and that they say what the API says."""

import base64
import hashlib
import json
import re

import pytest

from tests.structure.console_sources import (
    CONSOLE,
    VENDOR,
    imports_of,
    later_imports_of,
    loaded_with,
    own_modules,
    weight,
)
from tests.structure.templates import NESTED, ROOT
from trunkline.calls.domain.history.trouble import Trouble
from trunkline.calls.domain.routes import Mode
from trunkline.campaigns.domain.campaigns import Channel
from trunkline.campaigns.domain.eligibility import IneligibleReason
from trunkline.events.domain.events import EventType

VENDORED = json.loads((VENDOR / "vendored.json").read_text())
PAGE = (CONSOLE / "index.html").read_text()
MAIN = CONSOLE / "main.js"
FIRST_LOAD_KB, STYLE_KB, SCREEN_KB = 100, 8, 45
OWN = [path.relative_to(ROOT).as_posix() for path in own_modules()]


def text_of(name: str) -> str:
    return (ROOT / name).read_text()


# --- what is not ours


def test_every_vendored_file_is_the_one_that_is_listed_and_no_other_is_there():
    listed = {file["name"]: file["sha256"] for library in VENDORED for file in library["files"]}
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir() if path.is_file()}
    there.pop("vendored.json")
    assert there == listed


def test_every_library_has_its_version_and_its_licence():
    texts = {library["package"].removeprefix("@").replace("/", "-") + ".txt" for library in VENDORED}
    assert {path.name for path in (VENDOR / "LICENSES").iterdir()} == texts
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", library["version"]) for library in VENDORED)
    assert {library["licence"] for library in VENDORED} <= {"MIT", "Apache-2.0", "BSD-3-Clause"}


def test_types_are_checked_against_the_libraries_that_are_there():
    asked = json.loads(text_of("tests/console/types/package.json"))["dependencies"]
    assert asked.pop("typescript")
    assert asked == {library["package"]: library["version"] for library in VENDORED}
    assert '"resolved"' not in text_of("tests/console/types/package-lock.json")


@pytest.mark.parametrize("path", sorted(CONSOLE.rglob("*.js")), ids=lambda path: path.relative_to(CONSOLE).as_posix())
def test_a_module_imports_files_that_are_there_by_their_addresses(path):
    named = imports_of(path) + later_imports_of(path)
    assert all(name.startswith(("./", "../")) and (path.parent / name).is_file() for name in named), named


# --- what is loaded


def test_the_page_announces_all_that_it_loads_and_nothing_else():
    announced = set(re.findall(r'rel="modulepreload" href="\./([^"]+)"', PAGE))
    assert announced == {path.relative_to(CONSOLE).as_posix() for path in loaded_with(MAIN)} - {"main.js"}


def test_a_first_visit_is_light():
    """The frame, and with it the first screen with all that this one loads at any time."""
    first = loaded_with(MAIN, CONSOLE / "screens/calls.js") | {
        CONSOLE / "index.html",
        CONSOLE / "style.css",
        CONSOLE / "icon.svg",
    }
    call = loaded_with(CONSOLE / "screens/call.js", VENDOR / "wavesurfer.js")
    assert weight(first) < 40 * 1024
    assert weight(first | call) < FIRST_LOAD_KB * 1024
    assert weight({CONSOLE / "style.css"}) < STYLE_KB * 1024


def test_every_screen_is_loaded_when_it_is_opened_and_is_light_beside_the_frame():
    screens = later_imports_of(CONSOLE / "screens.js")
    assert {CONSOLE / name for name in screens} == set((CONSOLE / "screens").glob("*.js"))
    frame = loaded_with(MAIN)
    for name in screens:
        assert weight(loaded_with(CONSOLE / name) - frame) < SCREEN_KB * 1024, name
        assert (CONSOLE / name).resolve() not in frame


# --- what is safe


def policy() -> dict[str, list[str]]:
    headers = NESTED["console"].document["Resources"]["Headers"]["Properties"]["ResponseHeadersPolicyConfig"]
    text = headers["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    return {words[0]: words[1:] for words in (part.split() for part in text.split(";"))}


def test_the_policy_allows_what_is_ours_and_nothing_that_is_unsafe():
    allowed = policy()
    assert allowed["default-src"] == allowed["base-uri"] == allowed["frame-ancestors"] == ["'none'"]
    assert allowed["script-src"] == ["'self'"]
    assert "unsafe" not in str(allowed)
    assert allowed["connect-src"] == ["'self'", "${RelayBaseUrl}", "${ObjectsOrigin}"]


def test_the_one_style_that_a_library_writes_is_allowed_by_its_hash():
    height = re.search(r"^const HEIGHT = (\d+);", text_of("console/parts/recordings.js"), re.MULTILINE).group(1)
    written = re.search(r"<style\$\{.*?\}>(\\n.*?)</style>", (VENDOR / "wavesurfer.js").read_text(), re.DOTALL).group(1)
    style = re.sub(r"\$\{this\.getHeight\(.*?\)\}", height, written.encode().decode("unicode_escape"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy()["style-src"] == ["'self'", f"'sha256-{digest}'"]


FORBIDDEN = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "eval(",
    "new Function",
    "document.write",
    "localStorage",
    "sessionStorage",
)


@pytest.mark.parametrize("name", [*OWN, "console/index.html", "console/style.css"])
def test_nothing_is_asked_of_others_kept_in_the_browser_or_read_as_markup(name):
    text = text_of(name)
    assert not re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", text)
    assert not [word for word in FORBIDDEN if word in text]
    assert not re.search(r"<script(?! type=\"module\" src=\"\./)|<style|\son\w+=\"", text)


# --- what it says


@pytest.mark.parametrize(("name", "words"), [("TROUBLE", Trouble), ("MODES", Mode)])
def test_the_apis_words_each_have_a_meaning(name, words):
    body = re.search(rf"const {name} = [\[{{]\n(.*?)\n[\]}}];", text_of("console/lib/calls.js"), re.DOTALL).group(1)
    assert re.findall(r'^  \[?"?(\w+)"?[:,] ', body, re.MULTILINE) == [str(word) for word in words]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("campaigns.js SKIPS", IneligibleReason),
        ("events.js EVENT_TYPES", EventType),
        ("campaigns.js CHANNELS", Channel),
    ],
)
def test_the_words_of_other_screens_are_the_apis(name, words):
    module, constant = name.split()
    body = re.search(rf"const {constant} = [\[{{]\n(.*?)\n[\]}}];", text_of(f"console/lib/{module}"), re.DOTALL).group(
        1
    )
    assert set(re.findall(r'^  \[?"([\w.-]+)"[:,]', body, re.MULTILINE)) == {str(word) for word in words}


def test_every_colour_and_size_that_is_used_is_defined():
    style = text_of("console/style.css")
    assert set(re.findall(r"var\((--[\w-]+)\)", style)) <= set(re.findall(r"(--[\w-]+):", style))


def test_every_icon_that_is_named_is_drawn():
    drawn = set(re.findall(r'^  (\w+): "M|^  (\w+): "m', text_of("console/parts/icons.js"), re.MULTILINE))
    named = {icon for name in OWN for icon in re.findall(r'(?:<\$\{Icon\} name=|icon(?:: |=))"(\w+)"', text_of(name))}
    assert named <= {one or other for one, other in drawn}
