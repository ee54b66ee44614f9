"""Planning an event again on other days, as one series."""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from civic.activity import record
from civic.calendars import city_date
from civic.city_time import TimeSkipped
from civic.models import User
from civic.texts import address_of
from engagement.actions.event_surveys import link_survey
from engagement.actions.events import locked, skipped_on, store_new
from engagement.models import OutreachEvent
from engagement.planned_events import columns_of, copied, times_on
from surveys.models import Collector, Survey


@transaction.atomic
def repeat_event(
    event: OutreachEvent,
    *,
    days: Collection[dt.date],
    actor: User,
    with_links: bool = False,
) -> list[OutreachEvent]:
    """Plan it again on each of ``days``, at the same time of the day; return the new.

    They are one series with it. A day on which the series has an event already is
    passed over, so that sending twice plans nothing twice. ``with_links`` gives each
    new one links of its own to the open surveys that the event links to. A time that
    the clocks skip raises ValidationError, and nothing is planned.
    """
    (stored,) = locked(event, with_following=False)
    if not days:
        raise ValidationError(_("Choose at least one day."))
    _begin_series(stored)
    taken = days_in_series(stored)
    branches = list(stored.branches.all())
    surveys = _linked_surveys(stored) if with_links else []
    made = []
    for day in sorted(set(days) - taken):
        one = _on_another_day(stored, day)
        store_new(one, _address(one, day), branches=branches)
        for survey in surveys:
            link_survey(one, survey=survey, kind=Collector.Kind.EVENT, actor=actor)
        record("planned", one, actor=actor, after=stored.pk)
        made.append(one)
    return made


def _begin_series(event: OutreachEvent) -> None:
    if event.series is None:
        event.series = uuid4()
        event.save()


def days_in_series(event: OutreachEvent) -> set[dt.date]:
    """Return the days of the city on which its series has an event, its own too."""
    if event.series is None:
        return {city_date(event.starts_at)}
    others = OutreachEvent.objects.filter(series=event.series)
    return {city_date(moment) for moment in others.values_list("starts_at", flat=True)}


def _on_another_day(event: OutreachEvent, day: dt.date) -> OutreachEvent:
    try:
        times = times_on(event, day)
    except TimeSkipped as error:
        raise ValidationError(skipped_on(day)) from error
    return OutreachEvent(
        series=event.series,
        status=OutreachEvent.Status.PLANNED,
        is_demonstration=event.is_demonstration,
        **copied(event),
        **times,
    )


def _address(event: OutreachEvent, day: dt.date) -> str:
    titles = [getattr(event, name) or "" for name in columns_of("title")]
    return f"{address_of(titles, 'event')[:59]}-{day.isoformat()}"


def _linked_surveys(event: OutreachEvent) -> Iterable[Survey]:
    linked = event.collectors.filter(kind=Collector.Kind.EVENT)
    return Survey.objects.public().open().filter(collectors__in=linked).distinct()
