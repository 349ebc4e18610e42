"""The document says what the arithmetic does."""

from bench import costs


def test_the_document_quotes_this_output():
    text = costs.DOCUMENT.read_text()
    assert text.count("```text\n") == 3
    assert costs.with_output(text) == text, "python -m bench.costs --write"
