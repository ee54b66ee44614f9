"""LimeSurvey files: every type becomes something or is reported, or all is refused."""

import datetime as dt

import pytest

from surveys.exchange.findings import ImportRefused
from surveys.exchange.limesurvey import import_limesurvey
from surveys.exchange.plain_text import plain_text
from surveys.exchange.reading import read_survey
from tests.surveys.lss import answer, attribute, lss, question, sub, words


def imported_one(kind: str, *, attributes=(), subs=None, answers=None, **fields):
    """A file with one question of this type, two parts and two answers."""
    rows = [sub(11, 1, "SQ1"), sub(12, 1, "SQ2")] if subs is None else subs
    given = [answer(21, 1, "A1"), answer(22, 1, "A2")] if answers is None else answers
    return import_limesurvey(
        lss(
            "en",
            questions=[question(1, kind, "Q1", **fields)],
            subquestions=rows,
            question_l10ns=[
                words(1, "Question?", help_text="Help"),
                *(words(row["qid"], f"Part {row['title']}") for row in rows),
            ],
            answers=given,
            answer_l10ns=[
                {"aid": row["aid"], "language": "en", "answer": f"Label {row['code']}"}
                for row in given
            ],
            question_attributes=list(attributes),
        )
    )


def questions(imported) -> list:
    return list(imported.definition.questions)


def kinds(imported) -> list[tuple[str, str]]:
    return [(one.code, one.kind) for one in questions(imported)]


def found(imported) -> list[tuple[str, str, str]]:
    return [(str(one.place), one.kind, one.outcome) for one in imported.findings]


def refusal(content: bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        import_limesurvey(content)
    return refused.value.message


PARTS = [("Q1", "information"), ("Q1_SQ1", "short_text"), ("Q1_SQ2", "short_text")]
NUMBERS = [("Q1", "information"), ("Q1_SQ1", "number"), ("Q1_SQ2", "number")]


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("L", [("Q1", "single")]),
        ("!", [("Q1", "dropdown")]),
        ("O", [("Q1", "single"), ("Q1_comment", "long_text")]),
        ("M", [("Q1", "multiple")]),
        (
            "P",
            [
                ("Q1", "multiple"),
                ("Q1_SQ1_comment", "short_text"),
                ("Q1_SQ2_comment", "short_text"),
            ],
        ),
        ("Y", [("Q1", "single")]),
        ("G", [("Q1", "single")]),
        ("5", [("Q1", "rating")]),
        ("A", [("Q1", "matrix")]),
        ("B", [("Q1", "matrix")]),
        ("C", [("Q1", "matrix")]),
        ("E", [("Q1", "matrix")]),
        ("F", [("Q1", "matrix")]),
        ("H", [("Q1", "matrix")]),
        ("N", [("Q1", "number")]),
        ("K", NUMBERS),
        ("Q", PARTS),
        ("S", [("Q1", "short_text")]),
        ("T", [("Q1", "long_text")]),
        ("U", [("Q1", "long_text")]),
        ("D", [("Q1", "date")]),
        ("R", [("Q1", "ranking")]),
        ("X", [("Q1", "information")]),
        ("I", []),
        ("*", []),
        ("|", []),
        ("?", []),
    ],
)
def test_each_type_is_mapped_or_reported(kind, made):
    imported = imported_one(kind)

    assert kinds(imported) == made
    changed = [one for one in imported.findings if one.kind == kind]
    is_as_it_was = len(made) == 1
    assert [one.what for one in changed] == ([] if is_as_it_was else ["Q1"])
    assert [str(one.place) for one in changed] == (
        [] if is_as_it_was else ["questions 1"]
    )


def test_array_of_two_scales_becomes_two_matrices():
    imported = imported_one(
        "1",
        answers=[answer(21, 1, "A1"), answer(22, 1, "B1", scale_id=1)],
        attributes=[
            attribute(1, "dualscale_headerA", "Now", "en"),
            attribute(1, "dualscale_headerB", "Later", "en"),
        ],
    )

    now, later = questions(imported)
    assert (now.code, now.text) == ("Q1_1", {"en": "Question? – Now"})
    assert (later.code, later.text) == ("Q1_2", {"en": "Question? – Later"})
    assert [one.code for one in later.choices] == ["B1"]
    assert found(imported) == [("questions 1", "1", "made_two_matrices")]


