"""`python -m bench.redaction`: the recall of the redactor by class, on labelled lines, as the table of the docs.

`--names` puts the model before the patterns; it needs the Python of .venv-names (`make redaction`). A labelled span
counts as hidden when none of its words is left; small words between do not count.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from trunkline.redaction import PLACEHOLDERS, Find, Redactor

LINES = Path(__file__).parents[1] / "tests" / "vectors" / "redaction.txt"
CLASSES = ("name", "number", "email", "url", "date", "address", "place")
SPAN = re.compile(r"\{(\w+):([^{}]*)\}")
WORD = re.compile(r"\[\w+\]|[\w'\u2019]+")
SMALL = frozenset(
    {
        *(
            "the",
            "of",
            "and",
            "at",
            "dot",
            "in",
            "on",
            "dash",
            "underscore",
            "plus",
            "a",
            "area",
            "code",
            "number",
            "st",
        ),
        *("doctor", "dr", "mr", "mrs", "ms", "miss", "mister", "nurse", "professor"),
    }
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line as it was said. `spans`: class and which of its words."""

    text: str
    spans: tuple[tuple[str, range], ...]


@dataclass
class Score:
    """Spans by class, those that were hidden, and words that were hidden without need."""

    spans: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    words: int = 0
    needless: int = 0

    def recall(self, kind: str) -> float:
        return self.hidden[kind] / self.spans[kind]

    @property
    def whole(self) -> float:
        return self.hidden.total() / self.spans.total()

    @property
    def over(self) -> float:
        return self.needless / self.words


def labelled(lines: Iterable[str]) -> Iterator[Labelled]:
    """Raises KeyError for a class that is none."""
    for line in filter(None, (line.strip() for line in lines)):
        if not line.startswith("#"):
            yield _labelled(line)


def _labelled(line: str) -> Labelled:
    text, spans, at = "", [], 0
    for found in SPAN.finditer(line):
        text += line[at : found.start()]
        first = len(WORD.findall(text))
        text += found[2]
        spans.append(({kind: kind for kind in CLASSES}[found[1]], range(first, len(WORD.findall(text)))))
        at = found.end()
    return Labelled(text + line[at:], tuple(spans))


def hidden_words(text: str, redacted: str) -> set[int]:
    """Which words of a text are gone: those that an alignment of both does not find again."""
    before, after = ([word.lower() for word in WORD.findall(item)] for item in (text, redacted))
    after = [word for word in after if word not in PLACEHOLDERS]
    kept = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return set(range(len(before))) - {block.a + n for block in kept for n in range(block.size)}


def scored(lines: Iterable[Labelled], redactor: Redactor) -> Score:
    score = Score()
    for line in lines:
        words, gone = WORD.findall(line.text), hidden_words(line.text, redactor.text(line.text))
        meant = {place for _, span in line.spans for place in span}
        score.words += len(words) - len(meant)
        score.needless += len(gone - meant)
        for kind, span in line.spans:
            score.spans[kind] += 1
            if all(place in gone or words[place].lower() in SMALL for place in span):
                score.hidden[kind] += 1
            else:
                score.missed.append(line.text)
    return score


def measured(find: Find | None = None) -> Score:
    return scored(labelled(LINES.read_text().splitlines()), Redactor.of([], find=find))


def row(name: str, score: Score) -> str:
    shares = [f"{score.recall(kind):.0%}" for kind in CLASSES]
    return f"| `{name}` | {' | '.join(shares)} | {score.whole:.0%} | {score.over:.1%} |"


def heading(score: Score) -> str:
    titles = [f"{kind} ({score.spans[kind]})" for kind in CLASSES]
    return (
        f"| `REDACTION` | {' | '.join(titles)} | all ({score.spans.total()}) | words hidden without need |\n"
        + "|---" * 10
        + "|"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.redaction", description=__doc__)
    parser.add_argument("--names", action="store_true", help="with the model before the patterns")
    parser.add_argument("--missed", action="store_true", help="the lines of which something is left")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    scores = {"patterns": measured()} | ({"names": measured(_model())} if asked.names else {})
    if asked.json:
        print(json.dumps({name: row(name, score) for name, score in scores.items()}))
        return
    print(heading(scores["patterns"]))
    for name, score in scores.items():
        print(row(name, score))
    if asked.missed:
        print(*dict.fromkeys(list(scores.values())[-1].missed), sep="\n")


def _model() -> Find:
    from trunkline.entities import entities

    return entities()


if __name__ == "__main__":
    main()
