"""The console's files in a stage's bucket: a folder for each release, the page last, how long each is kept."""

from pathlib import Path

import boto3
import pytest

from cli.__main__ import main
from cli.deploy.console_files import CONSOLE, release
from tests.contract.conftest import deploy_stack, empty_aws

BUCKET = "trunkline-dev-console"
OUTPUTS = {"ConsoleBucketName": BUCKET, "ConsoleUrl": "https://d1.cloudfront.net"}


def folder_with(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / name.replace("_", ".")).write_text(text)
    return tmp_path


def test_the_page_comes_last_and_names_the_release(tmp_path):
    *files, page = release(folder_with(tmp_path, index_html='<script src="./main.js">', main_js="1", style_css="a{}"))
    roots = {file.key.rsplit("/", 1)[0] for file in files}
    assert len(roots) == 1
    assert [file.key.rsplit("/", 1)[1] for file in files] == ["main.js", "style.css"]
    assert (page.key, page.cache_control) == ("index.html", "no-cache")
    assert page.body.decode() == f'<script src="/{roots.pop()}/main.js">'
    assert {file.cache_control for file in files} == {"public, max-age=31536000, immutable"}
    assert files[0].content_type == "text/javascript; charset=utf-8"


def test_any_change_is_another_release_and_none_is_the_same(tmp_path):
    folder = folder_with(tmp_path, index_html="", main_js="1")
    first, again = next(release(folder)).key, next(release(folder)).key
    (folder / "index.html").write_text("<p>")
    assert first == again != next(release(folder)).key


def test_every_file_of_the_console_has_a_type_and_every_address_of_the_page_is_moved():
    *files, page = release(CONSOLE)
    there = {f"/{file.key}" for file in files}
    named = [part.split('"')[0] for part in page.body.decode().split('="/v/')[1:]]
    assert len(named) > 10
    assert {f"/v/{name}" for name in named} <= there
    assert b'="./' not in page.body


@pytest.fixture
def aws():
    with empty_aws():
        yield boto3.client("s3")


def test_the_files_are_in_the_bucket_and_the_address_is_said(aws, capsys):
    deploy_stack(OUTPUTS)
    aws.create_bucket(Bucket=BUCKET)
    assert main(["console"]) == 0
    assert capsys.readouterr().out.strip().endswith("files; https://d1.cloudfront.net")
    page = aws.get_object(Bucket=BUCKET, Key="index.html")
    assert (page["CacheControl"], page["ContentType"]) == ("no-cache", "text/html; charset=utf-8")
    listed = aws.list_objects_v2(Bucket=BUCKET)["Contents"]
    assert sum(item["Key"].endswith("/vendor/LICENSES/htm.txt") for item in listed) == 1


def test_a_stage_without_a_console_says_how_to_get_one(aws, capsys):
    deploy_stack()
    assert main(["console"]) == 1
    assert "Console=on" in capsys.readouterr().err
