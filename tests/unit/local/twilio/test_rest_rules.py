"""Pure: the order in which a create request is checked, and what an update may ask."""

import pytest

from local.twilio.rest.rules import check_create, check_update

OWN = {"+15005550006"}
GOOD = {"To": ["+14155550123"], "From": ["+15005550006"], "Url": ["https://v.test/x"]}


def code(form):
    problem = check_create(form, OWN)
    return problem and problem.code


def test_a_complete_request_is_accepted():
    assert code(GOOD) is None


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"To": [], "From": []}, 21201),
        ({"To": ["5551234"], "From": []}, 21211),
        ({"To": ["+15005550006"]}, 21211),
        ({"To": ["+141555501"]}, 21217),
        ({"From": []}, 21213),
        ({"From": ["abc"]}, 21212),
        ({"From": ["+14155550000"], "Url": ["/relative"]}, 21210),
        ({"Url": ["/relative"]}, 21205),
        ({"Url": []}, 21205),
        ({"Url": [], "Twiml": ["x" * 4001]}, 32018),
        ({"SendDigits": ["hello"]}, 21206),
        ({"Timeout": ["601"]}, 21208),
        ({"Method": ["PATCH"]}, 21209),
        ({"MachineDetection": ["Yes"]}, 21234),
        ({"AsyncAmd": ["true"]}, 21262),
    ],
    ids=str,
)
def test_the_first_problem_is_the_answer(change, expected):
    assert code(GOOD | change) == expected


def test_a_sip_address_needs_no_owned_number():
    assert code(GOOD | {"To": ["sip:agent@example.com"], "From": ["anybody"]}) is None


@pytest.mark.parametrize(
    ("form", "status", "expected"),
    [
        ({"Status": ["completed"]}, "in-progress", None),
        ({"Status": ["canceled"]}, "queued", None),
        ({"Status": ["completed"]}, "completed", 21220),
        ({"Twiml": ["<Response/>"]}, "in-progress", None),
        ({"Twiml": ["<Response/>"]}, "ringing", 21220),
        ({"Twiml": ["<Response/>"], "Url": ["https://v.test/x"]}, "in-progress", 20001),
        ({"Twiml": ["x" * 4001]}, "in-progress", 32018),
        ({"Url": ["x"]}, "in-progress", 21205),
        ({"Status": ["paused"]}, "in-progress", 20001),
    ],
    ids=str,
)
def test_an_update_depends_on_where_the_call_is(form, status, expected):
    problem = check_update(form, status)
    assert (problem and problem.code) == expected
