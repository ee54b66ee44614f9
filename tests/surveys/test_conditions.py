"""Shown-if on the server: what holds, what remains, and how it is said."""

import pytest
from django.utils import translation

from surveys import conditions
from surveys.models import QuestionRow, Survey
from tests.factories import DistrictFactory
from tests.surveys.factories import PageFactory, SurveyFactory, question

WEEKLY = {"question": "visits", "operator": "is", "value": "weekly"}
ADULT = {"question": "age", "operator": "at_least", "value": 18}


def all_of(*found):
    return {"match": "all", "conditions": list(found)}


def any_of(*found):
    return {"match": "any", "conditions": list(found)}


@pytest.mark.parametrize(
    ("operator", "value", "answer", "holds"),
    [
        ("is", "weekly", "weekly", True),
        ("is", "weekly", "never", False),
        ("is", "weekly", None, False),
        ("is", 3, 3, True),
        ("is_not", "weekly", "never", True),
        ("is_not", "weekly", "weekly", False),
        ("is_not", "weekly", None, True),
        ("includes", "wifi", ["books", "wifi"], True),
        ("includes", "wifi", ["books"], False),
        ("includes", "wifi", [], False),
        ("includes", "wifi", "wifi and books", False),
        ("excludes", "wifi", ["books"], True),
        ("excludes", "wifi", ["wifi"], False),
        ("excludes", "wifi", None, True),
        ("at_least", 18, 18, True),
        ("at_least", 18, 17.5, False),
        ("at_least", 18, None, False),
        ("at_least", 18, "older", False),
        ("at_most", "2025-09-23", "2025-09-23", True),
        ("at_most", "2025-09-23", "2025-10-01", False),
        ("at_most", 0, 0, True),
        ("answered", None, 0, True),
        ("answered", None, "", False),
        ("not_answered", None, {}, True),
        ("not_answered", None, "x", False),
    ],
)
def test_condition_holds(operator, value, answer, holds):
    condition = {"question": "q", "operator": operator, "value": value}

    assert conditions.is_fulfilled(condition, {"q": answer}) is holds


def test_condition_looks_at_one_row_of_a_matrix():
    answers = {"services": {"hours": "bad"}}
    one = {"question": "services", "row": "hours", "operator": "is", "value": "bad"}

    assert conditions.is_fulfilled(one, answers)
    assert not conditions.is_fulfilled(one | {"row": "staff"}, answers)
    assert conditions.is_fulfilled(
        one | {"row": "staff", "operator": "not_answered"}, answers
    )


def test_shown_if_all_and_any():
    answers = {"visits": "weekly", "age": 17}

    assert conditions.is_shown({}, {})
    assert conditions.is_shown(any_of(WEEKLY, ADULT), answers)
    assert not conditions.is_shown(all_of(WEEKLY, ADULT), answers)
    assert conditions.is_shown(all_of(WEEKLY, ADULT), answers | {"age": 18})


def test_reduced_keeps_what_is_not_known_yet():
    weekly = {"visits": "weekly"}
    never = {"visits": "never"}

    assert conditions.reduced({}, {}) == {}
    assert conditions.reduced(all_of(WEEKLY, ADULT), weekly, {"age"}) == all_of(ADULT)
    assert conditions.reduced(all_of(WEEKLY, ADULT), never, {"age"}) is None
    assert conditions.reduced(any_of(WEEKLY, ADULT), weekly, {"age"}) == {}
    assert conditions.reduced(any_of(WEEKLY, ADULT), never, {"age"}) == any_of(ADULT)
    assert conditions.reduced(any_of(WEEKLY, ADULT), never) is None
    assert conditions.reduced(all_of(WEEKLY), weekly) == {}


