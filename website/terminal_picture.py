"""A terminal's output as an SVG that plays it: lines appear at their moments, the screen scrolls, then it begins anew.

It moves by two CSS animations, without scripts and fonts of others. Where motion is not wanted
(`prefers-reduced-motion`) or not known, the first screen stands still. A terminal emulator is not needed: what is
recorded prints lines in styles, and what it cannot draw is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

COLUMNS, ROWS = 108, 28
LINE_PX, LEFT_PX, TOP_PX, FOOT_PX = 18, 18, 46, 14
WIDTH_PX = 2 * LEFT_PX + COLUMNS * 8
SCREEN_PX = ROWS * LINE_PX
LONGEST_WAIT_S, LAST_S = 2.0, 6.0
STYLE = re.compile(r"\x1b\[(\d*)m")
CLASSES = {"": "", "0": "", "1": "title", "2": "step", "31": "bad", "32": "good", "33": "caller", "36": "agent"}


@dataclass(frozen=True)
class Printed:
    """Whole lines, and the second of the recording at which they came."""

    at_s: float
    text: str


@dataclass(frozen=True)
class Line:
    at_s: float
    style: str
    text: str


@dataclass(frozen=True)
class Palette:
    ink: str
    ground: str
    frame: str
    quiet: str
    agent: str
    caller: str
    good: str
    bad: str


LIGHT = Palette("#1f2328", "#f6f8fa", "#d1d9e0", "#59636e", "#0b6e69", "#8a5200", "#1a7f37", "#cf222e")
DARK = Palette("#e6edf3", "#161b22", "#3d444d", "#9198a1", "#39c5bb", "#e3a14a", "#3fb950", "#f85149")


def drawn(printed: list[Printed], title: str, palette: Palette, typed: str) -> str:
    lines = [Line(0.0, "title", f"$ {typed}"), *lines_of(printed)]
    height = TOP_PX + SCREEN_PX + FOOT_PX
    size, names = f'viewBox="0 0 {WIDTH_PX} {height}"', 'aria-labelledby="title desc"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {names}>',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(_said(lines))}</desc>',
        f"<style>{_look(palette)}{_motion(lines, lines[-1].at_s + LAST_S)}</style>",
        *_window(title, height),
        *_screen(lines),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _window(title: str, height: int) -> Iterator[str]:
    yield f'<rect class="frame" x=".5" y=".5" width="{WIDTH_PX - 1}" height="{height - 1}" rx="10"/>'
    for number in range(3):
        yield f'<circle class="dot" cx="{22 + 18 * number}" cy="21" r="5.5"/>'
    yield f'<text class="step" x="{WIDTH_PX / 2:g}" y="26" text-anchor="middle">{escape(title)}</text>'


def _screen(lines: list[Line]) -> Iterator[str]:
    """All lines, cut to the screen; the cover hides those that are still to come."""
    yield f'<clipPath id="screen"><path d="M0 {TOP_PX}h{WIDTH_PX}v{SCREEN_PX}H0z"/></clipPath>'
    yield f'<g clip-path="url(#screen)"><g class="scroll"><g transform="translate({LEFT_PX} {TOP_PX})">'
    yield from (_text(number, line) for number, line in enumerate(lines) if line.text)
    yield f'</g></g><g transform="translate(8 {TOP_PX})">'
    yield f'<rect class="cover" width="{WIDTH_PX - 16}" height="{SCREEN_PX}"/></g></g>'


def lines_of(printed: list[Printed]) -> list[Line]:
    """As they stand on the screen: waits shortened, styles read, long lines broken where the terminal's edge is."""
    lines, style, shown_s, before_s = list[Line](), "", 0.0, 0.0
    for piece in printed:
        shown_s += min(piece.at_s - before_s, LONGEST_WAIT_S)
        before_s = piece.at_s
        for text in piece.text.replace("\r", "").split("\n"):
            plain, used, style = _styled(text, style)
            lines += [Line(shown_s, used, part) for part in _broken(plain)]
    return lines


def _styled(text: str, before: str) -> tuple[str, str, str]:
    """Without its escapes; the style it is printed in; the style that goes on behind it."""
    codes = STYLE.findall(text)
    plain = STYLE.sub("", text)
    if "\x1b" in plain or set(codes) - set(CLASSES):
        raise ValueError(f"nothing that this picture can draw: {text!r}")
    used = CLASSES[codes[0]] or before if text.startswith("\x1b") and codes else before
    return plain, used, CLASSES[codes[-1]] if codes else before


def _broken(text: str) -> Iterator[str]:
    yield text[:COLUMNS]
    for start in range(COLUMNS, len(text), COLUMNS):
        yield text[start : start + COLUMNS]


def _text(number: int, line: Line) -> str:
    style = f' class="{line.style}"' if line.style else ""
    return f'<text{style} y="{number * LINE_PX + 13}">{escape(line.text, quote=False)}</text>'


def _said(lines: list[Line]) -> str:
    """The first words of the call, for readers who do not see it."""
    spoken = [" ".join(line.text.split()[2:]) for line in lines if line.style in ("agent", "caller")]
    return f"A terminal in which calls are played live: {'; '.join(spoken[:5])} …"


def _look(palette: Palette) -> str:
    font = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace'
    colours = {"step": palette.quiet, "agent": palette.agent, "caller": palette.caller, "good": palette.good}
    colours |= {"bad": palette.bad}
    return (
        f"text{{font:13px {font};fill:{palette.ink};white-space:pre}}.title{{font-weight:700}}"
        f".frame{{fill:{palette.ground};stroke:{palette.frame}}}.cover{{fill:{palette.ground}}}"
        f".dot{{fill:{palette.frame}}}{''.join(f'.{name}{{fill:{colour}}}' for name, colour in colours.items())}"
    )


def _motion(lines: list[Line], lasts_s: float) -> str:
    """The cover goes down as lines come; once the screen is full, the lines go up."""
    covers, scrolls = list[str](), list[str]()
    for at_s, shown in _steps(lines):
        percent = f"{100 * at_s / lasts_s:.2f}".rstrip("0").rstrip(".")
        if shown < ROWS + 2:
            covers.append(f"{percent}%{{transform:translateY({shown * LINE_PX}px)}}")
        if shown > ROWS:
            scrolls.append(f"{percent}%{{transform:translateY(-{(shown - ROWS) * LINE_PX}px)}}")
    past = f"transform:translateY({SCREEN_PX}px)"
    return (
        f".cover{{{past};animation:cover {lasts_s:.1f}s step-end infinite}}"
        f".scroll{{animation:scroll {lasts_s:.1f}s step-end infinite}}"
        f"@keyframes cover{{{''.join(covers)}{_at_full(lines, lasts_s)}{{{past}}}}}"
        f"@keyframes scroll{{0%{{transform:none}}{''.join(scrolls)}100%{{{_last(scrolls)}}}}}"
        "@media(prefers-reduced-motion:reduce){.cover,.scroll{animation:none}}"
    )


def _steps(lines: list[Line]) -> Iterator[tuple[float, int]]:
    """Each moment at which lines come, and how many are on the screen or above it then."""
    for number, line in enumerate(lines, 1):
        if number == len(lines) or lines[number].at_s > line.at_s:
            yield line.at_s, number


def _at_full(lines: list[Line], lasts_s: float) -> str:
    full = next((at_s for at_s, shown in _steps(lines) if shown >= ROWS), lasts_s)
    return f"{100 * full / lasts_s:.2f}%,100%"


def _last(scrolls: list[str]) -> str:
    return scrolls[-1].partition("{")[2].rstrip("}") if scrolls else "transform:none"
