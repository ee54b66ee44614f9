"""Shown-if as it is written in the editors of questions and pages."""

import re

import pytest
from django.urls import reverse

from surveys.models import QuestionRow
from tests.factories import DistrictFactory
from tests.surveys.authoring import listed, question_form, stored_form
from tests.surveys.factories import PageFactory, SurveyFactory, question


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


@pytest.fixture
def survey(db):
    """A draft whose first page asks a question of each kind to depend on."""
    survey = SurveyFactory(status="draft")
    first, second = PageFactory(survey=survey), PageFactory(survey=survey)
    question(first, "visits", "single", "weekly", "never", has_other=True)
    question(first, "uses", "multiple", "books", "wifi")
    question(first, "trust", "rating", minimum=1, maximum=5)
    matrix = question(first, "judge", "matrix", "good", "bad")
    QuestionRow.objects.create(question=matrix, code="hours", position=1, label="Hours")
    question(first, "age", "number", decimals=1)
    question(first, "last", "date")
    question(first, "home", "district")
    question(first, "note", "information")
    question(second, "wish", "long_text")
    DistrictFactory(code="harbor")
    return survey


def new(survey) -> str:
    page = survey.pages.last()
    return f"/en/desk/surveys/{survey.pk}/pages/{page.pk}/questions/new/"


@pytest.mark.parametrize(
    ("row", "stored"),
    [
        (
            {"question": "visits", "operator": "is", "value": "weekly"},
            {"question": "visits", "operator": "is", "value": "weekly"},
        ),
        (
            {"question": "visits", "operator": "is_not", "value": "other"},
            {"question": "visits", "operator": "is_not", "value": "other"},
        ),
        (
            {"question": "uses", "operator": "includes", "value": "wifi"},
            {"question": "uses", "operator": "includes", "value": "wifi"},
        ),
        (
            {"question": "trust", "operator": "at_least", "value": "۳"},
            {"question": "trust", "operator": "at_least", "value": 3},
        ),
        (
            {"question": "judge:hours", "operator": "is", "value": "bad"},
            {"question": "judge", "row": "hours", "operator": "is", "value": "bad"},
        ),
        (
            {"question": "age", "operator": "at_most", "value": "۱۷٫۵"},
            {"question": "age", "operator": "at_most", "value": 17.5},
        ),
        (
            {"question": "last", "operator": "at_least", "value": "۱۴۰۴/۰۷/۰۱"},
            {"question": "last", "operator": "at_least", "value": "2025-09-23"},
        ),
        (
            {"question": "home", "operator": "is", "value": "harbor"},
            {"question": "home", "operator": "is", "value": "harbor"},
        ),
        (
            {"question": "wish", "operator": "answered", "value": "ignored"},
            {"question": "wish", "operator": "answered"},
        ),
    ],
)
def test_condition_on_every_kind_is_stored_in_its_shape(desk, survey, row, stored):
    sent = {**listed("shown", row), "shown-match": "any"}
    desk.post(new(survey), question_form(**sent))

    made = survey.all_questions.get(code="Q1")
    assert made.shown_if == {"match": "any", "conditions": [stored]}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"question": "visits"}, "Condition 1: choose a comparison."),
        (
            {"question": "visits", "operator": "is"},
            "Condition 1: give the answer to compare with.",
        ),
        (
            {"question": "later", "operator": "answered"},
            "Condition 1: Select a valid choice. later is not one of the available "
            "choices.",
        ),
        (
            {"question": "note", "operator": "answered"},
            "Condition 1: Select a valid choice. note is not one of the available "
            "choices.",
        ),
        (
            {"question": "trust", "operator": "at_least", "value": "many"},
            "Condition 1: Write a whole number in digits, such as 3.",
        ),
        (
            {"question": "visits", "operator": "is", "value": "forged"},
            "Condition 1: Select a valid choice. forged is not one of the available "
            "choices.",
        ),
    ],
)
def test_condition_is_refused_beside_its_row(desk, survey, row, message):
    response = desk.post(new(survey), question_form(**listed("shown", row)))

    assert response.status_code == 422
    assert [words for _anchor, words in response.context["problems"]] == [message]
    assert survey.all_questions.filter(code="Q1").count() == 0


