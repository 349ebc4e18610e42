"""What leaves us can be read where it goes: documents by an XML parser, cells by a spreadsheet without running them."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.webhooks import ADDRESSES, REGISTERED
from trunkline.calls.domain.call_instructions import (
    ConnectStream,
    RenderedDocument,
    SayAndHangUp,
    TakeVoicemail,
    Whisper,
    fallback,
)
from trunkline.calls.domain.carrier_speech import SayVoice
from trunkline.calls.domain.routes import Mode, Route
from trunkline.campaigns.domain.csv_injection import escape
from trunkline.vendors.twilio import twiml

TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
CELL = st.text(st.sampled_from(";,|\t\n\"=@+- 1a'\uff1d\x00\x0b\u200b\ufeff"), max_size=20)


@given(text=TEXT)
def test_every_document_is_xml_for_any_text(text):
    route = Route("+15005550006", Mode.VOICEMAIL, "acme", greeting=text, apology=text, fallback=Mode.VOICEMAIL)
    say = SayVoice(text, text)
    documents = [
        twiml.ending(SayAndHangUp(text)),
        twiml.take_voicemail(ADDRESSES, TakeVoicemail(text, is_transcribed=True, say=say)),
        twiml.whisper(ADDRESSES, Whisper(text, by_key=True)),
        twiml.whisper(ADDRESSES, Whisper(text, by_key=False, say=say)),
        twiml.connect_stream(ADDRESSES, ConnectStream("token", text, text, say)),
        twiml.render(RenderedDocument(REGISTERED, text, say), ADDRESSES),
        twiml.render(fallback(route), ADDRESSES),
    ]
    for document in documents:
        assert ElementTree.fromstring(document.encode()).tag == "Response"
        twiml.check_vendor_document(document)


def test_what_is_said_is_the_same_without_the_foreign_character():
    said = ElementTree.fromstring(twiml.ending(SayAndHangUp("O\x19Brien,\x0bZoe\x1b \U0001f600"))).find("Say").text
    assert said == "OBrien, Zoe \U0001f600"


@given(text=CELL, separator=st.sampled_from(";,|\t\n"))
def test_no_piece_of_a_cell_is_a_formula_with_any_delimiter(text, separator):
    for piece in str(escape(text)).split(separator):
        begins = piece.strip(' "\t\n\x00\x0b\u200b\ufeff')
        assert not begins.startswith(("=", "@", "\uff1d")), piece
        assert not begins.startswith(("+", "-")) or re.match(r"[+-]?\d[\d.]*\s*", begins), piece


@pytest.mark.parametrize("text", ["+14155550123", "-5", '[{"at_s": 1, "x": [1,-2]}]', "plain; text, with | signs"])
def test_numbers_and_plain_text_stay_as_they_are(text):
    assert escape(text) == text
