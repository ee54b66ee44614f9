"""XLSForms of others: every row becomes something or is reported, or all is refused."""

import io
import zipfile
from pathlib import Path

import pytest
from django.utils import translation

from surveys.exchange.findings import ImportRefused
from surveys.exchange.xlsform_in import import_xlsform
from surveys.exchange.xlsform_types import type_of
from tests.surveys.sheets import survey_of, xlsform

DATA = Path(__file__).parent / "files"
WIDGETS = DATA / "xlsform_widgets.xls"
SPECIFY_OTHER = DATA / "xlsform_specify_other.xlsx"
YES_NO = [["yes_no", "yes", "Yes"], ["yes_no", "no", "No"]]


def kinds(imported) -> dict[str, str]:
    return {one.code: one.kind for one in imported.definition.questions}


def found(imported) -> list[tuple[str, str, str]]:
    return [(str(one.place), one.kind, one.outcome) for one in imported.findings]


def first(imported):
    return next(imported.definition.questions)


def refusal(content: bytes, language: str = "en") -> str:
    with translation.override(language), pytest.raises(ImportRefused) as refused:
        import_xlsform(content)
    return refused.value.message


# Files made by others


def test_widgets_are_mapped_or_reported_row_by_row():
    imported = import_xlsform(WIDGETS.read_bytes())

    assert kinds(imported) == {
        "my_string": "short_text",
        "my_int": "number",
        "my_decimal": "number",
        "my_date": "date",
        "my_time": "short_text",
        "my_select": "multiple",
        "my_select1": "single",
        "my_trigger": "consent",
        "my_output": "information",
        "numberAsString": "short_text",
        "dateTime": "date",
        "spinner": "dropdown",
        "spinner_all": "multiple",
        "selectadvance": "single",
        "grid_test": "single",
        "grid_test_audio": "single",
        "table_list_test_label": "matrix",
        "table_list_test2": "matrix",
        "happy_sad_second_method": "multiple",
        "happy_sad_brian2": "multiple",
        "happy_sad_michael2": "multiple",
        "happy_sad_table": "information",
        "happy_sad_brian": "multiple",
        "happy_sad_michael": "multiple",
    }
    left_out = [
        (one.row, one.kind) for one in imported.findings if one.outcome == "left_out"
    ]
    assert left_out == [
        (11, "geopoint"),
        (12, "barcode"),
        (13, "image"),
        (14, "audio"),
        (15, "video"),
        (17, "geopoint"),
    ]
    assert ("survey 7", "constraint", "unlimited") in found(imported)
    assert ("survey 7", "default", "no_default") in found(imported)
    assert len(imported.definition.pages) == 5


def test_every_row_of_the_widgets_is_a_question_or_in_a_finding():
    imported = import_xlsform(WIDGETS.read_bytes())

    codes = set(kinds(imported))
    rows = {row.code for one in imported.definition.questions for row in one.rows}
    reported = {one.row for one in imported.findings if one.sheet == "survey"}
    names = names_of_rows(WIDGETS.read_bytes())
    assert {
        number
        for number, name in names.items()
        if name and name not in codes | rows and number not in reported
    } == {24, 33}  # groups, which became pages


def names_of_rows(content: bytes) -> dict[int, str]:
    import xlrd  # noqa: PLC0415 - for this one test

    page = xlrd.open_workbook(file_contents=content).sheet_by_name("survey")
    return {row + 1: str(page.cell_value(row, 1)) for row in range(1, page.nrows)}


def test_specify_other_becomes_other():
    imported = import_xlsform(SPECIFY_OTHER.read_bytes())

    question = first(imported)
    assert (question.code, question.kind, question.has_other) == ("sex", "single", True)
    assert [one.label for one in question.choices] == [{"en": "Male"}, {"en": "Female"}]
    assert found(imported) == [("survey 2", "or_other", "other_words")]


# Types