def test_only_earlier_questions_are_offered(desk, survey):
    uses = survey.all_questions.get(code="uses")
    response = desk.get(f"/en/desk/surveys/{survey.pk}/questions/{uses.pk}/")

    assert list(response.context["form"].shown.sources) == ["visits"]


def test_page_depends_on_earlier_pages_only(desk, survey):
    first, second = survey.pages.all()
    address = "/en/desk/surveys/{}/pages/{}/"

    of_first = desk.get(address.format(survey.pk, first.pk)).context["form"]
    of_second = desk.get(address.format(survey.pk, second.pk)).context["form"]

    assert list(of_first.shown.sources) == []
    assert list(of_second.shown.sources) == [
        "visits",
        "uses",
        "trust",
        "judge:hours",
        "age",
        "last",
        "home",
    ]


def test_page_is_shown_on_a_condition(desk, survey):
    page = survey.pages.last()
    address = f"/en/desk/surveys/{survey.pk}/pages/{page.pk}/"
    seen = desk.get(address).context["form"]["seen"].value()
    row = {"question": "visits", "operator": "is", "value": "never"}
    desk.post(address, {"seen": seen, **listed("shown", row)})

    page.refresh_from_db()
    assert page.shown_if == {"match": "all", "conditions": [row]}


def test_chosen_question_brings_its_comparisons_and_answers(desk, survey):
    row = {"question": "visits"}
    form = question_form(arrange="shown", **listed("shown", row))
    response = desk.post(new(survey), form)

    (condition,) = response.context["form"].shown
    operators = [value for value, _word in condition.fields["operator"].choices]
    answers = [value for value, _label in condition.fields["value"].choices]
    assert operators == ["is", "is_not", "answered", "not_answered"]
    assert answers == ["", "weekly", "never", "other"]


def test_conditions_are_added_and_removed_without_saving(desk, survey):
    row = {"question": "visits", "operator": "answered"}
    added = desk.post(
        new(survey), question_form(arrange="shown:add", **listed("shown", row))
    )
    removed = desk.post(
        new(survey), question_form(arrange="shown:0:remove", **listed("shown", row))
    )

    assert len(added.context["form"].shown.forms) == 2
    assert len(removed.context["form"].shown.forms) == 0
    assert survey.all_questions.filter(code="Q1").count() == 0


@pytest.mark.parametrize(
    ("wish", "at"),
    [
        ("shown:add", "id_shown-2-question"),
        ("shown:0:remove", "shown-0-remove"),
        ("shown:1:remove", "shown-0-remove"),
    ],
)
def test_the_focus_goes_where_conditions_changed(desk, survey, wish, at):
    rows = [{"question": "visits", "operator": "answered"}] * 2
    page = desk.post(new(survey), question_form(arrange=wish, **listed("shown", *rows)))

    assert autofocused(page) == [at]


def test_the_focus_goes_to_adding_after_the_last_condition_is_removed(desk, survey):
    row = {"question": "visits", "operator": "answered"}
    form = question_form(arrange="shown:0:remove", **listed("shown", row))

    assert autofocused(desk.post(new(survey), form)) == ["shown-add"]


def autofocused(page) -> list[str]:
    """The ids of what a page without a script gives the focus to."""
    tags = re.findall(r"<[^>]+ autofocus[^>]*>", page.content.decode())
    return [re.search(r' id="([^"]+)"', tag)[1] for tag in tags]


def test_more_conditions_than_anyone_can_read_are_refused(desk, survey):
    row = {"question": "visits", "operator": "answered"}
    response = desk.post(
        new(survey), question_form(**listed("shown", *[row for _one in range(21)]))
    )

    assert response.status_code == 422
    assert [words for _anchor, words in response.context["problems"]] == [
        "At most 20 conditions fit."
    ]


def test_condition_that_is_left_as_it_is_stays(desk, survey):
    rule = {"question": "visits", "operator": "is", "value": "weekly"}
    desk.post(new(survey), question_form(**listed("shown", rule)))
    made = survey.all_questions.get(code="Q1")
    edit = reverse("surveys:desk-question-update", args=[survey.pk, made.pk])
    sent = stored_form(desk.get(edit)) | {"text_en": "Why so often?"}
    response = desk.post(edit, sent)
    made.refresh_from_db()
    assert response.status_code == 302
    assert made.shown_if["conditions"] == [rule]
