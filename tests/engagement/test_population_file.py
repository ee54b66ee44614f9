"""A table of residents out of a CSV file: as spreadsheets save it, errors by row."""

import pytest
from django.utils import translation

from engagement.population import Residents, groups_without_row, margins_of
from engagement.population_file import MOST_BYTES, MOST_ROWS, read_population
from engagement.population_groups import Groups, template_csv
from tests.engagement.residents import csv_file, whole_file
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db

AGES = ["0-12", "13-17", "18-24", "25-44", "45-64", "65-"]


@pytest.fixture(autouse=True)
def districts():
    DistrictFactory(code="west", name_en="West Side", name_fa="ناحیهٔ غرب", position=1)
    DistrictFactory(code="east", name_en="East Side", name_fa="ناحیهٔ شرق", position=2)


def read(content: bytes):
    return read_population(content, Groups.current())


def problems(content: bytes) -> list[tuple[int | None, str]]:
    return [(one.row, one.message) for one in read(content).problems]


def test_file_without_gaps_is_read():
    found = read(whole_file({"west": 700, "east": 300}))

    assert found.problems == []
    assert len(found.rows) == 2 + 5 + 6
    assert found.rows[0] == Residents("west", "", "", 700)
    assert found.rows[2] == Residents("", "en", "", 100)
    assert found.rows[-1] == Residents("", "", "65-", 100)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "؛"])
@pytest.mark.parametrize("line", ["\n", "\r\n", "\r"])
def test_file_is_read_as_spreadsheets_of_all_countries_save_it(mark, delimiter, line):
    text = "district,people\nwest,700\n\neast,300\n"
    text = text.replace(",", delimiter).replace("\n", line)

    found = read(mark + text.encode())

    assert found.problems == []
    assert found.rows == [
        Residents("west", "", "", 700),
        Residents("east", "", "", 300),
    ]


@pytest.mark.parametrize(
    "written", ["١٢٣٤", "۱۲۳۴", "1234", " 1234 ", '"1234"', "\u200e۱۲۳۴"]
)
def test_numbers_are_read_in_any_digits(written):
    content = csv_file(f"west,{written}", "east,1", header="district,people")

    assert read(content).rows[0].people == 1234


def test_groups_may_be_written_by_their_name_in_any_language():
    rows = ["Ponad", "ناحيه غرب", "west side", "WEST"]
    for name in rows[1:]:
        content = csv_file(f"{name},1", "east,1", header="District,People")
        assert read(content).rows[0].district == "west", name
    found = read(
        csv_file(
            *("Persian,1", "wietnamski,1", "Italiano,1", "EN,1", "Polski,1", "other,9"),
            header="language,people",
        )
    )
    assert [one.language for one in found.rows] == [
        "fa",
        "vi",
        "it",
        "en",
        "pl",
        "other",
    ]
    found = read(
        csv_file(
            *("0–12,1", "۱۳-۱۷,1", "18‑24,1", "25-44,1", "45-64,1", "65+,1"),
            header="age,people",
        )
    )
    assert [one.age for one in found.rows] == AGES


def test_column_of_names_is_for_the_reader_only():
    content = csv_file("west,1,Wherever", "east,1,", header="district,people,name")

    assert read(content).problems == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "north,,,5",
            "There is no district “north”. Write its code or its name.",
        ),
        (
            ",de,,5",
            "The language “de” is not counted here: write one of en, vi, pl, fa, it, "
            "other.",
        ),
        (
            ",,13-19,5",
            "The age group “13-19” is not counted here: write one of 0-12, 13-17, "
            "18-24, 25-44, 45-64, 65-.",
        ),
        ("west,,,", "The number of residents is missing."),
        ("west,,,-5", "The number of residents cannot be below 0."),
        ("west,,,−۵", "The number of residents cannot be below 0."),
        (
            "west,,,many",
            "“many” is no number of residents: write digits only, such as 12500, "
            "without a sign between thousands.",
        ),
        (
            "west,,,1.200",
            "“1.200” is no number of residents: write digits only, such as 12500, "
            "without a sign between thousands.",
        ),
        ("west,,,99999999999999", "So many people live in no city: check the digits."),
        ("west,,,999999999", "So many people live in no city: check the digits."),
        (",,,5", "Name a district, a language or an age group."),
        ("west,,,5,6", "This row has more cells than the first row."),
        ("east,,,5", "The same group stands in row 2 already."),
        ("East Side,,,5", "The same group stands in row 2 already."),
    ],
)
def test_row_that_cannot_be_stored_is_named_where_it_stands(row, message):
    assert problems(csv_file("east,,,1", "", row)) == [(4, message)]


