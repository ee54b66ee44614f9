"""Each format, read back by another program's library."""

import csv
import datetime as dt
import io
import json
import math
from pathlib import Path

import openpyxl
import pyreadstat
import pytest

from surveys.exchange import files
from surveys.exchange.columns import MANY_CHOICES, TooManyColumns, columns_of
from surveys.exchange.selection import Selection
from surveys.models import Choice, Question, QuestionRow, Survey
from tests.surveys.exports import FULL, answered, questionnaire
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    ResponseFactory,
    SurveyFactory,
    question,
)

pytestmark = pytest.mark.django_db

OWN = [
    "response_number",
    "survey_version",
    "response_language",
    "response_channel",
    "response_collector",
    "response_people",
    "response_review",
    "response_day",
]
ASKED = [
    *("visits", "heard", "heard_other"),
    *("uses_books", "uses_wifi", "uses_other", "uses_other_text"),
    *("trust", "rooms_hall", "rooms_garden"),
    *("order_long", "order_quiet", "order_warm"),
    *("age", "born", "nick", "wish", "home", "agree"),
]
CODED = {
    "survey_version": 1,
    "response_language": "pl",
    "response_channel": "link",
    "response_collector": "every-kind-web",
    "response_people": 1,
    "response_review": "accepted",
    "response_day": "2025-09-23",
    "visits": "weekly",
    "heard": "other",
    "heard_other": "=1+1",
    "uses_books": 1,
    "uses_wifi": 0,
    "uses_other": 1,
    "uses_other_text": "the piano",
    "trust": 4,
    "rooms_hall": "good",
    "rooms_garden": "bad",
    "order_long": 2,
    "order_quiet": 1,
    "order_warm": None,
    "age": 41.5,
    "born": "1984-03-20",
    "nick": FULL["nick"],
    "wish": FULL["wish"],
    "home": "north",
    "agree": 1,
}


@pytest.fixture
def survey():
    survey = questionnaire()
    answered(survey)
    return survey


def written(tmp_path: Path, selection: Selection, file_format: str) -> Path:
    path = tmp_path / f"export.{file_format}"
    files.write(selection, file_format, path)
    return path


