"""The desk's pages of who was not heard: read, imported with errors by row, undone."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils import translation

from engagement.coverage import Coverage, coverage_of
from engagement.models import PopulationTable
from engagement.outreach_gaps import gaps_of, period_before
from engagement.plan import plan_of
from engagement.population import table_in_force
from tests.engagement.listening import Listening
from tests.engagement.planning import market
from tests.engagement.residents import csv_file, population, whole_file
from tests.engagement.writing import fall_summary
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2025, 7, 1), dt.date(2025, 10, 31)
COVERAGE = "/en/desk/events/coverage/"
TABLES = COVERAGE + "population/"
IMPORT = TABLES + "import/"
WHY = {"WHY": ["borrow"]}
SOURCE = {f"source_{code}": "" for code in ("vi", "pl", "it")} | {
    "source_en": "City census",
    "source_fa": "سرشماری شهر",
}


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(dt.datetime(2025, 11, 15, 20, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def places():
    return [
        DistrictFactory(code=code, name_en=f"{code.title()} Side", position=number)
        for number, code in enumerate(("west", "east"))
    ]


@pytest.fixture
def heard(places):
    """A hundred people in the west, eighty of them in English; nobody in the east."""
    listening = Listening()
    event = listening.event(district=places[0])
    listening.entry(event, WHY, people=80)
    listening.entry(event, WHY, people=20, language="fa")
    population(
        districts={"west": 600, "east": 400},
        languages={"en": 500, "vi": 200, "pl": 100, "fa": 100, "it": 100},
    )
    return listening


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def upload(client, content: bytes, **fields):
    file = SimpleUploadedFile("residents.csv", content, content_type="text/csv")
    values = SOURCE | {"year": "2024", "file": file} | fields
    return client.post(
        IMPORT, {key: one for key, one in values.items() if one is not None}
    )


# Who we have not heard from


def test_page_lays_heard_beside_residents_and_names_who_is_missing(desk, heard):
    fall_summary()

    page = desk.get(COVERAGE)

    text = page.content.decode()
    assert page.context["coverage"].first_day == FIRST
    assert [gap.group.code for gap in page.context["gaps"]] == [
        "east",
        "vi",
        "pl",
        "it",
    ]
    assert "60%" in text  # both the residents of the west and their likeness
    assert text.count("hardly heard") == 2 * 4 + 1
    assert 'href="/en/desk/events/new/?district=east"' in text
    assert 'href="/en/desk/events/new/?language=vi"' in text
    assert "City census, 2024" in text
    assert "margin" not in text


def test_page_is_for_the_days_that_are_asked_for(desk, heard):
    page = desk.get(COVERAGE, {"first": "2026-01-01", "last": "۱۴۰۵/۰۱/۱۱"})
    assert page.context["coverage"].last_day == dt.date(2026, 3, 31)
    assert "Nobody was counted here" in page.content.decode()

    wrong = desk.get(COVERAGE, {"first": "2026-01-02", "last": "2026-01-01"})
    assert wrong.context["form"].errors["last"]
    assert wrong.context["coverage"].first_day == dt.date(2025, 10, 1)


def test_page_without_a_table_says_what_will_be_here(as_user, editor, librarian):
    for user, offers in ((editor, True), (librarian, False)):
        text = as_user(user).get(COVERAGE).content.decode()
        assert "No table of residents yet" in text
        assert (f'href="{IMPORT}"' in text) is offers


def test_pages_are_for_the_desk_and_imports_for_editors(
    client, as_user, librarian, stranger
):
    for address in (COVERAGE, TABLES, IMPORT, TABLES + "template.csv"):
        assert client.get(address).status_code == 302
        assert as_user(stranger).get(address).status_code == 403
    assert as_user(librarian).get(TABLES).status_code == 200
    assert as_user(librarian).get(IMPORT).status_code == 403
    table = population(languages={"en": 5})
    assert as_user(librarian).post(f"{TABLES}{table.pk}/use/").status_code == 403


def test_page_takes_as_many_queries_for_much_as_for_little(
    desk, heard, django_assert_num_queries
):
    desk.get(COVERAGE)
    with django_assert_num_queries(13):
        desk.get(COVERAGE)

    for number in range(3):
        heard.entry(heard.event(), WHY, people=30, language="vi")
        market(dt.date(2026, 2, 7), slug=f"stall-{number}")
    with django_assert_num_queries(13):
        desk.get(COVERAGE)


# The work list


def test_work_list_says_how_many_would_have_been_enough_and_what_is_coming(
    heard, places
):
    east = places[1]
    market(
        dt.date(2026, 2, 7), slug="stall", district=east, branches=[], languages=["vi"]
    )
    plan = plan_of(dt.date(2026, 1, 1), dt.date(2026, 3, 31))

    gaps = gaps_of(coverage_of(FIRST, LAST), plan)

    wanted = {one.group.code: one.wanted for one in gaps}
    assert wanted == {"east": 32, "vi": 16, "pl": 8, "it": 8}
    coming = {one.group.code: one.outlook.coming for one in gaps}
    assert coming == {"east": 1, "vi": 1, "pl": 0, "it": 0}


def test_work_list_stands_on_the_plan_for_the_season_before(desk, heard):
    fall_summary()

    page = desk.get(
        "/en/desk/events/plan/", {"first": "2026-01-01", "last": "2026-03-31"}
    )

    assert page.context["before"] == (FIRST, LAST)
    assert [one.group.code for one in page.context["gaps"]] == [
        "east",
        "vi",
        "pl",
        "it",
    ]
    assert "Whom to look for" in page.content.decode()


def test_plan_without_a_table_says_what_would_be_there(desk):
    page = desk.get("/en/desk/events/plan/").content.decode()

    assert "Once there is a table of residents" in page


def test_period_before_is_the_last_summarys_or_else_the_quarter():
    assert period_before(dt.date(2026, 1, 1)) == (
        dt.date(2025, 10, 1),
        dt.date(2025, 12, 31),
    )

    fall_summary()
    assert period_before(dt.date(2026, 1, 1)) == (FIRST, LAST)
    assert period_before(dt.date(2025, 10, 31)) == (
        dt.date(2025, 7, 1),
        dt.date(2025, 9, 30),
    )


# A summary's part


def as_part(coverage: Coverage | None, language: str = "en") -> str:
    """Both places of a summary's page that tell of it."""
    names = ("_coverage_caveat", "_summary_coverage")
    with translation.override(language):
        parts = [
            render_to_string(f"engagement/{name}.html", {"coverage": coverage})
            for name in names
        ]
    return "".join(parts)


