"""A secret column of a list stays secret: as a variable of the contact, and in the report of rejected rows."""

import pytest

from tests.fakes.importing import Office, imported
from trunkline.campaigns.use_cases.import_contacts import ImportEnd


@pytest.mark.parametrize("header", ["secret__pin", "SECRET__PIN", "Secret Pin", "secret: pin", " secret--pin "])
def test_a_secret_column_keeps_its_name_in_any_spelling(header):
    office = imported(f"phone,first_name,{header}", "+12125550202,Zed,4711", "not a number,Bob,0815")
    assert office.only_contact().variables == {"first_name": "Zed", "secret__pin": "4711"}
    [rejected] = office.report()
    assert (rejected["row"], rejected["text"]) == ("3", "")
    assert "0815" not in str(
        office.files.files[next(key for key in office.files.files if key.endswith("rejected.csv"))]
    )


@pytest.mark.parametrize("header", ["Call SID", "call_sid", "CALL-SID", "Attempt ID", "caller number", "is resumed"])
def test_a_column_with_a_name_of_ours_is_refused_with_its_list(header):
    office = Office(f"phone,{header}\n+12125550201,CA1\n".encode())
    assert office.go_on() is ImportEnd.FAILED
    assert office.run.problem == f"the name of a variable is reserved: {header}"
    assert not office.contacts.by_id
