"""The menu of the site, as `docs/index.md` has it."""

from website.menu import menu

INDEX = """# Documents

Words with [a link](elsewhere.md).

**Learn**

- [Your first call](tutorial/first-call.md): with [another](tutorial/other.md) in its line

**Get something done** (in a terminal)

- [Use `make`](howto/make.md#part)
- [Again](tutorial/first-call.md)
- [A site](https://example.com/page.md)

## Decisions

| | |
|---|---|
| [0001](decisions/0001-one.md) | One `thing` |
"""


def test_sections_have_the_pages_that_they_list_each_once():
    assert menu(INDEX) == [
        {"Trunkline": "index.md"},
        {"Learn": [{"Your first call": "tutorial/first-call.md"}]},
        {"Get something done": [{"Use make": "howto/make.md"}]},
        {"Decisions": [{"0001 One thing": "decisions/0001-one.md"}]},
    ]
