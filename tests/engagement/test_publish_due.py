"""Publication at a time that was set: once, and never what is refused by then."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from civic.models import Activity
from engagement.actions import publish_due, schedule_summary, unschedule_summary
from engagement.models import Conversation, Summary, SummaryVersion
from engagement.number_sentences import proposed_texts
from engagement.summary_refusals import (
    NotInThisState,
    NotReviewed,
    NumbersContradicted,
    TimePast,
)
from engagement.tasks import publish_due as publish_due_task
from engagement.views.summaries import evidence_of
from tests.at_once import at_once
from tests.engagement.listening import Listening
from tests.engagement.reviewing import reviewed_summary, translated_summary
from tests.engagement.writing import fall_summary

Status = Summary.Status
HOUR = dt.timedelta(hours=1)


def heard():
    listening = Listening()
    market = listening.event()
    listening.entry(market, {"WISH": "x"}, people=87)
    return listening, market


@pytest.fixture
def log(db):
    return heard()


def scheduled(editor) -> Summary:
    at = timezone.now() + HOUR
    return schedule_summary(reviewed_summary(editor), at=at, actor=editor)


def later():
    return time_machine.travel(timezone.now() + 2 * HOUR, tick=False)


def test_time_in_the_past_is_refused(log, editor):
    with pytest.raises(TimePast, match="in the past"):
        schedule_summary(reviewed_summary(editor), at=timezone.now(), actor=editor)


def test_what_cannot_be_published_cannot_be_scheduled(log, editor):
    at = timezone.now() + HOUR

    with pytest.raises(NotReviewed):
        schedule_summary(translated_summary(), at=at, actor=editor)


def test_published_summary_cannot_be_scheduled(log, editor):
    summary = scheduled(editor)
    with later():
        publish_due()

    with pytest.raises(NotInThisState):
        schedule_summary(summary, at=timezone.now() + 9 * HOUR, actor=editor)


def test_nothing_is_published_before_its_time(log, editor):
    scheduled(editor)

    assert publish_due() == 0
    assert not Summary.objects.published().exists()


def test_due_summary_is_published_in_the_name_of_who_scheduled_it(log, editor):
    summary = scheduled(editor)

    with later():
        publish_due_task()
        assert publish_due() == 0

    summary.refresh_from_db()
    assert (summary.status, summary.published_by) == (Status.PUBLISHED, editor)
    assert summary.scheduled_at is None
    assert SummaryVersion.objects.count() == 1


def test_time_is_set_anew_and_taken_back(log, editor):
    summary = scheduled(editor)
    at = timezone.now() + 5 * HOUR

    assert schedule_summary(summary, at=at, actor=editor).scheduled_at == at
    unscheduled = unschedule_summary(summary, actor=editor)

    assert (unscheduled.status, unscheduled.scheduled_at) == (Status.TRANSLATION, None)
    with pytest.raises(NotInThisState):
        unschedule_summary(summary, actor=editor)


def test_what_is_refused_by_then_goes_back_with_the_reason(log, editor):
    listening, market = log
    summary = reviewed_summary(editor)
    entry = listening.entry(market, {}, quotation="A", quotation_consent="anonymous")
    summary.with_notice = ["en", "vi", "pl", "fa", "it"]
    summary.quotations.create(conversation=entry, original_language="en", text_en="A")
    summary.save()
    schedule_summary(summary, at=timezone.now() + HOUR, actor=editor)
    Conversation.objects.filter(pk=entry.pk).update(quotation_consent="none")

    with later():
        assert publish_due() == 0

    summary.refresh_from_db()
    assert (summary.status, summary.scheduled_at) == (Status.TRANSLATION, None)
    step = summary.steps.first()
    assert (step.taken_by, step.refusals) == (None, ["QuotationNotCleared"])
    assert not Activity.objects.filter(verb="published").exists()


def with_numbers(summary):
    texts = proposed_texts(summary, evidence_of(summary))
    summary.introduction_en = texts["en"]
    summary.save()
    return summary


def test_numbers_that_changed_meanwhile_are_not_published(log, editor):
    listening, market = log
    summary = with_numbers(fall_summary())
    schedule_summary(summary, at=timezone.now() + HOUR, actor=editor)
    listening.entry(market, {"WISH": "x"}, people=40)

    with later():
        publish_due()

    assert summary.steps.first().refusals == ["NumbersContradicted"]


def test_numbers_let_stand_are_published_as_long_as_they_stay(log, editor):
    listening, market = log
    summary = with_numbers(fall_summary())
    listening.entry(market, {"WISH": "x"}, people=40)
    at = timezone.now() + HOUR

    with pytest.raises(NumbersContradicted):
        schedule_summary(summary, at=at, actor=editor)
    schedule_summary(summary, at=at, actor=editor, is_text_confirmed=True)

    with later():
        assert publish_due() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_publish_once(editor):
    heard()
    summary = scheduled(editor)
    Summary.objects.update(scheduled_at=timezone.now() - HOUR)

    published = at_once(publish_due, publish_due, publish_due)

    assert sorted(published) == [0, 0, 1]
    assert summary.versions.count() == 1
    assert summary.steps.filter(after=Status.PUBLISHED).count() == 1
    assert Activity.objects.filter(verb="published").count() == 1
