"""What stands in the way of publishing a survey, and what is only a hint."""

import datetime as dt

import pytest
import time_machine

from surveys import checks
from surveys.models import Choice, Question, Survey
from tests.surveys.factories import (
    PageFactory,
    SurveyFactory,
    matrix,
    question,
)
from tests.surveys.publishing import DRAFT, NOW, condition, draft_survey


@pytest.fixture(autouse=True)
def frozen_clock():
    with time_machine.travel(NOW, tick=False):
        yield


def found(survey: Survey) -> list[tuple[str, str, bool]]:
    whole = Survey.objects.with_questions().get(pk=survey.pk)
    return [(one.place, one.message, one.is_blocking) for one in checks.findings(whole)]


def test_findings_ready_survey_has_none(db):
    assert found(draft_survey()) == []


def test_findings_survey_without_pages(db):
    survey = SurveyFactory(status=DRAFT, languages=["en"])

    assert found(survey) == [
        ("survey", "The survey has no page yet: add one.", True),
    ]


def test_findings_page_without_questions_names_the_page(db):
    survey = draft_survey()
    PageFactory(survey=survey, position=2)

    assert found(survey) == [
        ("page:2", "This page has no question: add one, or remove the page.", True)
    ]


def test_findings_survey_that_asks_nothing(db):
    survey = SurveyFactory(status=DRAFT, languages=["en"])
    question(PageFactory(survey=survey, position=1), "hello", "information")

    assert found(survey) == [
        ("survey", "Nothing is asked yet: add a question that can be answered.", True)
    ]


@pytest.mark.parametrize("kind", ["single", "multiple", "dropdown", "ranking"])
def test_findings_choices_without_choices(db, kind):
    survey = draft_survey()
    question(survey.pages.get(), "empty", kind)

    assert found(survey) == [
        ("question:empty", "No choices are offered: add at least two.", True)
    ]


def test_findings_matrix_without_rows(db):
    survey = draft_survey()
    question(survey.pages.get(), "grid", "matrix", "good", "bad")

    assert found(survey) == [
        (
            "question:grid",
            "The matrix has no rows: add what is to be judged.",
            True,
        )
    ]


def test_findings_scale_without_words_for_its_ends(db):
    survey = draft_survey()
    page = survey.pages.get()
    question(page, "flat", "rating", minimum=1, maximum=2)

    assert found(survey) == [
        (
            "question:flat",
            "The ends of the scale have no labels: say what they stand for.",
            False,
        ),
    ]


def test_findings_bounds_that_cannot_be_met(db):
    survey = draft_survey()
    question(survey.pages.get(), "uses", "multiple", "a", "b", "!none", minimum=3)

    assert found(survey) == [
        (
            "question:uses",
            "At least 3 choices are asked for, but only 2 can be chosen together: "
            "lower the minimum or add choices.",
            True,
        )
    ]


def test_findings_no_choice_is_allowed(db):
    survey = draft_survey()
    question(survey.pages.get(), "uses", "multiple", "a", "b", maximum=0)

    assert found(survey) == [
        ("question:uses", "At most zero choices are allowed: raise the maximum.", True)
    ]


def test_findings_a_single_choice_is_a_hint(db):
    survey = draft_survey()
    question(survey.pages.get(), "uses", "single", "a")

    assert found(survey) == [
        ("question:uses", "Only one choice is offered.", False),
    ]


def test_findings_lead_to_the_form_of_a_question_and_the_place_of_a_page(db):
    survey = draft_survey()
    empty = question(survey.pages.get(), "uses", "single")
    PageFactory(survey=survey, position=2)
    whole = Survey.objects.with_questions().get(pk=survey.pk)

    addresses = [one.address for one in checks.findings(whole)]

    desk = f"/en/desk/surveys/{survey.pk}/"
    assert addresses == [f"{desk}#page-2", f"{desk}questions/{empty.pk}/"]


def test_findings_district_question_needs_districts(db):
    survey = draft_survey()
    question(survey.pages.get(), "home", "district")

    assert found(survey) == [
        (
            "question:home",
            "There are no districts to choose from: enter them first.",
            True,
        )
    ]


def test_findings_required_consent_is_a_hint(db):
    survey = draft_survey()
    question(survey.pages.get(), "agrees", "consent", is_required=True)

    assert found(survey) == [
        (
            "question:agrees",
            "Consent is required: nobody can send answers without giving it.",
            False,
        )
    ]