def csv_rows(tmp_path: Path, selection: Selection) -> list[dict[str, str]]:
    text = written(tmp_path, selection, "csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def json_rows(tmp_path: Path, selection: Selection) -> list[dict[str, object]]:
    text = written(tmp_path, selection, "json").read_text()
    return [json.loads(line) for line in text.splitlines()]


def xlsx_rows(tmp_path: Path, selection: Selection) -> list[dict[str, object]]:
    book = openpyxl.load_workbook(written(tmp_path, selection, "xlsx"))
    names, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_columns_follow_the_questionnaire(survey, tmp_path):
    for file_format in ("json", "csv", "xlsx"):
        read = {"json": json_rows, "csv": csv_rows, "xlsx": xlsx_rows}[file_format]
        rows = read(tmp_path, Selection(survey, "en", has_codes=True))
        assert list(rows[0]) == OWN + ASKED


def test_json_gives_every_value_back(survey, tmp_path):
    first, second = json_rows(tmp_path, Selection(survey, "en", has_codes=True))

    assert first == {"response_number": first["response_number"], **CODED}
    unanswered = {name for name in ASKED if second[name] is None}
    assert unanswered == set(ASKED) - {"agree"}
    assert second["agree"] == 0


def test_csv_gives_every_value_back_but_for_what_would_be_a_formula(survey, tmp_path):
    first, second = csv_rows(tmp_path, Selection(survey, "en", has_codes=True))

    as_text = {
        name: "" if value is None else str(value) for name, value in CODED.items()
    }
    guarded = {"heard_other": "'=1+1", "nick": f"'{FULL['nick']}"}
    assert {name: first[name] for name in CODED} == as_text | guarded
    assert {second[name] for name in ASKED} == {"", "0"}


def test_csv_begins_with_a_byte_order_mark(survey, tmp_path):
    path = written(tmp_path, Selection(survey, "en"), "csv")

    assert path.read_bytes()[:3] == b"\xef\xbb\xbf"


def test_xlsx_gives_every_value_back_with_days_as_dates(survey, tmp_path):
    first, second = xlsx_rows(tmp_path, Selection(survey, "en", has_codes=True))

    days = {
        "response_day": dt.datetime(2025, 9, 23),  # noqa: DTZ001 - cells have no zone
        "born": dt.datetime(1984, 3, 20),  # noqa: DTZ001
    }
    assert {name: first[name] for name in CODED} == CODED | days
    assert {second[name] for name in ASKED} == {None, 0}


def test_xlsx_keeps_what_looks_like_a_formula_as_text(survey, tmp_path):
    book = openpyxl.load_workbook(written(tmp_path, Selection(survey, "en"), "xlsx"))
    cells = {cell.value: cell for cell in book.worksheets[0][2]}

    assert (cells["=1+1"].data_type, cells["=1+1"].quotePrefix) == ("s", True)


def test_xlsx_runs_from_the_right_in_persian(survey, tmp_path):
    book = openpyxl.load_workbook(written(tmp_path, Selection(survey, "fa"), "xlsx"))

    assert [sheet.sheet_view.rightToLeft for sheet in book] == [True, True]


def test_sav_gives_every_value_back_with_labels(survey, tmp_path):
    path = written(tmp_path, Selection(survey, "fa"), "sav")
    frame, about = pyreadstat.read_sav(str(path))
    first, second = frame.to_dict("records")

    days = {"response_day": dt.date(2025, 9, 23), "born": dt.date(1984, 3, 20)}
    assert math.isnan(first.pop("order_warm"))
    expected = {name: value for name, value in CODED.items() if value is not None}
    assert {name: first[name] for name in expected} == expected | days
    assert math.isnan(second["visits"])
    assert math.isnan(second["uses_books"])
    labels = about.variable_value_labels
    assert labels["visits"]["weekly"] == "هر هفته"
    assert labels["uses_books"].keys() == {-9.0, -8.0, 0.0, 1.0}
    assert labels["home"]["north"] == "شمال"
    assert labels["response_collector"] == {"every-kind-web": "every-kind-web"}
    assert about.column_names_to_labels["age"] == survey_text("age", "fa")


def test_sav_says_why_a_value_is_missing(survey, tmp_path):
    path = str(written(tmp_path, Selection(survey, "en"), "sav"))
    frame, about = pyreadstat.read_sav(path, user_missing=True)
    first, second = frame.to_dict("records")

    assert (first["order_warm"], second["uses_books"]) == (-8, -8)
    assert (second["visits"], second["heard"]) == ("-8", "-9")
    assert (second["rooms_hall"], second["trust"]) == ("-8", -8)
    assert (second["agree"], second["wish"]) == (0, "")
    assert math.isnan(second["age"])
    assert [one["lo"] for one in about.missing_ranges["trust"]] == [-9, -8]
    assert [one["lo"] for one in about.missing_ranges["heard"]] == ["-9", "-8"]
    assert "age" not in about.missing_ranges
    assert about.variable_value_labels["heard"] == {
        "-9": "not asked",
        "-8": "not answered",
        "friend": "Friend",
        "other": "Other, please say",
    }


def survey_text(code: str, language: str) -> str:
    return getattr(Question.objects.get(code=code), f"text_{language}")


def test_sav_says_how_each_column_is_measured_and_shown(survey, tmp_path):
    path = written(tmp_path, Selection(survey, "en"), "sav")
    about = pyreadstat.read_sav(str(path))[1]

    measures = {
        name: about.variable_measure[name]
        for name in ("visits", "trust", "order_long", "age", "born", "agree")
    }
    assert measures == {
        "visits": "nominal",
        "trust": "ordinal",
        "order_long": "ordinal",
        "age": "scale",
        "born": "scale",
        "agree": "nominal",
    }
    assert about.original_variable_types["born"] == "DATE11"
    assert about.original_variable_types["age"] == "F10.1"


def test_labels_stand_in_the_chosen_language_or_else_in_another(survey, tmp_path):
    persian = csv_rows(tmp_path, Selection(survey, "fa"))[0]
    italian = csv_rows(tmp_path, Selection(survey, "it"))[0]

    assert (persian["visits"], persian["home"]) == ("هر هفته", "شمال")
    assert (italian["visits"], italian["home"]) == ("Weekly", "North")
    assert persian["response_language"] == "Polski"


def test_excluded_responses_are_left_out_unless_asked_for(survey, tmp_path):
    without = Selection(survey, "en", has_codes=True)
    with_them = Selection(survey, "en", has_codes=True, with_excluded=True)

    assert (without.count(), with_them.count()) == (2, 3)
    states = [row["response_review"] for row in json_rows(tmp_path, with_them)]
    assert states == ["accepted", "accepted", "excluded"]


def test_consent_is_empty_where_it_may_not_have_been_shown(survey, tmp_path):
    shown_if = {"question": "visits", "operator": "is", "value": "weekly"}
    second = new_version(survey)
    agrees = second.all_questions.get(code="agree")
    agrees.shown_if = {"match": "all", "conditions": [shown_if]}
    agrees.save()
    ResponseFactory(survey=second, answers={})

    assert json_rows(tmp_path, Selection(second, "en"))[0]["agree"] is None


def new_version(survey: Survey) -> Survey:
    second = questionnaire(family=survey.family, version=2, slug="every-kind-2")
    second.all_questions.get(code="nick").delete()
    uses = second.all_questions.get(code="uses")
    Choice.objects.create(question=uses, position=99, code="tools", label_en="Tools")
    QuestionRow.objects.filter(question__survey=second, code="garden").delete()
    return second


def test_versions_share_columns_and_are_told_apart(survey, tmp_path):
    second = new_version(survey)
    ResponseFactory(survey=second, answers={"uses": ["tools"], "visits": "never"})
    selection = Selection(second, "en", has_codes=True, all_versions=True)
    rows = json_rows(tmp_path, selection)

    assert [row["survey_version"] for row in rows] == [1, 1, 2]
    assert [row["uses_tools"] for row in rows] == [None, None, 1]
    assert [row["uses_books"] for row in rows] == [1, None, 0]
    # What only the older version asked stands where it stood there.
    names = list(rows[0])
    assert names[names.index("rooms_hall") + 1] == "rooms_garden"
    assert names[names.index("born") + 1] == "nick"


def test_one_version_leaves_the_others_out(survey, tmp_path):
    second = new_version(survey)
    ResponseFactory(survey=second)

    assert Selection(second, "en").count() == 1
    assert "nick" not in json_rows(tmp_path, Selection(second, "en"))[0]


def test_question_that_changed_its_kind_has_two_columns(survey):
    second = SurveyFactory(family=survey.family, version=2)
    question(PageFactory(survey=second), "visits", "long_text")
    names = [
        (column.name, [number for _pk, number in column.versions])
        for column in Selection(second, "en", all_versions=True).columns
        if column.code == "visits"
    ]

    assert sorted(names) == [("visits", [2]), ("visits_2", [1])]


def test_names_differ_whatever_the_case_and_none_is_reserved():
    survey = SurveyFactory()
    page = PageFactory(survey=survey)
    question(page, "a", "multiple", "b_c", "B_C")
    question(page, "a_b", "multiple", "c")
    question(page, "to", "short_text")
    question(page, "response_day", "short_text")
    question(page, "x" * 40, "multiple", "y" * 40)
    surveys = Survey.objects.with_questions().filter(pk=survey.pk)
    names = [column.name for column in columns_of(surveys)]

    assert names[len(OWN) :] == [
        *("a_b_c", "a_B_C_2", "a_b_c_3", "to_2", "response_day_2"),
        f"{'x' * 40}_{'y' * 17}",
    ]


def test_hundreds_of_choices_are_one_column_of_codes(tmp_path):
    survey = SurveyFactory()
    page = PageFactory(survey=survey)
    asked = question(page, "books", "multiple")
    Choice.objects.bulk_create(
        Choice(question=asked, position=n, code=f"b{n}") for n in range(10_000)
    )
    ResponseFactory(survey=survey, answers={"books": ["b7", "b9999"]})
    row = json_rows(tmp_path, Selection(survey, "en"))[0]

    assert row["books"] == "b7 b9999"
    assert set(row) == {*OWN, "books"}


def test_more_columns_than_a_table_holds_are_refused():
    survey = SurveyFactory()
    page = PageFactory(survey=survey)
    for number in range(7):
        asked = question(page, f"q{number}", "multiple")
        Choice.objects.bulk_create(
            Choice(question=asked, position=n, code=f"c{n}")
            for n in range(MANY_CHOICES)
        )

    with pytest.raises(TooManyColumns) as refused:
        _columns = Selection(survey, "en").columns
    assert refused.value.args == (7 * MANY_CHOICES + len(OWN),)


HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1",
    "\x01=1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_and_xlsx_hold_no_formula(survey, tmp_path, text):
    survey.responses.all().delete()
    ResponseFactory(survey=survey, answers={"wish": text, "age": -5})
    path = written(tmp_path, Selection(survey, "en"), "csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    book = openpyxl.load_workbook(written(tmp_path, Selection(survey, "en"), "xlsx"))
    types = {cell.data_type for cell in book.worksheets[0][2]}

    seen = text.replace("\x01", "")
    assert (row["wish"], row["age"]) == (f"'{seen}", "-5")
    assert "f" not in types


def test_label_that_begins_like_a_formula_is_guarded_too(survey, tmp_path):
    Choice.objects.filter(code="weekly").update(label_en="- every week")

    assert csv_rows(tmp_path, Selection(survey, "en"))[0]["visits"] == "'- every week"


def test_characters_that_xml_cannot_hold_are_left_out(survey, tmp_path):
    survey.responses.all().delete()
    wish = "a\x01\x0b\x1bb\uffff"
    ResponseFactory(survey=survey, answers={"wish": wish, "visits": "x\x02y"})
    selection = Selection(survey, "en", has_codes=True)

    assert xlsx_rows(tmp_path, selection)[0]["wish"] == "ab"
    assert xlsx_rows(tmp_path, selection)[0]["visits"] == "xy"
    assert csv_rows(tmp_path, selection)[0]["visits"] == "xy"
    path = str(written(tmp_path, selection, "sav"))
    assert pyreadstat.read_sav(path)[0]["wish"][0] == "ab\uffff"


def test_answers_of_the_wrong_type_are_empty_and_break_nothing(survey, tmp_path):
    survey.responses.all().delete()
    wrong = {
        "uses": "books",
        "rooms": "good",
        "order": {"a": 1},
        "age": "many",
        "trust": [1],
        "born": "31/12/1999",
        "visits": "gone",
    }
    ResponseFactory(survey=survey, answers=wrong)
    for file_format in ("csv", "xlsx", "sav"):
        written(tmp_path, Selection(survey, "en"), file_format)
    row = json_rows(tmp_path, Selection(survey, "en"))[0]

    names = ("rooms_hall", "order_long", "age", "trust")
    assert [row[name] for name in names] == [None] * 4
    assert (row["born"], row["visits"]) == ("31/12/1999", "gone")


def test_day_before_spreadsheets_begin_stays_text(survey, tmp_path):
    survey.responses.all().delete()
    ResponseFactory(survey=survey, answers={"born": "1899-12-31"})

    assert xlsx_rows(tmp_path, Selection(survey, "en"))[0]["born"] == "1899-12-31"


def test_survey_without_responses_has_its_columns(tmp_path):
    survey = questionnaire()
    selection = Selection(survey, "en")
    frame = pyreadstat.read_sav(str(written(tmp_path, selection, "sav")))[0]
    book = openpyxl.load_workbook(written(tmp_path, selection, "xlsx"))
    names = next(book.worksheets[0].iter_rows(values_only=True))

    assert list(frame.columns) == list(names) == OWN + ASKED
    assert csv_rows(tmp_path, selection) == json_rows(tmp_path, selection) == []


def test_nothing_that_leads_to_a_person_is_exported(survey, tmp_path):
    survey.responses.update(receipt_hash="h" * 64)
    text = written(tmp_path, Selection(survey, "en"), "json").read_text()
    response = survey.responses.first()

    assert "h" * 64 not in text
    assert str(response.submission) not in text
    assert "T03:00" not in text


def test_reading_takes_the_same_queries_for_1_and_3_responses(
    tmp_path, django_assert_num_queries
):
    survey = questionnaire()
    collector = CollectorFactory(survey=survey)
    for more in (1, 2):
        for _number in range(more):
            ResponseFactory(survey=survey, collector=collector, answers=FULL)
        selection = Selection(survey, "en")
        _columns = selection.columns
        with django_assert_num_queries(6):
            written(tmp_path, selection, "csv")
