"""The redacted copy of a transcript: names that are known go wherever they are said; who it was is left out."""

from datetime import UTC, datetime

from trunkline.conversations.domain.redacted_transcripts import redacted, redacted_key
from trunkline.conversations.domain.transcripts import Transcript, Turn
from trunkline.ids import CallId, ConversationId

PLAIN = Transcript(
    call_id=CallId("CA1"),
    conversation_id=ConversationId("conv_1"),
    provider="elevenlabs",
    agent_id="agent_1",
    started_at=datetime(2026, 11, 29, tzinfo=UTC),
    duration_s=60,
    turns=(
        Turn(
            "agent",
            "Hello Ana, this is the clinic.",
            0,
            interrupted=True,
            intended="Hello Ana, this is the clinic. How",
        ),
        Turn("caller", "my number is 415 555 0123", 2),
        Turn("agent", "", 3, tools=("opening_hours",)),
    ),
    summary="Ana Novak asked Walter for her pills.",
    user_id="cust-77",
    variables={"first_name": "Ana", "last_name": "Novak"},
).as_dict()


def test_what_was_said_is_there_with_placeholders_and_who_said_it_is_not():
    copy = redacted(PLAIN, {"metadata": {"caller_name": "x", "son_name": "Walter"}})
    assert [turn["text"] for turn in copy["turns"]] == [
        "Hello [name], this is the clinic.",
        "my number is [number]",
        "",
    ]
    assert copy["turns"][0]["intended"] == "Hello [name], this is the clinic. How"
    assert copy["turns"][2]["tools"] == ("opening_hours",)
    assert copy["summary"] == "[name] [name] asked [name] for her pills."
    assert (copy["user_id"], copy["variables"]) == (None, {})
    assert {name: copy[name] for name in ("call_id", "started_at", "schema")} == {
        name: PLAIN[name] for name in ("call_id", "started_at", "schema")
    }
    assert PLAIN["variables"]


def test_a_model_finds_what_is_not_known():
    def find(text: str):
        at = text.find("pills")
        return [(at, at + 5, "[place]")] if at >= 0 else []

    assert redacted(PLAIN, {}, find)["summary"].endswith("for her [place].")


def test_it_lies_beside_the_plain_one():
    assert redacted_key("transcripts/dt=2026-11-29/CA1/conv_1.json") == (
        "transcripts/dt=2026-11-29/CA1/conv_1.redacted.json"
    )