def test_every_wrong_row_is_named_at_once():
    found = problems(csv_file("north,,,5", ",xx,,", "west,,,1", "south,,,6"))

    assert [row for row, _message in found] == [2, 3, 3, 5]


def test_rows_are_counted_in_the_readers_digits():
    with translation.override("fa"):
        message = read(csv_file("west,,,1", "west,,,2")).problems[0].message

    assert "۲" in message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty. Please choose another."),
        (b"\n \n,,\n", "The file is empty. Please choose another."),
        (
            "district,people\nnorth,1".encode("utf-16"),
            "The letters of this file cannot be read. In your spreadsheet program save "
            "it as “CSV UTF-8”, then choose it again.",
        ),
        (
            "district,people\nZażółć,1".encode("cp1250"),
            "The letters of this file cannot be read. In your spreadsheet program save "
            "it as “CSV UTF-8”, then choose it again.",
        ),
        (b'district,people\n"west,1', "This is no CSV file, or it is damaged."),
        (b"a\0b", "This is no CSV file, or it is damaged."),
        (
            b"x" * (MOST_BYTES + 1),
            "This file is too large to be a table of residents.",
        ),
        (
            b"district,people\n" + b"west,1\n" * MOST_ROWS,
            "The file has more than 5,000 rows: put groups together.",
        ),
        (
            b"district,people\n",
            "There is no row below the names of the columns.",
        ),
    ],
)
def test_file_that_is_no_such_table_is_refused(content, message):
    assert problems(content) == [(None, message)]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("district,language,age", "The column “people” is missing."),
        ("name,people", "Add a column “district”, “language” or “age”."),
        ("age,people,people", "Column “people” stands there twice."),
        (
            "district,residents",
            "There is no column “residents” here: name the columns district, "
            "language, age, people, name.",
        ),
    ],
)
def test_header_that_is_not_understood_is_named(header, message):
    assert (1, message) in problems(csv_file("west,1", header=header))


def test_groups_without_a_row_are_named():
    found = problems(csv_file("west,1", header="district,people"))

    assert found == [
        (None, "There is no row for “East Side”. Write 0 if nobody lives there.")
    ]


def test_column_of_zeros_is_refused():
    found = problems(csv_file("west,0", "east,0", header="district,people"))

    assert found == [(None, "All numbers of residents in the column “district” are 0.")]


@pytest.mark.parametrize("language", ["en", "vi", "pl", "fa", "it"])
def test_template_is_a_file_of_all_groups_to_fill_in(language):
    with translation.override(language):
        template = template_csv(Groups.current())
        empty = read(template.encode()).problems
        # As somebody fills it in: a number before the name
        delimiter = "," if language == "en" else ";"
        filled = template.replace(f"{delimiter}{delimiter}{delimiter}", "§")
        lines = template.splitlines()
        full = [lines[0]]
        for line in lines[1:]:
            cells = line.split(delimiter)
            cells[3] = "5"
            full.append(delimiter.join(cells))
        found = read("\n".join(full).encode())

    assert filled.startswith("\ufeffdistrict")
    assert len(empty) == 2 + 6 + 6
    assert found.problems == []
    assert len(found.rows) == 2 + 6 + 6


# Margins


def test_margins_are_summed_over_a_full_crossing():
    rows = [
        Residents("west", "en", "0-12", 10),
        Residents("west", "fa", "65-", 5),
        Residents("east", "en", "65-", 20),
    ]

    assert margins_of(rows, ["east", "west"]) == {
        "district": {"east": 20, "west": 15},
        "language": {"en": 30, "fa": 5},
        "age": {"0-12": 10, "65-": 25},
    }


def test_margin_given_by_itself_goes_before_a_crossing():
    rows = [
        Residents("west", "", "0-12", 10),
        Residents("west", "", "65-", 5),
        Residents("west", "", "", 16),
    ]

    margins = margins_of(rows, ["west"])

    assert margins == {"district": {"west": 16}, "age": {"0-12": 10, "65-": 5}}
    assert groups_without_row(margins, ["west"]) == {
        "district": [],
        "age": ["13-17", "18-24", "25-44", "45-64"],
    }
