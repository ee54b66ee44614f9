"""A survey's pages as residents will see them, before they do."""

import pytest
from django.urls import reverse
from django.utils import translation

from surveys import definitions
from surveys.models import Draft, Response, Survey
from tests.surveys.factories import (
    PageFactory,
    SurveyFactory,
    community_survey,
    every_kind_survey,
    question,
)

DRAFT = Survey.Status.DRAFT


def preview(survey: Survey, number: int = 1, language: str = "en") -> str:
    with translation.override(language):
        name = "surveys:desk-survey-preview-page"
        return reverse(name, args=[survey.pk, number])


def branching_survey() -> Survey:
    """A draft whose second page and question depend on the first page."""
    survey = SurveyFactory(status=DRAFT)
    often = {"question": "visits", "operator": "is", "value": "often"}
    shown_if = {"match": "all", "conditions": [often]}
    first = PageFactory(survey=survey, position=1)
    question(first, "visits", "single", "often", "no", text_en="Do you come?")
    second = PageFactory(survey=survey, position=2, shown_if=shown_if)
    question(second, "why", "short_text", shown_if=shown_if, text_en="Why?")
    question(second, "more", "short_text")
    return survey


@pytest.mark.parametrize("person", ["librarian", "editor", "translator", "moderator"])
def test_preview_shows_a_draft_to_staff_and_says_what_it_is(request, as_user, person):
    survey = community_survey(status=DRAFT)

    page = as_user(request.getfixturevalue(person)).get(preview(survey))

    content = page.content.decode()
    assert "Nothing that you enter here is stored." in content
    assert 'name="q-visits"' in content
    assert [t.name for t in page.templates if t.name == "surveys/survey_form.html"]


def test_preview_at_its_short_address_shows_the_first_page(as_user, editor):
    survey = community_survey(status=DRAFT)

    page = as_user(editor).get(reverse("surveys:desk-survey-preview", args=[survey.pk]))

    assert page.context["sitting"].number == 1


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("fa", "rtl"), ("pl", "ltr")]
)
def test_preview_in_each_language_and_direction(as_user, editor, language, direction):
    survey = community_survey(status=DRAFT)

    content = as_user(editor).get(preview(survey, 1, language)).content.decode()

    assert f'<html lang="{language}" dir="{direction}"' in content


def test_preview_names_what_is_wrong_and_keeps_what_was_typed(as_user, editor):
    survey = community_survey(status=DRAFT)

    page = as_user(editor).post(preview(survey), {"q-trust": "4"})

    assert page.status_code == 422
    assert "q-visits" in page.context["form"].errors
    assert page.context["form"]["q-trust"].value() == "4"


def test_preview_goes_on_and_back_and_stores_nothing(as_user, editor):
    survey = community_survey(status=DRAFT)
    client = as_user(editor)

    on = client.post(preview(survey), {"q-visits": "weekly", "direction": "next"})
    back = client.post(preview(survey, 2), {"direction": "back"})
    end = client.post(preview(survey, 2), {"q-wish": "Chairs", "direction": "next"})

    assert on["Location"] == preview(survey, 2)
    assert back["Location"] == preview(survey)
    assert "here nothing was stored" in end.content.decode()
    assert not Draft.objects.exists()
    assert not Response.objects.exists()


def test_preview_in_another_language_keeps_what_is_typed(as_user, editor):
    survey = community_survey(status=DRAFT)
    typed = {"q-trust": "4", "in_language": "fa"}

    page = as_user(editor).post(preview(survey, 1, "fa"), typed)

    assert page.status_code == 200
    assert page.context["form"]["q-trust"].value() == "4"
    assert not page.context["form"].errors


def test_preview_shows_what_depends_on_earlier_pages_with_the_words(as_user, editor):
    survey = branching_survey()

    page = as_user(editor).get(preview(survey, 2))

    assert [(rule.place_name, rule.words) for rule in page.context["rules"]] == [
        ("Page 2", "Only if the answer to “Do you come?” is “Often”."),
        ("Question why", "Only if the answer to “Do you come?” is “Often”."),
    ]
    assert 'name="q-why"' in page.content.decode()


def test_preview_takes_conditions_off_in_memory_only(as_user, editor):
    survey = branching_survey()

    as_user(editor).post(preview(survey, 2), {"direction": "next"})

    survey = Survey.objects.with_questions().get(pk=survey.pk)
    assert survey.pages.all()[1].shown_if["match"] == "all"
    assert survey.questions[1].shown_if["match"] == "all"


def test_preview_neither_uses_nor_changes_the_warm_survey(as_user, editor):
    survey = every_kind_survey()
    warm = definitions.current(survey.slug)

    page = as_user(editor).get(preview(survey, 2))

    assert definitions.current(survey.slug) is warm
    assert page.context["sitting"].definition is not warm


def test_preview_of_a_draft_does_not_open_its_public_address(client, as_user, editor):
    survey = community_survey(status=DRAFT)
    as_user(editor).get(preview(survey))

    assert client.get(survey.get_absolute_url()).status_code == 404


def test_preview_of_a_survey_without_pages_leads_to_its_questions(as_user, editor):
    survey = SurveyFactory(status=DRAFT)

    responses = [
        as_user(editor).get(preview(survey)),
        as_user(editor).post(preview(survey)),
    ]

    assert {one["Location"] for one in responses} == {f"/en/desk/surveys/{survey.pk}/"}


@pytest.mark.parametrize("number", [0, 3])
def test_preview_of_a_page_that_is_not_there(as_user, editor, number):
    survey = community_survey(status=DRAFT)

    assert as_user(editor).get(preview(survey, number)).status_code == 404


def test_preview_refuses_a_post_that_cannot_be_read(as_user, editor):
    survey = community_survey(status=DRAFT)

    response = as_user(editor).post(
        preview(survey),
        b"q-visits=%ff",
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code == 400


def test_preview_is_closed_to_a_stranger(as_user, stranger):
    assert as_user(stranger).get(preview(community_survey())).status_code == 403


def test_preview_asks_the_anonymous_to_sign_in(client, db):
    path = preview(community_survey())

    assert client.get(path)["Location"] == f"/en/accounts/login/?next={path}"


@pytest.mark.parametrize("size", [1, 3])
def test_preview_asks_the_same_for_one_and_three_questions(
    as_user, editor, django_assert_num_queries, size
):
    survey = SurveyFactory(status=DRAFT)
    page = PageFactory(survey=survey, position=1)
    for number in range(size):
        question(page, f"q{number}", "single", "often", "no")
    client = as_user(editor)
    client.get(preview(survey))

    with django_assert_num_queries(8):
        client.get(preview(survey))