@pytest.mark.parametrize(
    ("text", "base", "list_name", "has_other"),
    [
        ("select_one a_b", "select_one", "a_b", False),
        ("select one from sexes or specify other", "select_one", "sexes", True),
        ("select_one yes_no or_other", "select_one", "yes_no", True),
        ("select all that apply from list", "select_multiple", "list", False),
        ("select_multiple  happy_sad", "select_multiple", "happy_sad", False),
        ("rank list", "rank", "list", False),
        ("Integer", "integer", "", False),
        ("begin_something", "begin something", "", False),
    ],
)
def test_type_is_read_in_each_of_its_spellings(text, base, list_name, has_other):
    read = type_of(text)

    assert (read.base, read.list_name, read.has_other) == (base, list_name, has_other)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("geopoint", "left_out"),
        ("geotrace", "left_out"),
        ("image", "left_out"),
        ("barcode", "left_out"),
        ("file", "left_out"),
        ("select_one_from_file towns.csv", "left_out"),
        ("select_one_external towns", "left_out"),
        ("calculate", "recorded_unasked"),
        ("hidden", "recorded_unasked"),
        ("start", "recorded_unasked"),
        ("deviceid", "recorded_unasked"),
        ("csv-external", "not_understood"),
        ("hologram", "not_understood"),
        ("select_one nowhere", "nothing_to_choose"),
    ],
)
def test_type_that_cannot_be_asked_is_reported(text, outcome):
    imported = import_xlsform(
        survey_of(["text", "wish", "Your wish?"], [text, "it", "It?"])
    )

    assert kinds(imported) == {"wish": "short_text"}
    assert found(imported) == [("survey 3", text, outcome)]


def test_settings_of_a_question_that_have_no_place_are_reported():
    content = xlsform(
        {
            "survey": [
                [
                    "type",
                    "name",
                    "label::en",
                    "default",
                    "calculation",
                    "media::image",
                    "x",
                ],
                ["text", "wish", "Wish?", "books", "1+1", "a.png", "y"],
            ]
        }
    )

    assert found(import_xlsform(content)) == [
        ("survey 2", "default", "no_default"),
        ("survey 2", "calculation", "setting_left_out"),
        ("survey 2", "media::image", "media_left_out"),
        ("survey 2", "x", "setting_left_out"),
    ]


def test_languages_are_mapped_and_others_reported():
    content = xlsform(
        {
            "survey": [
                [
                    "type",
                    "name",
                    "label::Persian",
                    "label::Polski (pl)",
                    "label::French (fr)",
                ],
                ["text", "wish", "آرزو؟", "Życzenie?", "Vœu ?"],
                ["text", "only", None, None, "Seulement ?"],
            ]
        }
    )

    imported = import_xlsform(content)

    wish, only = imported.definition.questions
    assert wish.text == {"fa": "آرزو؟", "pl": "Życzenie?"}
    assert only.text == {"en": "Seulement ?"}
    assert imported.definition.languages == ["pl", "fa"]
    assert found(imported) == [
        ("survey 1", "label::French (fr)", "language_left_out"),
        ("survey 3", "label", "language_borrowed"),
    ]


def test_default_language_names_that_of_plain_columns():
    content = xlsform(
        {
            "survey": [["type", "name", "label"], ["text", "wish", "Desiderio?"]],
            "settings": [["default_language"], ["Italiano (it)"]],
        }
    )

    imported = import_xlsform(content)

    assert first(imported).text == {"it": "Desiderio?"}
    assert imported.findings == []


def test_codes_follow_our_rule_and_changes_are_reported():
    imported = import_xlsform(
        survey_of(
            ["select_one a", "ulubiona książka", "A?"],
            ["text", "2nd", "B?"],
            ["text", "2nd", "C?"],
            ["text", None, "D?"],
            choices=[["a", "1", "One"], ["a", "1", "Again"], ["a", "کتاب", "Book"]],
        )
    )

    assert list(kinds(imported)) == ["ulubiona_ksiazka", "q_2nd", "q_2nd_2", "q"]
    assert [one.code for one in first(imported).choices] == ["c_1", "c_1_2", "c"]
    assert found(imported) == [
        ("survey 2", "name", "renamed"),
        ("survey 3", "name", "renamed"),
        ("survey 4", "name", "renamed"),
        ("survey 5", "name", "code_made"),
        ("choices 2", "name", "renamed"),
    ]


def test_conditions_follow_renamed_codes():
    imported = import_xlsform(
        survey_of(
            ["select_one a", "1st", "A?"],
            ["text", "why", "Why?", "${1st} = '1'"],
            ["text", "who", "Who?", "${why} = 'me' and ${later} = 1"],
            choices=[["a", "1", "One"]],
        )
    )

    _one, why, who = imported.definition.questions
    assert why.shown_if == {
        "match": "all",
        "conditions": [{"question": "q_1st", "operator": "is", "value": "c_1"}],
    }
    assert who.shown_if == {}
    finding = imported.findings[1]
    assert (str(finding.place), finding.kind, finding.what, finding.outcome) == (
        "survey 4",
        "relevant",
        "${why} = 'me' and ${later} = 1",
        "always_shown",
    )


