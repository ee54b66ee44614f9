"""The desk's list of surveys: what it shows of each, and to whom."""

import datetime as dt

import pytest
from django.utils import timezone

from surveys.models import Survey
from tests.surveys.factories import ResponseFactory, SurveyFactory

LIST = "/en/desk/surveys/"


def shown(page) -> list[list[str]]:
    """The addresses of the surveys on the list, family by family."""
    return [[one.slug for one in versions] for versions in page.context["families"]]


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def test_list_shows_versions_together_newest_first(desk):
    first = SurveyFactory(slug="first")
    SurveyFactory(slug="other")
    SurveyFactory(slug="second", family=first.family, version=2)

    assert shown(desk.get(LIST)) == [["second", "first"], ["other"]]


def test_list_counts_the_answers_of_each_survey(desk):
    answered = SurveyFactory(slug="answered")
    SurveyFactory(slug="empty")
    for _response in range(3):
        ResponseFactory(survey=answered)

    families = desk.get(LIST).context["families"]

    counts = {one.slug: one.answers_given for versions in families for one in versions}
    assert counts == {"answered": 3, "empty": 0}


@pytest.mark.parametrize("surveys", [1, 3])
def test_list_takes_the_same_queries_for_any_number(
    desk, django_assert_num_queries, surveys
):
    for _survey in range(surveys):
        ResponseFactory(survey=SurveyFactory())
    desk.get(LIST)

    with django_assert_num_queries(4):
        desk.get(LIST)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", ["draft"]),
        ("scheduled", ["later"]),
        ("open", ["now"]),
        ("closed", ["closed", "over"]),
        ("", ["closed", "draft", "later", "now", "over"]),
        ("nonsense", ["closed", "draft", "later", "now", "over"]),
    ],
)
def test_list_shows_the_state_that_is_asked_for(desk, state, expected):
    soon = timezone.now() + dt.timedelta(days=1)
    past = timezone.now() - dt.timedelta(days=1)
    SurveyFactory(slug="draft", status="draft", opens_at=soon)
    SurveyFactory(slug="later", opens_at=soon)
    SurveyFactory(slug="now", opens_at=past, closes_at=soon)
    SurveyFactory(slug="over", closes_at=past)
    SurveyFactory(slug="closed", status="closed")

    page = desk.get(LIST, {"state": state})

    assert sorted(slug for versions in shown(page) for slug in versions) == expected


def test_list_shows_the_purpose_that_is_asked_for(desk):
    SurveyFactory(slug="survey")
    SurveyFactory(slug="guide", purpose=Survey.Purpose.GUIDE)

    assert shown(desk.get(LIST, {"purpose": "guide"})) == [["guide"]]


@pytest.mark.parametrize("person", ["librarian", "translator", "moderator"])
def test_list_offers_nothing_new_to_those_who_only_read(as_user, request, person):
    page = as_user(request.getfixturevalue(person)).get(LIST)

    assert page.context["is_author"] is False
    assert "New survey" not in page.text


@pytest.mark.parametrize("person", ["trainer", "stranger"])
def test_list_is_closed_to_others(as_user, request, person):
    assert as_user(request.getfixturevalue(person)).get(LIST).status_code == 403


def test_visible_to_staff_and_editable_by_editors(editor, moderator, trainer, stranger):
    survey = SurveyFactory()

    assert list(Survey.objects.visible_to(moderator)) == [survey]
    assert list(Survey.objects.editable_by(moderator)) == []
    assert list(Survey.objects.editable_by(editor)) == [survey]
    assert list(Survey.objects.visible_to(trainer)) == []
    assert list(Survey.objects.visible_to(stranger)) == []


def test_a_survey_has_answers_once_one_is_stored(db):
    survey = SurveyFactory()
    before = survey.has_answers
    ResponseFactory(survey=survey)

    assert (before, survey.has_answers) == (False, True)
