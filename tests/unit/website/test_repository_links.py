"""Links out of `docs/`, as they are in the site."""

import pytest

from website.repository_links import in_the_site, site_path, targets

TEXT = "[a](../bench/README.md#top) [b](b.md) [c](#here) [d](https://x.example/d.md)\n```\n[e](e.md)\n```\n"


@pytest.mark.parametrize(
    ("path", "there"),
    [("docs/howto/live.md", "howto/live.md"), ("bench/README.md", "project/bench/README.md"),
     ("agents/front-desk.yaml", "files/agents/front-desk.yaml"),
     ("docs/reference/openapi.json", "reference/openapi.json")],
)  # fmt: skip
def test_where_a_file_is_in_the_site(path, there):
    assert site_path(path) == there


def test_links_lead_to_what_came_along():
    assert in_the_site(TEXT, "docs/performance.md").startswith(
        "[a](project/bench/README.md#top) [b](b.md) [c](#here) [d](h"
    )
    assert "[p](../../performance.md)" in in_the_site("[p](../docs/performance.md)", "bench/README.md")


def test_what_stands_in_a_block_is_no_link():
    assert "[e](e.md)" in in_the_site(TEXT, "docs/howto/live.md")
    assert list(targets(TEXT, "docs/performance.md")) == ["bench/README.md", "docs/b.md"]
