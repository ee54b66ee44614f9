"""The states of a survey: published, closed, opened again, taken back."""

import pytest
import time_machine

from civic.models import Activity
from surveys.actions.publishing import (
    Refused,
    change_dates,
    close_survey,
    publish_survey,
    reopen_survey,
    withdraw_survey,
)
from tests.surveys.factories import (
    ResponseFactory,
    question,
)
from tests.surveys.publishing import CLOSED, DRAFT, HOUR, NOW, OPEN, draft_survey


@pytest.fixture(autouse=True)
def frozen_clock():
    with time_machine.travel(NOW, tick=False):
        yield


def test_publish_survey_opens_it_and_records_it(editor):
    survey = publish_survey(draft_survey(), actor=editor)

    survey.refresh_from_db()
    assert survey.is_open
    activity = Activity.objects.get()
    assert (activity.verb, activity.actor) == ("published_survey", editor)


def test_publish_survey_twice_changes_nothing(editor):
    survey = draft_survey()
    publish_survey(survey, actor=editor)

    again = publish_survey(survey, actor=editor, closes_at=NOW + HOUR)

    assert again.closes_at is None
    assert Activity.objects.count() == 1


def test_publish_survey_with_findings_is_refused_with_them(editor):
    survey = draft_survey(languages=["en", "pl"])

    with pytest.raises(Refused) as refused:
        publish_survey(survey, actor=editor)

    assert str(refused.value) == "The survey is not ready to be published."
    assert [one.place for one in refused.value.findings] == [
        "survey",
        "question:visits",
        "choice:visits:often",
        "choice:visits:no",
    ]
    survey.refresh_from_db()
    assert survey.status == DRAFT


def test_publish_survey_with_hints_only_succeeds(editor):
    survey = draft_survey()
    question(survey.pages.get(), "agrees", "consent", is_required=True)

    assert publish_survey(survey, actor=editor).is_open


def test_publish_survey_later_opens_by_itself(editor):
    survey = publish_survey(
        draft_survey(), actor=editor, opens_at=NOW + HOUR, closes_at=NOW + 3 * HOUR
    )

    assert (survey.is_open, survey.opens_later) == (False, True)
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        assert survey.is_open
    with time_machine.travel(NOW + 4 * HOUR, tick=False):
        assert not survey.is_open


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "message"),
    [
        (None, NOW, "The closing time is in the past: choose a later one."),
        (NOW + HOUR, NOW + HOUR, "The survey must close after it opens."),
    ],
)
def test_publish_survey_refuses_dates(editor, opens_at, closes_at, message):
    survey = draft_survey()

    with pytest.raises(Refused, match=message):
        publish_survey(survey, actor=editor, opens_at=opens_at, closes_at=closes_at)


def test_publish_survey_refuses_a_closed_one(editor):
    with pytest.raises(Refused, match="This survey is closed: reopen it instead"):
        publish_survey(draft_survey(status=CLOSED), actor=editor)


def test_close_survey_takes_no_more_answers_and_may_be_pressed_twice(editor):
    survey = draft_survey(status=OPEN)

    close_survey(survey, actor=editor)
    closed = close_survey(survey, actor=editor)

    assert (closed.status, closed.closes_at) == (CLOSED, NOW)
    assert list(Activity.objects.values_list("verb", flat=True)) == ["closed_survey"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"status": DRAFT}, "This survey is a draft: it takes no answers yet."),
        (
            {"status": OPEN, "opens_at": NOW + HOUR},
            "This survey has not opened yet: take it back to draft.",
        ),
    ],
)
def test_close_survey_refusals(editor, fields, message):
    with pytest.raises(Refused, match=message):
        close_survey(draft_survey(**fields), actor=editor)


def test_reopen_survey_until_a_new_date(editor):
    survey = draft_survey(status=CLOSED, closes_at=NOW - HOUR)

    reopened = reopen_survey(survey, actor=editor, closes_at=NOW + HOUR)

    assert reopened.is_open
    assert reopened.closes_at == NOW + HOUR
    reopen_survey(survey, actor=editor)
    assert Activity.objects.count() == 1


def test_reopen_survey_that_ended_by_itself(editor):
    survey = draft_survey(status=OPEN, closes_at=NOW - HOUR)

    assert reopen_survey(survey, actor=editor).is_open


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"status": DRAFT}, "This survey is a draft: publish it instead."),
        (
            {"status": OPEN, "opens_at": NOW + HOUR},
            "This survey opens later: change its dates instead.",
        ),
    ],
)
def test_reopen_survey_refusals(editor, fields, message):
    with pytest.raises(Refused, match=message):
        reopen_survey(draft_survey(**fields), actor=editor)


def test_reopen_survey_refuses_a_closing_time_in_the_past(editor):
    survey = draft_survey(status=CLOSED)

    with pytest.raises(Refused, match="The closing time is in the past"):
        reopen_survey(survey, actor=editor, closes_at=NOW)


def test_reopen_survey_refuses_beside_a_newer_version(editor):
    older = draft_survey(status=CLOSED)
    draft_survey(status=OPEN, family=older.family, version=2)

    with pytest.raises(Refused, match="Version 2 of this survey is published already"):
        reopen_survey(older, actor=editor)


def test_change_dates_of_an_open_survey_keeps_its_beginning(editor):
    survey = draft_survey(status=OPEN, opens_at=NOW - HOUR)

    changed = change_dates(
        survey, actor=editor, opens_at=NOW + HOUR, closes_at=NOW + 2 * HOUR
    )

    assert (changed.opens_at, changed.closes_at) == (NOW - HOUR, NOW + 2 * HOUR)


def test_change_dates_of_one_that_opens_later(editor):
    survey = draft_survey(status=OPEN, opens_at=NOW + HOUR)

    changed = change_dates(
        survey, actor=editor, opens_at=NOW + 2 * HOUR, closes_at=None
    )

    assert changed.opens_at == NOW + 2 * HOUR


def test_change_dates_to_the_same_records_nothing(editor):
    survey = draft_survey(status=OPEN)

    change_dates(survey, actor=editor, opens_at=None, closes_at=None)

    assert Activity.objects.count() == 0


def test_change_dates_refuses_a_draft(editor):
    with pytest.raises(Refused, match="This survey is not published"):
        change_dates(draft_survey(), actor=editor, opens_at=None, closes_at=None)


def test_withdraw_survey_makes_it_a_draft_again(editor):
    survey = draft_survey(status=OPEN, closes_at=NOW + HOUR)

    withdrawn = withdraw_survey(survey, actor=editor)

    assert (withdrawn.status, withdrawn.closes_at) == (DRAFT, None)
    withdraw_survey(survey, actor=editor)
    assert Activity.objects.count() == 1


def test_withdraw_survey_with_answers_is_refused(editor):
    survey = draft_survey(status=OPEN)
    ResponseFactory(survey=survey)

    with pytest.raises(Refused, match="This survey has answers"):
        withdraw_survey(survey, actor=editor)
