"""Every row of a list becomes a contact, a merged one or a line of the report, also after a crash."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.importing import NOW, Office, imported
from trunkline.campaigns.domain.contact_imports import ImportState
from trunkline.campaigns.domain.contacts import Consent
from trunkline.campaigns.domain.text_encodings import UNKNOWN
from trunkline.campaigns.use_cases.import_contacts import ImportEnd, run_import

NO_PLACE = "not a time zone of a place: its name in the IANA database, like America/New_York"


def test_columns_become_dynamic_variables_and_numbers_become_e164() -> None:
    contact = imported("Phone Number,First name,Amount Due", "(212) 555-0123,Ada,12.50").only_contact()
    assert (contact.phone, contact.variables) == ("+12125550123", {"first_name": "Ada", "amount_due": "12.50"})
    assert (contact.region, contact.zone, contact.zone_is_inferred) == ("US-NY", "America/New_York", True)
    assert contact.due_at == NOW


def test_a_zone_in_the_list_beats_the_numbers() -> None:
    contact = imported("phone,time_zone", "+12125550123,America/Los_Angeles").only_contact()
    assert (contact.zone, contact.zone_is_inferred, contact.zones) == ("America/Los_Angeles", False, ())


def test_a_number_that_fits_several_zones_keeps_them_all() -> None:
    contact = imported("phone", "+19075550123").only_contact()
    assert contact.zones == ("America/Adak", "America/Anchorage")
    assert contact.region == "US-AK"


def test_a_row_may_give_the_state_but_no_other_country() -> None:
    assert imported("phone,region", "+12125550123,us-fl").only_contact().region == "US-FL"
    assert imported("phone,region", "+12125550123,US").only_contact().region == "US-NY"
    assert imported("phone,region", "+12125550123,DE").report()[0]["reason"] == "the region is not the number's country"


def test_consent_needs_basis_and_time() -> None:
    contact = imported("phone,consent,consent_at", "+12125550123,web form,2026-03-01T10:00:00+02:00").only_contact()
    assert contact.consent == Consent("web form", datetime(2026, 3, 1, 8, tzinfo=UTC))
    assert imported("phone,consent,consent_at", "+12125550123,,").only_contact().consent is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("hello,,,", "not a phone number"),
        (",,,", "not a phone number"),
        ("+1212555,,,", "no such phone number"),
        ("+19005550123,,,", "premium rate number"),
        ("+447012345678,,,", "personal number, billed at any rate"),
        ("+12125550123 ext. 5,,,", "a phone number with an extension, which cannot be dialled"),
        (
            "+12125550123,Mars/Olympus,,",
            NO_PLACE,
        ),
        ("+12125550123,,web form,", "consent needs both its basis and its time"),
        ("+12125550123,,,2026-01-01", "consent needs both its basis and its time"),
        ("+12125550123,,web,yesterday", "the time of consent is not ISO 8601, like 2026-03-01T14:00:00Z"),
        ("+12125550123,", "2 columns where the header has 4"),
        ('"+12125550123,,,', "longer than 65536 bytes, or a quote that is not closed"),
        ("9" * 50 + ",,,", "phone number too long"),
    ],
)
def test_a_row_that_is_no_contact_is_reported_with_its_number_and_reason(row, reason) -> None:
    office = imported("phone,tz,consent,consent_at", "+12125550199,,,", row)
    [payload] = office.report()
    assert (payload["row"], payload["reason"]) == ("3", reason)
    assert len(office.contacts.by_id) == 1
    assert (office.run.position.added, office.run.position.rejected) == (1, 1)


def test_a_report_carries_no_formula() -> None:
    assert imported("phone,x", "=cmd(),1").report()[0]["text"] == "'=cmd(),1"


def test_people_named_twice_are_one_contact_and_the_first_row_counts() -> None:
    office = imported("phone,name", "+12125550123,Ada", "212-555-0123,Bob", "+1 212 555 0124,Cy", "(212)5550123,Di")
    position = office.run.position
    assert (position.rows, position.added, position.merged, position.rejected) == (4, 2, 2, 0)
    assert {item.variables["name"] for item in office.contacts.by_id.values()} == {"Ada", "Cy"}


def test_semicolons_marks_and_foreign_line_ends_are_read() -> None:
    office = Office(b"\xef\xbb\xbfphone;name\r\n+12125550123;M\xc3\xbcller, K.\r\n\r\n")
    office.go_on()
    assert office.only_contact().variables == {"name": "Müller, K."}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "the list is not there, or empty"),
        (b"name,age\nAda,36\n", "no column `phone`"),
        (b"phone,mobile\n1,2\n", "two columns mean the same: phone"),
        (b"phone,system__time\n1,2\n", "a column's name is no name for a variable: 'system__time'"),
        (b"phone,,x\n1,2,3\n", "a column's name is no name for a variable: ''"),
        (b"phone," + b"x,y" * 60 + b"\n", None),
        (b'"phone\n1\n', "the first row is no header"),
        (b"\xff\xfep\x00h\x00", "no column `phone`"),
        (b"phone,name\n+12125550123,\x8e\x8f\n", f"the list cannot be read: {UNKNOWN}"),
    ],
)
def test_a_list_that_cannot_be_read_fails_as_a_whole_and_says_why(data, problem) -> None:
    office = Office(data)
    assert office.go_on() is ImportEnd.FAILED
    assert office.run.state is ImportState.FAILED
    assert problem is None or office.run.problem == problem
    assert office.run.problem
    assert office.contacts.by_id == {}
    assert office.go_on() is ImportEnd.DONE  # a redelivered message finds it over


def many(rows: int) -> bytes:
    lines = [f"+1212555{n % 40:04},name {n}" if n % 7 else f"bad {n},x" for n in range(rows)]
    return "\n".join(["phone,name", *lines]).encode()


class Killed(Exception):
    """The environment went away in mid-run."""


@settings(max_examples=40)
@given(stops=st.lists(st.integers(0, 3), max_size=8), kills=st.lists(st.integers(0, 20), max_size=4))
def test_a_chain_of_runs_with_kills_anywhere_comes_to_the_same_end(stops, kills) -> None:
    whole, office = Office(many(60), part_rows=5), Office(many(60), part_rows=5)
    assert whole.go_on() is ImportEnd.DONE
    for kill in kills:
        _kill_after(office, kill)
    while office.run.state is not ImportState.DONE:
        left = iter(range(stops.pop() if stops else 99))
        office.go_on(lambda left=left: next(left, None) is not None)
    assert office.contacts.by_id == whole.contacts.by_id
    assert office.report() == whole.report()
    position, expected = office.run.position, whole.run.position
    assert (position.rows, position.rejected) == (expected.rows, expected.rejected)
    assert position.added + position.merged + position.rejected == position.rows


def _kill_after(office: Office, writes: int) -> None:
    """Contacts are written, the step is not."""
    left = iter(range(writes))
    advance = office.runs.advance

    def dying(*step):
        if next(left, None) is None:
            raise Killed
        return advance(*step)

    office.runs.advance = dying
    try:
        office.go_on()
    except Killed:
        pass
    finally:
        office.runs.advance = advance


def test_two_runs_at_once_do_not_go_on_twice() -> None:
    office = Office(many(30))
    stale = office.run
    assert office.go_on(lambda: False) is ImportEnd.HANDED_OVER
    assert run_import(stale, office.desk, lambda: True) is ImportEnd.TAKEN
    assert office.go_on() is ImportEnd.DONE
    assert office.run.position.rows == 30


CELL = st.text("ab5\"' +", max_size=5)
ODD_ROW = st.lists(CELL.filter(lambda cell: not cell.startswith('"')), min_size=1, max_size=4).map(",".join)


@given(
    odd=st.lists(ODD_ROW | st.sampled_from(["", " ", ",,", "\u00e9,x"]), max_size=8),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    piece=st.integers(1, 9),
)
def test_no_row_vanishes_and_no_good_one_is_lost(odd, line_end, encoding, piece):
    good = [f"+1212555{number:04},n{number}" for number in range(len(odd) + 1)]
    rows = [row for pair in zip(good, [*odd, ""], strict=True) for row in pair]
    office = Office(line_end.join(["phone,name", *rows]).encode(encoding))
    office.files.piece = piece
    assert office.go_on() is ImportEnd.DONE
    position = office.run.position
    assert {item.phone for item in office.contacts.by_id.values()} >= {row.partition(",")[0] for row in good}
    assert position.added + position.merged + position.rejected == position.rows == sum(map(bool, map(str.strip, rows)))
    for payload in office.report():
        assert rows[int(payload["row"]) - 2].strip()


@given(data=st.binary(max_size=200) | st.text('phone,"\n\r;+1\ufeff', max_size=200).map(str.encode))
def test_every_upload_ends(data):
    office = Office(b"phone,name\n" + data)
    assert office.go_on() in {ImportEnd.DONE, ImportEnd.FAILED}
    position = office.run.position
    assert position.added + position.merged + position.rejected == position.rows