@pytest.fixture
def survey(db) -> Survey:
    """Two pages; all of the second depends on the first."""
    DistrictFactory(code="north", name_en="North")
    survey = SurveyFactory(slug="conditional")
    first, second = PageFactory(survey=survey), PageFactory(survey=survey)
    question(first, "visits", "single", "weekly", "never", text_en="How often?")
    question(first, "uses", "multiple", "books", has_other=True, text_en="What for?")
    question(first, "age", "number", text_en="How old?")
    question(first, "day", "date", text_en="Since when?")
    question(first, "home", "district", text_en="Where?")
    matrix = question(first, "services", "matrix", "good", text_en="How good?")
    QuestionRow.objects.create(
        question=matrix, position=1, code="hours", label_en="Hours"
    )
    question(second, "why", "single", "far", shown_if=all_of(WEEKLY))
    question(
        second,
        "how",
        "long_text",
        shown_if={
            "match": "all",
            "conditions": [{"question": "why", "operator": "answered"}],
        },
    )
    return Survey.objects.with_questions().get(pk=survey.pk)


def test_shown_on_page_goes_by_the_pages_before_and_the_page_itself(survey):
    questions = survey.pages.all()[1].questions.all()
    shown = conditions.shown_on_page(questions, {"visits": "weekly"})

    assert [(question.code, rest) for question, rest in shown] == [
        ("why", {}),
        ("how", all_of({"question": "why", "operator": "answered"})),
    ]
    assert conditions.shown_on_page(questions, {"visits": "never"}) == []


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (WEEKLY, "Only if the answer to “How often?” is “Weekly”."),
        (
            WEEKLY | {"operator": "is_not"},
            "Only if the answer to “How often?” is not “Weekly”.",
        ),
        (
            {"question": "uses", "operator": "includes", "value": "books"},
            "Only if “Books” is chosen under “What for?”.",
        ),
        (
            {"question": "uses", "operator": "excludes", "value": "other"},
            "Only if “Other, please say” is not chosen under “What for?”.",
        ),
        (ADULT, "Only if the answer to “How old?” is 18 or more."),
        (
            ADULT | {"operator": "at_most", "value": 1200},
            "Only if the answer to “How old?” is 1,200 or less.",
        ),
        (
            {"question": "day", "operator": "at_least", "value": "2025-09-23"},
            "Only if the answer to “Since when?” is September 23, 2025 or later.",
        ),
        (
            {"question": "day", "operator": "at_most", "value": "2025-09-23"},
            "Only if the answer to “Since when?” is September 23, 2025 or earlier.",
        ),
        (
            {"question": "home", "operator": "is", "value": "north"},
            "Only if the answer to “Where?” is “North”.",
        ),
        (
            {
                "question": "services",
                "row": "hours",
                "operator": "is",
                "value": "good",
            },
            "Only if the answer to “How good? – Hours” is “Good”.",
        ),
        (
            {"question": "visits", "operator": "answered"},
            "Only if “How often?” is answered.",
        ),
        (
            {"question": "gone", "operator": "not_answered"},
            "Only if “gone” is not answered.",
        ),
    ],
)
def test_describe_one_condition(survey, condition, sentence):
    assert conditions.describe(all_of(condition), survey) == sentence


def test_describe_several_conditions(survey):
    said = (
        "the answer to “How often?” is “Weekly”; the answer to “How old?” is 18 or more"
    )

    assert conditions.describe({}, survey) == ""
    assert conditions.describe(all_of(WEEKLY, ADULT), survey) == (
        f"Only if all of these are true: {said}."
    )
    assert conditions.describe(any_of(WEEKLY, ADULT), survey) == (
        f"Only if at least one of these is true: {said}."
    )


def test_describe_in_persian_has_its_digits_and_calendar(survey):
    day = {"question": "day", "operator": "at_least", "value": "2025-09-23"}
    with translation.override("fa"):
        age = conditions.describe(all_of(ADULT), survey)
        date = conditions.describe(all_of(day), survey)

    assert "۱۸" in age
    assert "۱ مهر ۱۴۰۴" in date
