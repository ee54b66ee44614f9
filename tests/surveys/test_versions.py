"""Newer versions of a survey, and copies of it."""

import pytest
import time_machine

from civic import languages
from surveys.actions.copying import duplicate_survey, make_new_version
from surveys.actions.publishing import (
    Refused,
    publish_survey,
)
from surveys.models import Page, Survey
from surveys.wording import texts_of
from tests.surveys.factories import (
    CollectorFactory,
    ResponseFactory,
    SurveyFactory,
    every_kind_survey,
)
from tests.surveys.publishing import (
    CLOSED,
    DRAFT,
    HOUR,
    NOW,
    OPEN,
    condition,
    draft_survey,
)


@pytest.fixture(autouse=True)
def frozen_clock():
    with time_machine.travel(NOW, tick=False):
        yield


def test_make_new_version_copies_everything_into_a_draft(editor):
    survey = every_kind_survey(slug="hours", closes_at=NOW + HOUR)
    page = survey.pages.last()
    Page.objects.filter(pk=page.pk).update(shown_if=condition("visits", value="weekly"))
    ResponseFactory(survey=survey)

    version = make_new_version(survey, actor=editor)

    assert (version.slug, version.version) == ("hours-2", 2)
    assert (version.family, version.status) == (survey.family, DRAFT)
    assert version.closes_at is None
    assert shape(version) == shape(survey)
    assert not version.has_answers


def shape(survey: Survey) -> dict[str, object]:
    """All that copies share: each text in five languages, settings, order."""
    whole = Survey.objects.with_questions().get(pk=survey.pk)
    texts = {
        text.key: [text.wording(code) for code in languages.CODES]
        for text in texts_of(whole)
    }
    settings = (
        "code", "kind", "position", "is_required", "has_other", "minimum", "maximum",
        "decimals", "earliest_on", "shown_if", "speaks_of",
    )  # fmt: skip
    return texts | {
        "questions": [[getattr(q, name) for name in settings] for q in whole.questions],
        "pages": [[p.position, p.shown_if] for p in whole.pages.all()],
        "exclusive": [
            choice.code
            for question in whole.questions
            for choice in question.choices.all()
            if choice.is_exclusive
        ],
        "languages": whole.languages,
    }


def test_make_new_version_only_one_draft_at_a_time(editor):
    survey = draft_survey(status=OPEN)
    make_new_version(survey, actor=editor)

    with pytest.raises(Refused, match="One version of this survey is a draft already"):
        make_new_version(survey, actor=editor)

    assert Survey.objects.filter(family=survey.family).count() == 2


def test_make_new_version_of_a_second_version_counts_on(editor):
    survey = draft_survey(status=CLOSED, slug="hours")
    draft_survey(status=OPEN, slug="hours-2", family=survey.family, version=2)
    SurveyFactory(slug="hours-3")

    third = make_new_version(survey, actor=editor)

    assert (third.version, third.slug) == (3, "hours-3-2")


def test_publish_newer_version_closes_the_older_and_leads_its_collectors_on(editor):
    older = draft_survey(status=OPEN, slug="hours")
    web = CollectorFactory(survey=older, slug="hours-web")
    stand = CollectorFactory(
        survey=older, slug="market", kind="kiosk", name="Market", idle_seconds=60
    )
    newer = make_new_version(older, actor=editor)

    publish_survey(newer, actor=editor)

    older.refresh_from_db()
    assert (older.status, older.closes_at) == (CLOSED, NOW)
    for collector in (web, stand):
        collector.refresh_from_db()
    assert (web.successor.slug, web.successor.survey) == ("hours-2-web", newer)
    twin = stand.successor
    assert (twin.slug, twin.kind, twin.name, twin.idle_seconds) == (
        "market-2", "kiosk", "Market", 60,
    )  # fmt: skip


def test_publish_newer_guide_leaves_the_collectors_of_talks_where_they_are(editor):
    older = draft_survey(status=OPEN, purpose="guide")
    talk = CollectorFactory(survey=older, slug="market-talk", kind="conversation")

    newer = publish_survey(make_new_version(older, actor=editor), actor=editor)

    talk.refresh_from_db()
    assert talk.successor is None
    assert newer.collectors.count() == 0


def test_publish_third_version_continues_the_chain_of_collectors(editor):
    first = draft_survey(status=OPEN, slug="hours")
    stand = CollectorFactory(survey=first, slug="market", kind="event")
    second = publish_survey(make_new_version(first, actor=editor), actor=editor)

    third = publish_survey(make_new_version(second, actor=editor), actor=editor)

    stand.refresh_from_db()
    last = stand.successor.successor
    assert (last.slug, last.survey, last.successor) == ("market-3", third, None)


def test_publish_newer_version_later_lets_the_older_run_until_then(editor):
    older = draft_survey(status=OPEN)
    newer = make_new_version(older, actor=editor)

    publish_survey(newer, actor=editor, opens_at=NOW + HOUR)

    older.refresh_from_db()
    assert older.is_open
    assert older.closes_at == NOW + HOUR


def test_publish_newer_version_ends_an_older_that_never_opened(editor):
    older = draft_survey(status=OPEN, opens_at=NOW + HOUR)
    newer = make_new_version(older, actor=editor)

    publish_survey(newer, actor=editor)

    older.refresh_from_db()
    assert (older.status, older.opens_at, older.closes_at) == (CLOSED, None, NOW)


def test_publish_older_version_beside_a_newer_is_refused(editor):
    older = draft_survey()
    draft_survey(status=OPEN, family=older.family, version=2)

    with pytest.raises(Refused, match="Version 2 of this survey is published already"):
        publish_survey(older, actor=editor)


def test_duplicate_survey_is_a_family_of_its_own_without_collectors(editor):
    survey = every_kind_survey(slug="hours")
    CollectorFactory(survey=survey)

    copy = duplicate_survey(survey, actor=editor)

    assert (copy.slug, copy.version, copy.status) == ("hours-copy", 1, DRAFT)
    assert copy.family != survey.family
    assert copy.collectors.count() == 0
    assert shape(copy) | {"survey.title": None} == shape(survey) | {
        "survey.title": None
    }


def test_duplicate_survey_says_in_each_title_that_it_is_a_copy(editor):
    survey = draft_survey(title_en="Hours", title_fa="ساعت‌ها", title_pl="x" * 200)

    copy = duplicate_survey(survey, actor=editor)

    copy.refresh_from_db()
    assert copy.title_en == "Hours (copy)"
    assert copy.title_fa.startswith("ساعت‌ها (")
    assert (len(copy.title_pl), copy.title_it) == (200, survey.title_it)


def test_duplicate_survey_twice_with_one_family_makes_one(editor):
    survey = draft_survey()
    copy = duplicate_survey(survey, actor=editor)

    again = duplicate_survey(survey, actor=editor, family=copy.family)

    assert again == copy