def test_findings_say_what_is_wrong_with_a_condition_or_a_limit():
    imported = import_xlsform(
        survey_of(
            ["text", "why", "Why?", "${later} = 'yes'"],
            ["text", "who", "Who?", "${why} = ${who}"],
            ["integer", "later", "Later?", None, ". > 5 and . < 2"],
            ["integer", "age", "Age?", None, ". > ${later}"],
        )
    )

    assert found(imported) == [
        ("survey 2", "relevant", "no_such_question"),
        ("survey 3", "relevant", "always_shown"),
        ("survey 4", "constraint", "contradictory"),
        ("survey 5", "constraint", "unlimited"),
    ]


def test_groups_become_pages_and_inner_groups_pass_their_condition_on():
    imported = import_xlsform(
        survey_of(
            ["integer", "age", "Age?"],
            ["begin group", "work", "Work", "${age} >= 15"],
            ["text", "job", "Job?"],
            ["begin group", "inner", "Inner", "${job} != ''"],
            ["text", "pay", "Pay?", "${age} >= 18"],
            ["end group"],
            ["end group"],
            ["begin repeat", "children", "Children"],
            ["text", "child", "Name of the child?"],
            ["end repeat"],
        )
    )

    _loose, work, children = imported.definition.pages
    at_least = {"question": "age", "operator": "at_least"}
    answered = {"question": "job", "operator": "answered"}
    assert work.title == {"en": "Work"}
    assert work.shown_if == {"match": "all", "conditions": [at_least | {"value": 15}]}
    assert [one.code for one in work.questions] == ["job", "inner", "pay"]
    assert work.questions[2].shown_if == {
        "match": "all",
        "conditions": [answered, at_least | {"value": 18}],
    }
    assert [one.code for one in children.questions] == ["child"]
    assert found(imported) == [
        ("survey 5", "begin group", "made_information"),
        ("survey 9", "begin repeat", "asked_once"),
    ]


def test_text_of_the_other_choice_joins_its_question():
    imported = import_xlsform(
        survey_of(
            ["select_multiple a", "uses", "Uses?"],
            ["text", "uses_other", "What else?", "selected(${uses}, 'Other')"],
            choices=[["a", "books", "Books"], ["a", "Other", "Something else"]],
        )
    )

    assert kinds(imported) == {"uses": "multiple"}
    assert first(imported).has_other
    assert [one.code for one in first(imported).choices] == ["books"]
    assert found(imported) == [
        ("survey 2", "or_other", "other_words"),
        ("survey 3", "text", "joined"),
    ]


def test_questions_in_a_table_become_a_matrix():
    imported = import_xlsform(
        survey_of(
            ["begin group", "rooms", "Rooms", None, None, "table-list"],
            ["select_one yes_no", "light", "Light?"],
            ["select_one yes_no", "air", "Air?", "${light} = 'no'"],
            ["end group"],
            ["text", "why", "Why?", "${light} = 'no'"],
            choices=YES_NO,
        )
    )

    rooms, why = imported.definition.questions
    assert (rooms.kind, [row.code for row in rooms.rows]) == (
        "matrix",
        ["light", "air"],
    )
    assert why.shown_if["conditions"] == [
        {"question": "rooms", "row": "light", "operator": "is", "value": "no"}
    ]
    assert found(imported) == [
        ("survey 2", "table-list", "made_matrix"),
        ("survey 4", "relevant", "always_shown"),
    ]


def test_list_that_nothing_uses_is_reported():
    imported = import_xlsform(
        survey_of(["text", "wish", "Wish?"], choices=[["1", "2", "3"]])
    )

    assert found(imported) == [("choices 2", "list_name", "unused")]


def test_long_question_goes_on_in_its_help():
    words = "word " * 150

    question = first(import_xlsform(survey_of(["text", "wish", words])))

    assert len(question.text["en"]) <= 500
    whole = question.text["en"].rstrip("…") + " " + question.help["en"].lstrip("…")
    assert whole.split() == words.split()


# Files that must not get in


def test_no_spreadsheet_is_refused():
    assert refusal(b"type,name\ntext,wish") == (
        "This is no spreadsheet. Please choose an .xlsx or .xls file."
    )


def test_empty_file_is_refused():
    assert refusal(b"") == "The file is empty. Please choose another."


def test_file_of_100_mb_is_refused_by_its_size():
    assert refusal(b"PK\x03\x04" + bytes(100 * 2**20)).startswith("The file has 101 MB")