@pytest.mark.parametrize(("kind", "made"), [(":", "number"), (";", "short_text")])
def test_array_of_fields_becomes_a_question_for_each(kind, made):
    rows = [
        sub(11, 1, "Y1"),
        sub(12, 1, "X1", scale_id=1),
        sub(13, 1, "X2", scale_id=1),
    ]

    imported = imported_one(kind, subs=rows)

    assert kinds(imported) == [
        ("Q1", "information"),
        ("Q1_Y1_X1", made),
        ("Q1_Y1_X2", made),
    ]
    assert questions(imported)[1].text == {"en": "Part Y1 – Part X1"}


def test_array_of_boxes_becomes_a_multiple_choice_for_each_row():
    rows = [sub(11, 1, "Y1"), sub(12, 1, "X1", scale_id=1)]
    boxes = [attribute(1, "multiflexible_checkbox", "1")]

    imported = imported_one(":", subs=rows, attributes=boxes)

    assert kinds(imported) == [("Q1", "information"), ("Q1_Y1", "multiple")]


def test_settings_are_mapped():
    many = imported_one(
        "M",
        other="Y",
        mandatory="Y",
        attributes=[
            attribute(1, "random_order", "1"),
            attribute(1, "min_answers", "1"),
            attribute(1, "max_answers", "2"),
            attribute(1, "exclude_all_others", "SQ2"),
        ],
    )
    day = imported_one(
        "D",
        attributes=[
            attribute(1, "date_min", "1910-01-01"),
            attribute(1, "date_max", "(date('y-m-d'))"),
        ],
    )

    (uses,), (born,) = questions(many), questions(day)
    assert (uses.minimum, uses.maximum) == (1, 2)
    assert uses.is_randomized
    assert uses.is_required
    assert uses.has_other
    assert [one.is_exclusive for one in uses.choices] == [False, True]
    assert found(many) == [("questions 1", "other", "other_words")]
    assert (born.earliest_on, born.latest_on) == (dt.date(1910, 1, 1), None)
    assert found(day) == [("questions 1", "date_max", "setting_left_out")]


def test_settings_without_a_place_here_are_reported():
    imported = imported_one(
        "T",
        mandatory="S",
        preg="/[a-z]+/",
        question_theme_name="browserdetect",
        relevance="count(that.Q0) > 0",
        attributes=[
            attribute(1, "hidden", "1"),
            attribute(1, "display_rows", "9"),
            attribute(1, "hide_tip", "0"),
            attribute(1, "prefix", "EUR", "en"),
        ],
    )

    assert found(imported) == [
        ("questions 1", "relevance", "always_shown"),
        ("questions 1", "mandatory", "not_required"),
        ("questions 1", "preg", "unlimited"),
        ("questions 1", "question_theme_name", "appearance"),
        ("questions 1", "attributes", "appearance"),
        ("questions 1", "hidden", "setting_left_out"),
        ("questions 1", "prefix", "setting_left_out"),
    ]


def conditional(relevance: str, **tables):
    return import_limesurvey(
        lss(
            "en",
            questions=[
                question(1, "Y", "QC"),
                question(2, "M", "QM"),
                question(3, "X", "X", relevance=relevance),
            ],
            subquestions=[sub(11, 2, "SQ1")],
            question_l10ns=[words(number, "?") for number in (1, 2, 3, 11)],
            **tables,
        )
    )


@pytest.mark.parametrize(
    ("relevance", "condition"),
    [
        ('((QC.NAOK == "Y"))', {"question": "QC", "operator": "is", "value": "Y"}),
        ("is_empty(QC.NAOK)", {"question": "QC", "operator": "not_answered"}),
        (
            'QM_SQ1.NAOK == "Y"',
            {"question": "QM", "operator": "includes", "value": "SQ1"},
        ),
        (
            '9X1X2SQ1.NAOK == "Y"',
            {"question": "QM", "operator": "includes", "value": "SQ1"},
        ),
        ('9X1X1 != "Y"', {"question": "QC", "operator": "is_not", "value": "Y"}),
    ],
)
def test_relevance_is_translated(relevance, condition):
    shown = questions(conditional(relevance))[2]

    assert shown.shown_if == {"match": "all", "conditions": [condition]}


def test_old_conditions_are_read_where_there_is_no_relevance():
    common = {"qid": 3, "cqid": 1, "cfieldname": "9X1X1", "method": "=="}
    rows = [
        common | {"value": "Y", "scenario": 1},
        common | {"value": "N", "scenario": 2},
    ]

    shown = questions(conditional("1", conditions=rows))[2]

    assert shown.shown_if == {
        "match": "any",
        "conditions": [
            {"question": "QC", "operator": "is", "value": "Y"},
            {"question": "QC", "operator": "is", "value": "N"},
        ],
    }


