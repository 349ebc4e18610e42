"""The console's files on the local address: types, headers, what the browser has already, and what is not there."""

from pathlib import Path

import pytest

from local.cloud.console_files import ConsoleFiles
from local.cloud.template import Template

ROOT = Path(__file__).parents[4]


@pytest.fixture
def files(tmp_path: Path) -> ConsoleFiles:
    (tmp_path / "secret.txt").write_text("no")
    folder = tmp_path / "console"
    (folder / "lib").mkdir(parents=True)
    (folder / "index.html").write_text("<p>")
    (folder / "lib" / "api.js").write_text("1")
    return ConsoleFiles(folder, [("x-frame-options", "DENY")])


@pytest.mark.parametrize(
    ("path", "kind"), [("/", "text/html"), ("/index.html", "text/html"), ("/lib/api.js", "text/javascript")]
)
def test_a_file_has_its_type_and_the_headers_and_is_asked_for_each_time(files, path, kind):
    answer = files.find(path)
    assert answer is not None
    headers = dict(answer.headers)
    assert (answer.status, headers["content-type"]) == (200, f"{kind}; charset=utf-8")
    assert (headers["x-frame-options"], headers["cache-control"]) == ("DENY", "no-cache")


def test_what_the_browser_has_is_not_sent_again(files):
    etag = dict(files.find("/").headers)["etag"]
    assert (files.find("/", etag).status, files.find("/", etag).body) == (304, b"")
    assert files.find("/", '"other"').status == 200


@pytest.mark.parametrize(
    "path", ["/none.js", "/lib", "/../secret.txt", "/lib/../../secret.txt", "//etc/passwd", "/%2e%2e/secret.txt"]
)
def test_what_is_not_there_or_elsewhere_is_not_found(files, path):
    assert files.find(path) is None


def test_a_project_without_a_console_has_none(tmp_path):
    (tmp_path / "template.yaml").write_text("Resources: {}\n")
    assert ConsoleFiles.beside(Template(tmp_path / "template.yaml"), "") is None
    assert ConsoleFiles.beside(Template(ROOT / "template.yaml", {}, "http://127.0.0.1:1"), "http://127.0.0.1:1")
