"""The page in the desk from which a survey is published."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from surveys.models import Draft, Survey
from tests.surveys.factories import (
    CollectorFactory,
    QuestionFactory,
)
from tests.surveys.publishing import CLOSED, DRAFT, NOW, OPEN, draft_survey


@pytest.fixture(autouse=True)
def frozen_clock():
    with time_machine.travel(NOW, tick=False):
        yield


def publication(survey: Survey, language: str = "en") -> str:
    with translation.override(language):
        return reverse("surveys:desk-survey-publication", args=[survey.pk])


def test_publication_page_lists_what_to_mend(as_user, editor):
    survey = draft_survey(languages=["en", "pl"])

    page = as_user(editor).get(publication(survey))

    assert [one.place for one in page.context["findings"]] == [
        "survey",
        "question:visits",
        "choice:visits:often",
        "choice:visits:no",
    ]
    content = page.content.decode()
    assert "“Question” is not written in Polski." in content
    visits = survey.all_questions.get(code="visits")
    choice = visits.choices.get(code="often")
    for words in (visits.text_en, choice.label_en):
        assert f'<span class="soft small" lang="en" dir="ltr">{words}</span>' in content


def test_publication_page_publishes(as_user, editor):
    survey = draft_survey()

    page = as_user(editor).post(publication(survey), {"do": "publish"}, follow=True)

    survey.refresh_from_db()
    assert survey.is_open
    assert [str(one) for one in page.context["messages"]] == [
        "The survey is published."
    ]


def test_publication_page_refuses_and_keeps_what_was_typed(as_user, editor):
    survey = draft_survey(languages=["en", "pl"])
    typed = {"do": "publish", "closes_on": "2026-04-01", "closes_at": "20:30"}

    page = as_user(editor).post(publication(survey), typed)

    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == [
        "The survey is not ready to be published."
    ]
    assert page.context["form"]["closes_on"].value() == "2026-04-01"


def test_publication_page_takes_solar_hijri_dates_in_city_time(as_user, editor):
    survey = draft_survey()
    typed = {
        "do": "publish",
        "opens_on": "۱۴۰۵/۰۱/۱۰",
        "opens_at": "۱۷:۳۰",
        "closes_on": "۱۴۰۵/۰۱/۲۰",
    }

    as_user(editor).post(publication(survey, "fa"), typed)

    survey.refresh_from_db()
    city = timezone.get_current_timezone()
    assert survey.opens_at == dt.datetime(2026, 3, 30, 17, 30, tzinfo=city)
    assert survey.closes_at == dt.datetime(2026, 4, 10, tzinfo=city)


def test_publication_page_shows_the_end_of_a_day_as_that_day(as_user, editor):
    survey = draft_survey(status=OPEN)
    client = as_user(editor)
    client.post(publication(survey), {"do": "change", "closes_on": "2026-04-01"})

    form = client.get(publication(survey)).context["form"]

    assert form["closes_on"].value() == dt.date(2026, 4, 1)
    assert form["closes_at"].value() is None


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        (
            {"closes_on": "2026-03-01"},
            "closes_on",
            "The closing time is in the past: choose a later one.",
        ),
        (
            {"closes_at": "12:00"},
            "closes_on",
            "Give the day as well as the time.",
        ),
        (
            {"opens_on": "2026-04-02", "closes_on": "2026-04-01"},
            "closes_on",
            "The survey must close after it opens.",
        ),
        (
            {"opens_on": "2026-04-02", "opens_at": "25:00"},
            "opens_at",
            "This is not a time. Write hours and minutes, such as 17:30.",
        ),
    ],
)
def test_publication_page_names_wrong_dates(as_user, editor, typed, field, message):
    survey = draft_survey()

    page = as_user(editor).post(publication(survey), {"do": "publish", **typed})

    assert page.status_code == 422
    assert page.context["form"].errors[field] == [message]


def test_publication_page_in_another_language_keeps_what_is_typed(as_user, editor):
    survey = draft_survey()
    typed = {"do": "publish", "closes_on": "soon", "in_language": "fa"}

    page = as_user(editor).post(publication(survey, "fa"), typed)

    assert page.status_code == 200
    assert page.context["form"]["closes_on"].value() == "soon"
    survey.refresh_from_db()
    assert survey.status == DRAFT


def test_publication_page_reopens(as_user, editor):
    survey = draft_survey(status=CLOSED)
    typed = {"do": "reopen", "closes_on": "2026-04-01"}

    page = as_user(editor).post(publication(survey), typed, follow=True)

    survey.refresh_from_db()
    assert survey.is_open
    assert [str(one) for one in page.context["messages"]] == [
        "The survey is open again."
    ]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("close", OPEN, CLOSED), ("withdraw", OPEN, DRAFT), ("withdraw", CLOSED, DRAFT)],
)
def test_buttons_change_the_state(as_user, editor, name, before, after):
    survey = draft_survey(status=before)

    address = reverse(f"surveys:desk-survey-{name}", args=[survey.pk])
    response = as_user(editor).post(address)

    survey.refresh_from_db()
    assert survey.status == after
    assert response["Location"] == publication(survey)


def test_button_says_why_it_is_refused(as_user, editor):
    survey = draft_survey()

    address = reverse("surveys:desk-survey-close", args=[survey.pk])
    page = as_user(editor).post(address, follow=True)

    assert [str(one) for one in page.context["messages"]] == [
        "This survey is a draft: it takes no answers yet."
    ]


def test_new_version_button_leads_to_the_draft_that_is_there(as_user, editor):
    survey = draft_survey(status=OPEN)
    address = reverse("surveys:desk-survey-new-version", args=[survey.pk])
    client = as_user(editor)

    first, second = client.post(address), client.post(address)

    draft = Survey.objects.get(family=survey.family, version=2)
    assert first["Location"] == second["Location"] == f"/en/desk/surveys/{draft.pk}/"


def test_duplicate_button_pressed_twice_makes_one_copy(as_user, editor):
    survey = draft_survey(status=OPEN)
    client = as_user(editor)
    family = client.get(publication(survey)).context["new_family"]
    address = reverse("surveys:desk-survey-duplicate", args=[survey.pk])

    places = {client.post(address, {"family": family})["Location"] for _press in "ab"}

    copy = Survey.objects.get(slug=f"{survey.slug}-copy")
    assert places == {f"/en/desk/surveys/{copy.pk}/"}


def test_publication_page_asks_the_same_for_one_and_three_versions(
    as_user, editor, django_assert_num_queries
):
    survey = draft_survey(status=OPEN)
    client = as_user(editor)
    client.get(publication(survey))
    with django_assert_num_queries(12):
        client.get(publication(survey))
    for version in (2, 3):
        draft_survey(status=CLOSED, family=survey.family, version=version)
    QuestionFactory(page=survey.pages.get(), kind="short_text")
    with django_assert_num_queries(12):
        client.get(publication(survey))


def test_page_of_a_draft_shows_what_to_mend_and_to_translate(as_user, editor):
    survey = draft_survey(languages=["en", "pl"])

    content = as_user(editor).get(f"/en/desk/surveys/{survey.pk}/").content.decode()

    assert content.count("“Question” is not written in Polski.") == 1
    address = f"/en/desk/surveys/{survey.pk}/translation/?target=pl&amp;missing=1"
    assert f'<a href="{address}">Write 4 texts in Polski</a>' in content


def test_page_of_a_survey_shows_librarians_only_what_is_missing(as_user, librarian):
    survey = draft_survey(languages=["en", "pl"])

    content = as_user(librarian).get(f"/en/desk/surveys/{survey.pk}/").content.decode()

    assert "Before publication" not in content
    assert "4 texts are missing" in content
    assert "Write 4 texts" not in content


# Answers that are begun and not sent


def begun(survey: Survey, times: int = 1) -> None:
    for _time in range(times):
        Draft.objects.create(
            submission=uuid4(),
            survey=survey,
            collector=CollectorFactory(survey=survey),
            started_at=timezone.now(),
        )


@pytest.mark.parametrize(
    ("times", "words"),
    [(1, "1 person has begun to answer"), (3, "3 people have begun to answer")],
)
def test_publication_page_tells_how_many_are_under_way(as_user, editor, times, words):
    survey = draft_survey(status=OPEN)
    begun(survey, times)
    begun(draft_survey(status=OPEN))

    assert words in as_user(editor).get(publication(survey)).content.decode()


def test_publication_page_of_a_new_version_tells_who_answers_the_older(as_user, editor):
    older = draft_survey(status=OPEN)
    begun(older)
    newer = draft_survey(status=DRAFT, family=older.family, version=2)

    page = as_user(editor).get(publication(newer)).content.decode()

    assert "1 person has begun to answer" in page


@pytest.mark.parametrize("status", [DRAFT, CLOSED])
def test_publication_page_without_answers_under_way_says_nothing(
    as_user, editor, status
):
    page = as_user(editor).get(publication(draft_survey(status=status)))

    assert "begun to answer" not in page.content.decode()


# The ways to the public side


def test_desk_of_a_published_survey_leads_to_the_survey_and_its_results(
    as_user, librarian
):
    survey = draft_survey(status=OPEN, slug="hours")

    page = as_user(librarian).get(
        reverse("surveys:desk-survey-detail", args=[survey.pk])
    )

    content = page.content.decode()
    assert '<a href="/en/surveys/hours/"><bdi dir="ltr">hours</bdi></a>' in content
    assert '<a href="/en/surveys/hours/results/">Results</a>' in content
    assert as_user(librarian).get("/en/surveys/hours/results/").status_code == 200


def test_desk_of_a_draft_leads_to_neither(as_user, librarian):
    survey = draft_survey(slug="hours")

    page = as_user(librarian).get(
        reverse("surveys:desk-survey-detail", args=[survey.pk])
    )

    assert 'href="/en/surveys/hours/' not in page.content.decode()


def test_desk_of_a_second_version_is_titled_so(as_user, editor):
    older = draft_survey(status=OPEN, title_en="Hours")
    newer = draft_survey(family=older.family, version=2, title_en="Hours")

    page = as_user(editor).get(publication(newer))

    assert "<title>Publication – Hours – Version 2 " in page.content.decode()
