"""Two presses, or two people, at the same moment: one is done, nothing is lost."""

import pytest
from django.urls import reverse

from civic.models import Activity
from surveys.models import Survey
from tests.engagement.test_summary_at_once import at_once
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    SurveyFactory,
    question,
)


@pytest.fixture
def desks(transactional_db, as_user, editor):
    return [as_user(editor), as_user(editor)]


def ready_survey(**fields) -> Survey:
    survey = SurveyFactory(**{"languages": ["en"], "status": "draft"} | fields)
    question(PageFactory(survey=survey, position=1), "visits", "single", "often", "no")
    return survey


def address(name: str, survey: Survey) -> str:
    return reverse(f"surveys:desk-survey-{name}", args=[survey.pk])


def verbs() -> list[str]:
    return sorted(Activity.objects.values_list("verb", flat=True))


def test_publishing_twice_at_once_is_done_once(desks):
    older = ready_survey(status="open")
    CollectorFactory(survey=older, slug="market")
    survey = ready_survey(family=older.family, version=2)
    page, sent = address("publication", survey), {"do": "publish"}

    answers = at_once(*(lambda desk=desk: desk.post(page, sent) for desk in desks))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert verbs() == ["closed_for_newer_version", "published_survey"]
    assert survey.collectors.count() == 1


def test_two_new_versions_at_once_are_one(desks):
    survey = ready_survey(status="open")
    page = address("new-version", survey)

    answers = at_once(*(lambda desk=desk: desk.post(page) for desk in desks))

    draft = Survey.objects.get(family=survey.family, version=2)
    assert {answer["Location"] for answer in answers} == {
        address("detail", draft),
    }
    assert verbs() == ["made_version"]


def test_duplicating_twice_at_once_makes_one_copy(desks):
    survey = ready_survey(status="open")
    page, sent = address("duplicate", survey), {"family": "0" * 31 + "7"}

    answers = at_once(*(lambda desk=desk: desk.post(page, sent) for desk in desks))

    copy = Survey.objects.exclude(pk=survey.pk).get()
    assert {answer["Location"] for answer in answers} == {address("detail", copy)}


def test_two_translations_of_one_text_at_once_show_the_second_both(desks):
    survey = ready_survey(status="open")
    page = f"{address('translation', survey)}?target=pl"
    texts = ("Pierwszy", "Drugi")

    first, second = at_once(
        *(
            lambda desk=desk, text=text: desk.post(
                page, {"survey.title": text, "seen-survey.title": ""}
            )
            for desk, text in zip(desks, texts, strict=True)
        )
    )

    assert sorted([first.status_code, second.status_code]) == [302, 409]
    refused = first if first.status_code == 409 else second
    row = refused.context["form"].rows()[0]
    survey.refresh_from_db()
    assert {row.field.value(), row.overtaken} == set(texts)
    assert survey.title_pl == row.overtaken
    assert survey.wording_changes.count() == 1