DAMAGED = (
    "This spreadsheet cannot be read: it is damaged, or not what its name says. Please "
    "open it in a spreadsheet program, save it again and try once more."
)


@pytest.mark.parametrize("cut", [10, 500, 2000])
def test_damaged_spreadsheet_is_refused(cut):
    whole = survey_of(["text", "wish", "Wish?"])

    assert refusal(whole[:cut]) == DAMAGED
    assert refusal(WIDGETS.read_bytes()[: cut * 4]) == DAMAGED


def test_archive_that_is_no_spreadsheet_is_refused():
    assert refusal(packed({"hello.txt": b"hello"})) == DAMAGED


def test_locked_spreadsheet_is_refused():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    content = ole + "EncryptedPackage".encode("utf-16-le") + bytes(600)

    assert refusal(content) == (
        "This file is locked with a password. Please save it without one."
    )


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_sheet(replace) -> bytes:
    """A good form whose first sheet's XML went through ``replace``."""
    good = zipfile.ZipFile(io.BytesIO(survey_of(["text", "wish", "Wish?"])))
    parts = {name: good.read(name) for name in good.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    return packed(parts | {sheet: replace(parts[sheet])})


def test_zip_bomb_is_refused_before_it_is_unpacked():
    content = with_sheet(lambda sheet: sheet + b" " * (60 * 2**20))

    assert len(content) < 200_000
    assert refusal(content) == (
        "Unpacked, this file is far too large for a questionnaire. Please take out "
        "what is not part of it."
    )


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
    ids=["entities", "file", "address"],
)
def test_declarations_in_a_sheet_are_refused(declaration):
    def declare(sheet: bytes) -> bytes:
        start = sheet.index(b"<worksheet")
        return sheet[:start] + declaration + sheet[start:]

    assert refusal(with_sheet(declare)) == DAMAGED


def test_formula_is_text_and_reported():
    content = survey_of(
        ["text", "wish", '=WEBSERVICE("http://127.0.0.1:9/"&A1)'], ["text", "b", "B?"]
    )

    imported = import_xlsform(content)

    assert first(imported).text == {"en": '=WEBSERVICE("http://127.0.0.1:9/"&A1)'}
    assert found(imported) == [("survey 2", "survey!C2", "formula")]


def test_ten_thousand_choices_are_refused_by_row():
    choices = [["many", f"c{number}", str(number)] for number in range(10_000)]
    content = survey_of(["select_one many", "one", "One?"], choices=choices)

    assert refusal(content) == (
        "Sheet “choices”, row 502: the list “many” is longer than 500 choices, more "
        "than a question can offer. Please shorten it."
    )


def test_too_many_questions_are_refused_by_row():
    rows = [["text", f"q{number}", "?"] for number in range(600)]

    assert refusal(survey_of(*rows)).startswith("Sheet “survey”, row 502: there are")


def test_row_beyond_the_limit_is_refused():
    content = with_sheet(
        lambda sheet: sheet.replace(
            b"</sheetData>",
            b'<row r="900000"><c r="A900000" t="inlineStr"><is><t>x</t></is></c></row>'
            b"</sheetData>",
        )
    )

    assert refusal(content) == (
        "Sheet “survey” has too much in it: reading stopped at row 900,000. At most "
        "20,000 rows and 60,000 filled cells are read."
    )


def test_form_without_a_survey_sheet_is_refused():
    assert refusal(xlsform({"Sheet1": [["type", "name"]]})) == (
        "The file has no sheet named “survey”, so it is no XLSForm. Please check the "
        "names of its sheets."
    )


def test_form_without_a_column_is_refused():
    assert refusal(xlsform({"survey": [["name", "label"], ["a", "A?"]]})) == (
        "Sheet “survey” has no column “type” in its first row. Please add it."
    )
    assert refusal(xlsform({"survey": [["type"]], "choices": [["name"], ["yes"]]})) == (
        "Sheet “choices” has no column “list_name” in its first row. Please add it."
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [["begin group", "a", "A"], ["text", "b", "B?"]],
            "Sheet “survey”: the group that begins in row 2 never ends.",
        ),
        (
            [["text", "b", "B?"], ["end group"]],
            "Sheet “survey”, row 3 ends a group that never began.",
        ),
        (
            [["begin group", f"g{number}", "G"] for number in range(30)],
            "Sheet “survey”, row 21: too many groups within groups.",
        ),
    ],
    ids=["never ends", "never began", "too deep"],
)
def test_groups_that_do_not_match_are_refused_by_row(rows, message):
    assert refusal(survey_of(*rows)) == message