def test_summary_shows_what_is_published_in_every_language(heard):
    frozen = coverage_of(FIRST, LAST).published().as_json()

    parts = {
        code: as_part(Coverage.from_json(frozen), code)
        for code in ("en", "vi", "pl", "fa", "it")
    }

    assert "East Side" in parts["en"]
    assert "Districts: East Side" in " ".join(parts["en"].split())
    assert 'lang="en"' in parts["vi"]  # a district without a name in it
    assert "۶۰٪" in parts["fa"]
    assert "سرشماری شهر" in parts["fa"]
    assert all("data-suppressed" in one for one in parts.values())


def test_bars_of_every_chart_are_parts_of_a_hundred(heard):
    part = as_part(coverage_of(FIRST, LAST).published())

    widths = re.findall(r'bar__fill" width="([\d.]+)"', part)
    assert widths[:3] == ["60.0", "40.0", "50.0"]  # two districts, then English


def test_summary_without_coverage_shows_nothing():
    assert as_part(None).strip() == ""


# Import


def test_file_is_looked_at_before_it_takes_effect(desk, places, editor):
    population(districts={"west": 5, "east": 7})

    looked = upload(desk, whole_file({"west": 1700, "east": 300}))

    text = looked.content.decode()
    assert looked.status_code == 200
    assert "1,700" in text
    assert table_in_force().source_en == "City census"
    assert PopulationTable.objects.count() == 1

    done = desk.post(
        IMPORT, {"parsed": looked.context["form"]["parsed"].value()}, follow=True
    )

    assert done.redirect_chain[-1][0] == COVERAGE
    table = table_in_force()
    assert (table.year, table.imported_by) == (2024, editor)
    assert table.source_fa == "سرشماری شهر"
    assert table.counts.count() == 2 + 5 + 6
    assert PopulationTable.objects.count() == 2


def test_wrong_rows_are_named_where_they_stand_and_nothing_is_stored(desk, places):
    response = upload(desk, csv_file("north,,,5", "west,,,x", "east,,,-1"))

    text = response.content.decode()
    assert response.status_code == 422
    assert "The file has 3 mistakes: see the list." in text
    for row, message in ((2, "There is no district “north”."), (3, "“x” is no number")):
        assert f'<th scope="row">{row}</th><td>{message}' in text
    assert 'value="City census"' in text  # what was typed is there
    assert not PopulationTable.objects.exists()


