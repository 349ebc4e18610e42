"""The last look at built pages: a request to another host and a file that is missing are found, and nothing else."""

from pathlib import Path

import pytest

from website.last_look import faults

FINE = """<link rel="canonical" href="https://trunkline.example/"><link rel=stylesheet href="a.css">
<a href="https://example.com/">elsewhere</a><a href="page.html#part">here</a><a href="folder/">there</a>
<a href="mailto:a@example.com">mail</a><img src="data:image/png;base64,AA=="><a href="#part">part</a>"""


def site(folder: Path, html: str) -> Path:
    (folder / "folder").mkdir()
    for name in ("a.css", "folder/index.html"):
        (folder / name).write_text("")
    (folder / "page.html").write_text(html)
    return folder


def test_pages_that_ask_only_their_own_host_are_fine(tmp_path):
    assert faults(site(tmp_path, FINE)) == []


@pytest.mark.parametrize(
    "html",
    ["<script src='https://cdn.example/x.js'>", '<link rel="preconnect" href="https://fonts.example">',
     '<img src="//cdn.example/x.png">', '<source media="x" srcset="gone.svg">', '<a href="gone.html#part">gone</a>'],
)  # fmt: skip
def test_a_request_to_another_host_and_a_missing_file_are_found(tmp_path, html):
    assert len(faults(site(tmp_path, html))) == 1


@pytest.mark.parametrize("style", ["a{background:url('https://x.example/y.png')}", "@import 'https://x.example/y.css'"])
def test_a_style_asks_no_other_host(tmp_path, style):
    (site(tmp_path, FINE) / "a.css").write_text(style)
    assert len(faults(tmp_path)) == 1
