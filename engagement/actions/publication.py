"""Publishing a summary: now, or at a time that was set."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from civic import activity
from civic.models import User
from engagement.actions.review_steps import locked_in, take_step
from engagement.counted_responses import remember_counted
from engagement.evidence import Evidence, evidence_for
from engagement.models import Summary
from engagement.number_sentences import contradictions
from engagement.summary_content import SummaryContent
from engagement.summary_gate import refusals_to_publish
from engagement.summary_refusals import (
    NumbersContradicted,
    PublicationRefused,
    TimePast,
)
from engagement.theme_figures import remember_season

Status = Summary.Status
Told = list[list[str]]  # number sentences, as told and as counted
UNPUBLISHED = (Status.DRAFT, Status.REVIEW, Status.TRANSLATION, Status.SCHEDULED)


@transaction.atomic
def publish_summary(
    summary: Summary, *, actor: User | None, is_text_confirmed: bool = False
) -> Summary:
    """Freeze the evidence of the period, as it may be shown, and make it public.

    Refuses with the first of ``refusals_to_publish``, or with ``NumbersContradicted``
    where the introduction gives other numbers and ``is_text_confirmed`` does not stand
    for it. Publishing what is published changes nothing, so that a button pressed
    twice is harmless.
    """
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    if locked.is_published:
        return locked
    counted = evidence_for(locked.starts_on, locked.ends_on)
    for refusal in refusals_to_publish(locked, counted):
        raise refusal
    if not is_text_confirmed and contradictions(locked, counted.published()):
        raise NumbersContradicted(locked)
    _make_public(locked, counted, actor)
    return locked


def _make_public(summary: Summary, counted: Evidence, actor: User | None) -> None:
    """Store the first version of a locked summary that nothing stands against."""
    evidence = counted.published()
    summary.evidence = evidence.as_json()
    summary.scheduled_at = None
    summary.published_at = timezone.now()
    summary.published_by = actor
    summary.steps.create(before=summary.status, after=Status.PUBLISHED, taken_by=actor)
    summary.status = Status.PUBLISHED
    summary.save()
    summary.versions.create(
        number=1,
        content=SummaryContent.of(summary, evidence).as_json(),
        published_at=summary.published_at,
        published_by=actor,
    )
    remember_counted(summary)
    remember_season(summary, counted)
    activity.record("published", summary, actor=actor)


# At a time that was set


@transaction.atomic
def schedule_summary(
    summary: Summary,
    *,
    at: dt.datetime,
    actor: User | None,
    is_text_confirmed: bool = False,
) -> Summary:
    """Have the portal publish it at a time.

    Refuses with ``TimePast``, ``NotInThisState``, and with whatever would refuse
    publication now. A new time takes the place of the one set before.
    """
    locked = locked_in(summary, *UNPUBLISHED)
    if at <= timezone.now():
        raise TimePast(locked)
    counted = evidence_for(locked.starts_on, locked.ends_on)
    for refusal in refusals_to_publish(locked, counted):
        raise refusal
    told = _told(locked, counted)
    if told and not is_text_confirmed:
        raise NumbersContradicted(locked)
    locked.scheduled_at = at
    take_step(locked, Status.SCHEDULED, actor=actor, confirmed=told)
    return locked


def _told(summary: Summary, counted: Evidence) -> Told:
    found = contradictions(summary, counted.published())
    return [[one.told, one.counted] for one in found]


@transaction.atomic
def unschedule_summary(summary: Summary, *, actor: User | None) -> Summary:
    """Take the time back; refuses with ``NotInThisState``."""
    locked = locked_in(summary, Status.SCHEDULED)
    locked.scheduled_at = None
    take_step(locked, Status.TRANSLATION, actor=actor)
    return locked


def publish_due() -> int:
    """Publish what is due, each exactly once however many workers do it at a time.

    What is refused by now goes back to translation, with the reasons written down.
    Returns how many were published.
    """
    due = Summary.objects.filter(
        status=Status.SCHEDULED, scheduled_at__lte=timezone.now()
    )
    return sum(_publish_one_due(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _publish_one_due(pk: int) -> bool:
    """Publish it unless somebody has it in hand, or it is no longer due."""
    locked = (
        Summary.objects.select_for_update(skip_locked=True)
        .filter(pk=pk, status=Status.SCHEDULED, scheduled_at__lte=timezone.now())
        .first()
    )
    if locked is None:
        return False
    scheduled = locked.steps.filter(after=Status.SCHEDULED).first()
    counted = evidence_for(locked.starts_on, locked.ends_on)
    refusals = refusals_to_publish(locked, counted)
    confirmed = scheduled.confirmed if scheduled else []
    if any(one not in confirmed for one in _told(locked, counted)):
        refusals.append(NumbersContradicted(locked))
    if refusals:
        _give_back(locked, refusals)
        return False
    actor = scheduled.taken_by if scheduled else None
    _make_public(locked, counted, actor)
    return True


def _give_back(summary: Summary, refusals: list[PublicationRefused]) -> None:
    summary.scheduled_at = None
    codes = [one.code for one in refusals]
    take_step(summary, Status.TRANSLATION, actor=None, refusals=codes)
