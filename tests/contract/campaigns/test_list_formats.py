"""Lists as spreadsheets and people leave them, through the function's own edge: what is added, why the rest is not."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

import import_contacts
from tests.contract.campaigns.import_office import ORDER
from tests.contract.conftest import BUCKET, Cloud
from trunkline.bootstrap.import_contacts import ImportContactsHandlerDeps
from trunkline.campaigns.domain.campaigns import Campaign, Channel, Window
from trunkline.campaigns.domain.contact_imports import ImportState
from trunkline.campaigns.domain.eligibility import EligibilityInput, check_eligibility
from trunkline.campaigns.use_cases.import_contacts import import_job

LISTS = Path(__file__).parents[2] / "vectors" / "lists"


class Imported:
    """A list that went through, and what came of each row."""

    def __init__(self, name: str, cloud: Cloud, services: ImportContactsHandlerDeps, region: str = "US") -> None:
        order = replace(ORDER, default_region=region)
        cloud.s3.put_object(Bucket=BUCKET, Key=order.key, Body=(LISTS / name).read_bytes())
        services.runs.add(order)
        event = {"Records": [{"messageId": "m1", "body": json.dumps(import_job(order))}]}
        assert import_contacts.respond(event, services, lambda: 900_000) == {"batchItemFailures": []}
        self.run = services.runs.find("acme", "i1")
        assert self.run.state is ImportState.DONE, self.run.problem
        self.people = {item.phone: item for item in services.imports.contacts.of_campaign("spring")}
        report = cloud.s3.get_object(Bucket=BUCKET, Key=order.report_key)["Body"].read().decode()
        self.rejected = {int(row["row"]): row["reason"] for row in csv.DictReader(io.StringIO(report))}
        position = self.run.position
        assert position.added + position.merged + position.rejected == position.rows
        assert position.rejected == len(self.rejected)


@pytest.fixture
def imported(cloud: Cloud, office: ImportContactsHandlerDeps):
    return lambda name, region="US": Imported(name, cloud, office, region)


def test_a_number_that_was_rewritten_is_that_number_or_rejected(imported):
    done = imported("exponent_notation.csv")
    assert set(done.people) == {"+12125550143", "+12125550144", "+12125550145"}
    assert set(done.rejected) == {2, 4, 7, 8}


def test_a_quote_in_the_middle_of_a_cell_costs_its_own_row_at_the_most(imported):
    done = imported("stray_quotes.csv")
    assert {person.variables["name"] for person in done.people.values()} == {"Ann", "Ben", "Dan", "Fay", "Gus"}
    assert done.people["+12125550141"].variables["height"] == "5'11\""
    assert set(done.rejected) == {4, 6}


def test_any_line_end_will_do(imported):
    done = imported("carriage_returns.csv")
    assert {person.variables["name"] for person in done.people.values()} == {"Ann", "Ben\rB."}


def test_rows_are_counted_as_the_spreadsheet_counts_them(imported):
    done = imported("blank_rows.csv")
    assert set(done.rejected) == {5, 8}
    assert (done.run.position.rows, done.run.position.blank) == (4, 3)


def test_blank_rows_before_the_header_are_counted_too(imported):
    done = imported("blank_rows_before_the_header.csv")
    assert [person.variables["name"] for person in done.people.values()] == ["Ann"]
    assert set(done.rejected) == {5}


@pytest.mark.parametrize("name", ["semicolons_and_a_comma.csv", "separator_hint.csv"])
def test_the_separator_is_the_one_under_which_a_column_is_the_phone(imported, name):
    done = imported(name, "DE")
    [contact] = done.people.values()
    assert contact.phone == "+493012345679"
    assert "Müller, Karl" in contact.variables.values()


@pytest.mark.parametrize(("name", "names"), [
    ("utf_16.csv", {"José", "Zoë \U0001f600"}),
    ("windows_1252.csv", {"José", "Ben", "Søren Müller-Lübke"}),
])  # fmt: skip
def test_names_keep_their_accents_in_every_encoding(imported, name, names):
    assert {person.variables["name"] for person in imported(name).people.values()} == names


def test_a_no_in_the_column_of_consent_is_no_consent(imported):
    done = imported("consent_in_words.csv")
    assert {person.consent.basis for person in done.people.values()} == {"web form", "signed contract"}
    assert len(done.rejected) == 18


def test_a_zone_is_a_places(imported):
    done = imported("zones_that_are_no_places.csv")
    assert [person.zone for person in done.people.values()] == ["America/New_York"]


def test_a_state_is_one_there_is_and_none_loosens_the_law(imported):
    done = imported("unknown_states.csv")
    assert {person.region for person in done.people.values()} == {"US-FL", "US-GA"}
    assert done.rejected[2] == "no such state of US: give its ISO code, like US-FL"
    campaign = Campaign("spring", "acme", "Spring", Channel.RELAY, "+15005550006", datetime(2026, 1, 1, tzinfo=UTC))
    campaign = replace(campaign, needs_consent=False, window=Window(time(20, 15), time(20, 45), frozenset(range(7))))
    quarter_past_eight = datetime(2026, 7, 7, 0, 20, tzinfo=UTC)
    for contact in done.people.values():
        for region in (contact.region, "US-FLA", "US-XX"):
            there = replace(contact, region=region)
            assert not check_eligibility(
                campaign, there, EligibilityInput(), quarter_past_eight, lambda *_: False
            ).is_open


def test_an_unknown_exchange_is_in_every_zone_of_its_area_code(imported):
    done = imported("split_area_codes.csv")
    for phone in ("+13645550141", "+14235550142", "+14485550143"):
        assert done.people[phone].zones == ("America/Chicago", "America/New_York")
    assert {"America/Vancouver", "America/Toronto"} <= set(done.people["+18675550144"].zones)
    assert done.people["+12125550145"].zones == ("America/New_York",)


def test_a_name_has_no_characters_that_a_document_cannot_hold(imported):
    done = imported("control_characters.csv")
    assert {person.variables["first_name"] for person in done.people.values()} == {"Ana Maria", "OBrien", "Zoe"}
