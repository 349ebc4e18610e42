"""Server-sent events of chat completions, cut anywhere: words, tool calls in pieces, errors."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.brain.domain.model_events import StreamEnded, StreamFailed, TextArrived, ToolRequested
from trunkline.vendors.openai.chat_stream import ANSWER_LIMIT_BYTES, ChatStream, request_body


def chunk(**delta) -> bytes:
    return b"data: " + json.dumps({"choices": [{"index": 0, "delta": delta}]}).encode() + b"\n\n"


def tool(index: int, arguments: str, **named) -> bytes:
    function = {"arguments": arguments} | ({"name": named["name"]} if "name" in named else {})
    part = {"index": index, "function": function} | ({"id": named["id"]} if "id" in named else {})
    return chunk(tool_calls=[part])


DONE = b"data: [DONE]\n\n"
ANSWER = b"".join(
    [
        b": a comment\n\n", chunk(role="assistant", content=""), chunk(content="We open "), chunk(content="at nine."),
        tool(0, '{"day"', id="t1", name="book"), tool(0, ':"Friday"}'), tool(1, "", id="t2", name="end_call"), DONE,
    ]
)  # fmt: skip
EVENTS = [
    TextArrived("We open "), TextArrived("at nine."), ToolRequested("t1", "book", {"day": "Friday"}),
    ToolRequested("t2", "end_call", {}), StreamEnded(),
]  # fmt: skip


def read(*pieces: bytes) -> list:
    stream = ChatStream()
    events = [event for piece in pieces for event in stream.feed(piece)]
    return [*events, *stream.end()]


@given(st.lists(st.integers(0, len(ANSWER)), max_size=8))
def test_an_answer_reads_the_same_wherever_it_is_cut(cuts):
    edges = [0, *sorted(cuts), len(ANSWER)]
    assert read(*(ANSWER[start:end] for start, end in itertools.pairwise(edges))) == EVENTS


def test_carriage_returns_and_a_missing_end_marker_are_accepted():
    assert read(ANSWER.replace(b"\n", b"\r\n")) == EVENTS
    assert read(chunk(content="Yes.")) == [TextArrived("Yes."), StreamEnded()]


def test_nothing_comes_after_the_end():
    assert read(chunk(content="Yes."), DONE, chunk(content="No."), DONE) == [TextArrived("Yes."), StreamEnded()]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"data: no json\n\n", "malformed_answer"),
        (b"data: []\n\n", "model_error"),
        (b'data: {"error": {"message": "the key sk-1 is wrong"}}\n\n', "model_error"),
        (tool(0, "{", id="t", name="book") + DONE, "tool_arguments"),
        (tool(0, "[1]", id="t", name="book") + DONE, "tool_arguments"),
        (tool(0, "{}", id="t") + DONE, "tool_arguments"),
        (b"x" * (ANSWER_LIMIT_BYTES + 1), "answer_too_large"),
    ],
)
def test_a_bad_stream_fails_once_with_a_code_that_quotes_nothing(body, code):
    assert read(body, DONE) == [StreamFailed(code)]


ODD_DELTA = {"content": 7, "tool_calls": "x"}
WITHOUT_WORDS = [
    {}, {"choices": None}, {"choices": [7]}, {"choices": [{"delta": None}]}, {"choices": [{"delta": ODD_DELTA}]},
    {"usage": {}},
]  # fmt: skip


@pytest.mark.parametrize("payload", WITHOUT_WORDS)
def test_chunks_without_words_are_passed_over(payload):
    assert read(b"data: " + json.dumps(payload).encode() + b"\n\n", DONE) == [StreamEnded()]


@given(st.binary(max_size=300))
def test_no_bytes_raise(raw):
    read(raw)


def test_the_request_names_tools_only_where_there_are_some():
    messages = [{"role": "user", "content": "Hi"}]
    assert request_body("m", messages, [], 0.3) == {
        "model": "m", "messages": messages, "stream": True, "temperature": 0.3,
    }  # fmt: skip
    assert request_body("m", messages, [{"type": "function"}], 0.3)["tools"] == [{"type": "function"}]
