"""Pure: documents as strictly as the carrier reads them."""

import pytest

from local.twilio.twiml.parser import NotTwiml, parse


def test_a_document_becomes_verbs_with_attributes_and_children():
    document = parse(
        '<?xml version="1.0" encoding="UTF-8"?><Response><Connect action="/after">'
        '<Stream url="wss://r.test/media"><Parameter name="token" value="t"/></Stream></Connect><Hangup/></Response>'
    )
    connect, hangup = document.verbs
    assert (connect.name, connect.get("action"), hangup.name) == ("Connect", "/after", "Hangup")
    assert connect.children[0].inside("Parameter")[0].attributes == {"name": "token", "value": "t"}
    assert document.warnings == ()


@pytest.mark.parametrize(
    "body",
    [
        '\n<?xml version="1.0"?><Response/>',
        "<Response><Say>Tom & Jerry</Say></Response>",
        "<Response><Say></Response>",
        "<Reply/>",
        "",
        "hello",
        '<!DOCTYPE x [<!ENTITY a "b">]><Response/>',
    ],
)
def test_a_document_that_is_not_twiml_is_refused(body):
    with pytest.raises(NotTwiml):
        parse(body)


def test_an_unknown_verb_is_ignored_with_a_warning():
    document = parse("<Response><Shout/><Hangup/></Response>")
    assert [verb.name for verb in document.verbs] == ["Hangup"]
    assert document.warnings == ("<Shout> is not allowed in <Response>",)


@pytest.mark.parametrize("verb", ["<say>hi</say>", "<Stream url='wss://r.test'/>", "<Number>+14155550199</Number>"])
def test_wrong_case_and_wrong_place_are_warnings_too(verb):
    document = parse(f"<Response>{verb}</Response>")
    assert document.verbs == ()
    assert len(document.warnings) == 1


def test_an_unknown_attribute_is_ignored_with_a_warning():
    document = parse('<Response><Pause Length="3"/></Response>')
    assert document.verbs[0].attributes == {}
    assert document.warnings == ("<Pause> has no attribute 'Length'",)


def test_speech_markup_inside_say_is_text_not_verbs():
    document = parse('<Response><Say>one <break time="1s"/> <emphasis>two</emphasis></Say></Response>')
    assert document.verbs[0].text == "one two"
    assert document.warnings == ()


def test_plain_text_and_comments_are_understood():
    document = parse("<Response><!-- call a human --><Dial> +14155550199 </Dial></Response>")
    assert document.verbs[0].text == "+14155550199"
