"""The documents are true: what they link to, name, command, define or decide is there, and the README leads to it."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.scenarios.catalogue import SCENARIOS
from tests.documents.checks import faults_of
from tests.structure.pages import (
    CODE,
    DECISIONS,
    DEPLOYED,
    FENCE,
    PAGES,
    ROOT,
    blocks,
    code_spans,
    name,
    page,
    prose,
    rows,
    source,
    templates,
)

# --- links, files, commands --------------------------------------------------------------------------------------


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(path.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links() -> Iterator[tuple[Path, str]]:
    for path in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(path.read_text())):
            if not re.match(r"https?:", target):
                yield path, target


def test_every_link_leads_somewhere():
    broken = []
    for path, target in links():
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.is_file() or (anchor and anchor not in anchors(there)):
            broken.append(f"{name(path)} -> {target}")
    assert not broken


def test_every_page_can_be_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or path.suffix != ".md":
            continue
        reached.add(path)
        waiting += [(path.parent / target.partition("#")[0]).resolve() for page_, target in links() if page_ == path]
    assert {name(path) for path in PAGES} - {name(path) for path in reached} <= {"events/README.md"}


PLACES = (
    "layers/", "functions/", "media_relay/", "local/", "cli/", "tests/", "bench/", "docs/", "events/", "requirements/",
    "scripts/", "stacks/",
)  # fmt: skip


def test_every_file_a_page_names_exists():
    missing = [
        f"{name(path)}: {span}"
        for path in PAGES
        for span in code_spans(path.read_text())
        if span.startswith(PLACES) and not re.search(r"[<>*\s]", span) and not (ROOT / span).exists()
    ]
    assert not missing


def commands(text: str) -> set[str]:
    """The targets of every `make …` that stands in code; prose may make sense and make do."""
    code = [*code_spans(text), *(body for _, body in FENCE.findall(text))]
    return {target for item in code for target in re.findall(r"^\s*make ([a-z][\w-]*)", item, re.MULTILINE)}


def test_every_make_command_of_a_page_exists():
    targets = set(re.findall(r"^([a-z][\w-]*):", page("Makefile"), re.MULTILINE))
    values = {name(path): commands(path.read_text()) - targets for path in PAGES}
    assert "demo" in commands(page("README.md"))
    assert {path: unknown for path, unknown in values.items() if unknown} == {}


def test_the_readme_lists_a_dozen_commands_and_leads_to_all_of_them():
    table = page("README.md").split("## Commands")[1].split("\n## ")[0]
    assert 10 <= len(rows(table)) <= 13
    assert "`make help`" in table


def test_make_help_lists_every_command_in_two_columns():
    said = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    targets = set(re.findall(r"^\.PHONY: (.+)$", page("Makefile"), re.MULTILINE)[0].split())
    assert {line.split()[1] for line in said} == targets
    assert len({len(re.match(r"  make [\w-]+ +", line)[0]) for line in said}) == 1


def test_every_page_that_takes_the_environment_is_reached_past_the_line_that_activates_it():
    assert ". .venv/bin/activate" in "".join(blocks(page("README.md"), "sh"))
    assert "`. .venv/bin/activate`" in page("docs/index.md")
    typed = {name(path): [*blocks(path.read_text(), "sh"), *code_spans(path.read_text())] for path in PAGES}
    assert {where for where, texts in typed.items() if any(".venv/bin/python" in text for text in texts)} == set()


@pytest.mark.parametrize("path", [path for path in PAGES if path not in (*DECISIONS, ROOT / "CHANGELOG.md")], ids=name)
def test_a_command_within_a_sentence_is_one_there_is(path):
    """As a whole line or as its name alone, without what it requires. Decisions and changes speak of the past."""
    text = path.read_text()
    spans = [span for span in code_spans(text) if span.startswith(("python -m ", "make ")) and "…" not in span]
    wrong = [fault for span in spans for fault in faults_of(f"```sh\n{span}\n```\n", text)]
    assert [fault for fault in wrong if "the following arguments are required" not in fault] == []


def test_the_scenarios_a_page_lists_are_those_there_are():
    section = page("docs/tutorial/first-call.md").split("## Other callers")[1].split("\n## ")[0]
    listed = {scenario: row.split("|")[2].strip() for scenario, row in rows(section).items() if scenario != "SCENARIO"}
    assert listed == {scenario: item.title for scenario, item in SCENARIOS.items()}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_what_is_shown_as_json_is_json(path):
    for block in blocks(path.read_text(), "json"):
        json.loads(block)


def test_the_readme_fits_on_a_screen_or_three():
    assert len(page("README.md").splitlines()) <= 120


# --- glossary ----------------------------------------------------------------------------------------------------

GLOSSARY = dict(re.findall(r"^- \*\*([^*]+)\*\*: (.+)$", page("docs/glossary.md"), re.MULTILINE))


def test_the_glossary_is_in_order_and_one_line_each():
    assert list(GLOSSARY) == sorted(GLOSSARY)
    assert len(GLOSSARY) == len(re.findall(r"^- ", page("docs/glossary.md"), re.MULTILINE))


@pytest.mark.parametrize("word", GLOSSARY)
def test_a_word_of_the_glossary_is_a_word_of_the_code(word):
    spelled = re.sub(r"\s", r"[ _]?", re.escape(word).replace(r"\ ", " "))
    assert re.search(rf"(?<![a-z]){spelled}s?(?![a-z])", source((*DEPLOYED, "local")) + templates(), re.IGNORECASE)


@pytest.mark.parametrize("word", GLOSSARY)
def test_what_the_glossary_points_to_is_there(word):
    spans = code_spans(GLOSSARY[word])
    files = [span for span in spans if span.endswith((".py", ".pyx", ".yaml"))]
    assert files, "a word names the file that carries it"
    text = page(files[0])
    for span in spans:
        if span not in files and not span.endswith("/"):
            assert re.search(rf"\b{re.escape(span.split('.')[-1])}\b", text), f"{span} is not in {files[0]}"


# --- decisions ---------------------------------------------------------------------------------------------------


def test_decisions_are_numbered_without_a_gap_and_all_in_the_index_in_order():
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    index = page("docs/index.md")
    assert re.findall(r"\]\(decisions/([^)]+)\)", index) == [path.name for path in DECISIONS]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_half_a_page_and_says_what_would_change_our_mind(path):
    text = path.read_text()
    assert text.startswith(f"# {path.name[:4]} ")
    parts = re.findall(r"^\*\*([^*]+)\.\*\*", text, re.MULTILINE)
    assert parts[:4] == ["Situation", "Choice", "What it costs", "What would change our mind"]
    assert parts[4:] in ([], ["Superseded"])
    assert len(text.splitlines()) <= 30


def test_every_alarm_of_the_template_has_its_row_in_the_runbooks():
    alarms = re.findall(r"^  (\w+):.*\n    Type: AWS::CloudWatch::Alarm$", templates(), re.MULTILINE)
    assert len(alarms) >= 19
    assert [alarm for alarm in alarms if f"`{alarm}`" not in page("docs/howto/runbooks.md")] == []


def test_every_decision_the_code_refers_to_exists():
    numbers = {path.name[:4] for path in DECISIONS}
    assert set(re.findall(r"docs/decisions/(\d{4})", source(CODE))) <= numbers