def test_findings_texts_missing_in_chosen_languages(db):
    survey = draft_survey(languages=["en", "fa", "it"], title_it="Che fare?")
    Question.objects.update(text_it="Viene?", help_en="One answer.")
    Choice.objects.filter(code="often").update(label_it="Spesso")

    assert found(survey) == [
        ("choice:visits:no", "“Label” is not written in Italiano.", True),
        ("question:visits", "“Help” is not written in فارسی, Italiano.", False),
    ]


def test_findings_lead_to_the_field_of_a_missing_text(db):
    survey = draft_survey(languages=["en", "pl"])
    whole = Survey.objects.with_questions().get(pk=survey.pk)

    title = checks.findings(whole)[0]

    address = f"/en/desk/surveys/{survey.pk}/translation/"
    assert title.address == f"{address}?target=pl&text=survey.title#id_survey.title"


@pytest.mark.parametrize(
    ("shown_if", "message"),
    [
        (
            condition("nowhere"),
            "The condition looks at the question nowhere, which is not there.",
        ),
        (
            condition("later"),
            "The condition looks at the question later, which comes later: move that "
            "question up, or choose another.",
        ),
        (
            condition("visits", "at_least", 3),
            "The condition asks of visits what a question of its kind cannot answer: "
            "choose another comparison.",
        ),
        (
            condition("visits", "is", "daily"),
            "The condition waits for “daily”, which visits cannot answer.",
        ),
        (
            condition("grid", "is", "good", row="roof"),
            "The condition looks at a row that grid does not have: roof.",
        ),
    ],
)
def test_findings_conditions_that_cannot_hold(db, shown_if, message):
    survey = draft_survey()
    page = survey.pages.get()
    matrix(page, "grid", ["hours"], "good", "bad")
    question(page, "why", "short_text", shown_if=shown_if)
    question(page, "later", "single", "often", "no")

    problems = [one for one in found(survey) if "Nobody can reach" not in one[1]]

    assert problems == [("question:why", message, True)]


@pytest.mark.parametrize(
    ("conditions", "reached"),
    [
        ([("visits", "is", "often"), ("visits", "is", "no")], False),
        ([("visits", "is", "often"), ("visits", "is_not", "no")], True),
        ([("trust", "at_least", 4), ("trust", "at_most", 2)], False),
        ([("trust", "at_least", 2), ("trust", "at_most", 4)], True),
        ([("uses", "includes", "a"), ("uses", "excludes", "a")], False),
        ([("uses", "includes", "a"), ("uses", "includes", "b")], True),
        ([("age", "at_least", 121)], False),
        ([("age", "at_least", 120)], True),
        ([("since", "at_most", "1949-12-31")], False),
        ([("since", "at_most", "1950-01-01")], True),
        ([("wish", "answered", None), ("wish", "not_answered", None)], False),
        ([("certain", "not_answered", None)], False),
    ],
)
def test_findings_unreachable_page(db, conditions, reached):
    survey = draft_survey()
    page = survey.pages.get()
    question(page, "trust", "rating", minimum=1, maximum=5)
    question(page, "uses", "multiple", "a", "b")
    question(page, "age", "number", maximum=120)
    question(page, "since", "date", earliest_on=dt.date(1950, 1, 1))
    question(page, "wish", "long_text")
    question(page, "certain", "single", "yes", "no", is_required=True)
    all_of_them = [
        {"question": code, "operator": operator, "value": value}
        for code, operator, value in conditions
    ]
    second = PageFactory(
        survey=survey,
        position=2,
        shown_if={"match": "all", "conditions": all_of_them},
    )
    question(second, "more", "short_text")

    unreachable = [one for one in found(survey) if one[0] == "page:2"]

    message = "Nobody can reach this page: its conditions never hold."
    assert unreachable == ([] if reached else [("page:2", message, True)])


def test_findings_what_depends_on_an_unreachable_page_is_unreachable_too(db):
    survey = draft_survey()
    never = {
        "match": "all",
        "conditions": [
            {"question": "visits", "operator": "is", "value": value}
            for value in ("often", "no")
        ],
    }
    second = PageFactory(survey=survey, position=2, shown_if=never)
    question(second, "why", "single", "often", "no")
    third = PageFactory(survey=survey, position=3)
    question(third, "then", "short_text", shown_if=condition("why"))

    places = [one[0] for one in found(survey)]

    assert places == ["page:2", "question:then"]


@pytest.mark.parametrize("size", [1, 3])
def test_findings_ask_the_database_no_more_for_more(
    db, django_assert_num_queries, size
):
    survey = draft_survey()
    for position in range(2, size + 2):
        page = PageFactory(survey=survey, position=position)
        question(page, f"q{position}", "single", "often", "no")
    whole = Survey.objects.with_questions().get(pk=survey.pk)

    with django_assert_num_queries(0):
        assert checks.findings(whole) == []