def test_languages_texts_and_pages():
    imported = import_limesurvey(
        lss(
            "it",
            "de-informal",
            "fa",
            group_l10ns=[{"gid": 1, "language": "fa", "group_name": "گروه"}],
            questions=[question(1, "S", "Q1"), question(2, "S", "Q2")],
            question_l10ns=[
                words(
                    1, '<p>Ciao <b>tu</b></p><script>x()</script><img src="a">', "it"
                ),
                words(1, "سلام &amp; درود", "fa"),
                words(2, "Nur Deutsch", "de-informal"),
            ],
        )
    )

    page = imported.definition.pages[0]
    assert imported.definition.languages == ["fa", "it"]
    assert imported.definition.title == {"it": "Title it", "fa": "Title fa"}
    assert page.title == {"fa": "گروه"}
    assert [one.text for one in page.questions] == [
        {"it": "Ciao tu", "fa": "سلام & درود"},
        {"en": "Nur Deutsch"},
    ]
    assert [(one.kind, one.what) for one in imported.findings] == [
        ("surveyls_language", "de-informal"),
        ("HTML", "b, script, img"),
        ("question", "Nur Deutsch"),
    ]


def test_texts_of_older_versions_stand_in_the_tables():
    rows = [
        question(1, "L", "Q1", language=language, question=text)
        for language, text in (("en", "One?"), ("it", "Uno?"))
    ]
    answers = [
        {"qid": 1, "code": "A1", "scale_id": 0, "language": language, "answer": text}
        for language, text in (("en", "First"), ("it", "Primo"))
    ]
    content = lss("en", "it", questions=rows, answers=answers).replace(
        b"<question_l10ns><rows></rows></question_l10ns>", b""
    )
    content = content.replace(b"<answer_l10ns><rows></rows></answer_l10ns>", b"")

    (asked,) = questions(import_limesurvey(content))

    assert asked.text == {"en": "One?", "it": "Uno?"}
    assert [one.label for one in asked.choices] == [{"en": "First", "it": "Primo"}]


# Files that must not get in


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
    ids=["entities", "file", "address"],
)
def test_declarations_are_refused(declaration):
    content = lss("en").replace(b"<document>", declaration + b"<document>")

    assert refusal(content) == (
        "This file declares entities or a document type; no LimeSurvey file does. It "
        "was not read."
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"<document>\n<a></b>", 2),
        (lss("en")[:-20], 2),
        (b'<?xml version="1.0" encoding="UTF-8"?><document>\xff\xfe</document>', 1),
        (b'<?xml version="1.0" encoding="x-none"?><document/>', 1),
    ],
    ids=["not matching", "cut off", "broken encoding", "unknown encoding"],
)
def test_broken_xml_is_refused_by_line(content, line):
    assert refusal(content) == (
        f"This is no LimeSurvey survey (.lss): as XML it cannot be read beyond line "
        f"{line}. Please export it from LimeSurvey again."
    )


def test_other_xml_is_refused():
    assert refusal(b"<svg/>") == (
        "This is XML, but no LimeSurvey survey (.lss). Please export the survey's "
        "structure from LimeSurvey."
    )


def test_file_of_100_mb_is_refused_by_its_size():
    assert refusal(b"<" + b" " * (100 * 2**20)).startswith("The file has 101 MB")


def test_empty_file_is_refused():
    assert refusal(b"") == "The file is empty. Please choose another."


def test_file_without_a_question_is_refused():
    with pytest.raises(ImportRefused, match="holds no question"):
        read_survey(lss("en"), filename="empty.lss")


def test_question_of_10_000_choices_is_left_out_and_reported():
    answers = [answer(number, 1, f"A{number}") for number in range(10_000)]

    imported = imported_one("L", answers=answers)

    assert questions(imported) == []
    assert ("questions 1", "choices", "too_many") in found(imported)


@pytest.mark.parametrize(
    ("markup", "text", "lost"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo", []),
        ("<ul><li>a</li><li>b</li></ul>", "– a\n– b", []),
        ("a<br/>b &lt;c&gt;", "a\nb <c>", []),
        ("<style>p{}</style><a href='x'>link</a>", "link", ["style", "a"]),
        ("<img alt='A cat'>", "A cat", ["img"]),
        ("no &eacute; markup", "no é markup", []),
        ("<<b", "<<b", []),
    ],
)
def test_markup_becomes_text(markup, text, lost):
    assert plain_text(markup) == (text, lost)