GREGORIAN = "Write the year of the Gregorian calendar in four digits, such as 2024."
TO_COME = "This year is still to come: nobody can have been counted in it yet."


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"year": ""}, "year", GREGORIAN),
        ({"year": "24"}, "year", GREGORIAN),
        ({"year": "1404"}, "year", GREGORIAN),
        ({"year": "2090"}, "year", TO_COME),
        ({"year": "9999"}, "year", TO_COME),
        ({"file": None}, "file", "Choose the file first."),
        (
            {"source_en": "", "source_fa": ""},
            "source_en",
            "“Source” is needed in at least one language.",
        ),
    ],
)
def test_what_is_missing_beside_the_file_is_asked_for(
    desk, places, fields, field, message
):
    response = upload(desk, whole_file({"west": 1, "east": 2}), **fields)

    assert response.status_code == 422
    assert response.context["form"].errors[field] == [message]


def test_another_file_can_be_chosen_without_typing_again(desk, places):
    looked = upload(desk, whole_file({"west": 1, "east": 2}), year="۲۰۲۳")
    parsed = looked.context["form"]["parsed"].value()

    again = desk.post(IMPORT, {"parsed": parsed, "again": "1"}).content.decode()

    assert 'value="City census"' in again
    assert 'value="2023"' in again
    assert not PopulationTable.objects.exists()


def test_what_was_read_cannot_be_forged_or_outlive_its_districts(desk, places):
    for parsed in ("", "forged:x:y"):
        response = desk.post(IMPORT, {"parsed": parsed}, follow=True)
        assert not PopulationTable.objects.exists()
    assert "no longer valid" in response.content.decode()

    looked = upload(desk, whole_file({"west": 1, "east": 2}))
    places[0].delete()
    parsed = looked.context["form"]["parsed"].value()
    response = desk.post(IMPORT, {"parsed": parsed}, follow=True)
    assert "There is no district “west”." in response.content.decode()
    assert not PopulationTable.objects.exists()


def test_language_of_the_page_changes_in_the_middle_of_the_import(desk, places):
    looked = upload(desk, whole_file({"west": 1700, "east": 2}))
    parsed = looked.context["form"]["parsed"].value()

    in_persian = desk.post(
        IMPORT.replace("/en/", "/fa/"), {"parsed": parsed, "in_language": "fa"}
    )

    assert in_persian.status_code == 200
    assert "۱٬۷۰۰" in in_persian.content.decode()


def test_earlier_table_is_put_in_force_again(desk, places):
    first = population(languages={"en": 5}, source_en="Old census")
    population(languages={"en": 6})

    page = desk.post(f"{TABLES}{first.pk}/use/", follow=True).content.decode()

    assert table_in_force() == first
    assert page.count("in force</span>") == 1
    assert desk.get(f"{TABLES}{first.pk}/use/").status_code == 405
    assert desk.post(f"{TABLES}{first.pk + 99}/use/").status_code == 404


def test_list_of_tables_takes_as_many_queries_for_three_as_for_one(
    desk, editor, django_assert_num_queries
):
    population(languages={"en": 5}, actor=editor)
    desk.get(TABLES)
    with django_assert_num_queries(5):
        desk.get(TABLES)

    population(languages={"en": 6}, actor=editor)
    population(languages={"en": 7}, actor=editor)
    with django_assert_num_queries(5):
        desk.get(TABLES)


def test_template_is_sent_as_a_file(desk, places):
    response = desk.get(TABLES + "template.csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="residents-en.csv"'
    assert "west,,,,West Side" in response.content.decode("utf-8-sig")


def test_sums_that_differ_much_are_pointed_out(desk, places):
    alike = upload(desk, whole_file({"west": 300, "east": 300})).content.decode()
    apart = upload(desk, whole_file({"west": 1700, "east": 2})).content.decode()

    warning = "The sums differ much."
    assert warning not in alike  # 600, 600, and 500 without other languages
    assert warning in apart


def test_age_codes_stay_in_order_on_a_persian_page(as_user, editor, places):
    file = SimpleUploadedFile("residents.csv", csv_file(",,old,5"))
    page = IMPORT.replace("/en/", "/fa/")
    response = as_user(editor).post(page, SOURCE | {"year": "2024", "file": file})

    assert "\u20660-12\u2069" in response.content.decode()
