"""The outreach plan: what is coming beside what was heard, by district and language.

Exact, for staff only. People heard are those of ``engagement.evidence``: in talks as
many as each entry stands for, at the boards of an event the notes under its fullest
question. They are counted for each district alone and then added up, so that nobody is
counted twice: an event lies in one district, or in none.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.utils import timezone

from civic import languages
from civic.calendars import city_date, quarter_of
from civic.models import District
from engagement.heard import people_heard
from engagement.models import Conversation, OutreachEvent, Summary
from engagement.models.outreach import day_in_the_city

NOWHERE = None  # the key of what lies in no district, such as meetings online


@dataclass(frozen=True)
class Outlook:
    """One district, or one language that staff speak.

    ``coming``: events of the period that are not over and not canceled, planned ones
    too. ``next_at``: when the first such event begins, also after the last day.
    ``heard``: people heard at events of the period so far. ``last_at``: when the last
    event began, ever, that was held or at which an entry was logged, today's among
    them, also before the hour; of a language it is not known.
    """

    coming: int
    next_at: dt.datetime | None
    heard: int
    last_at: dt.datetime | None = None


@dataclass(frozen=True)
class OutreachPlan:
    """The plan of one period, from ``first`` to ``last``, days of the city.

    ``districts`` in their order, what lies in none at the end; ``languages`` in the
    portal's order. ``heard`` is the sum of either, and what the evidence of the period
    says.
    """

    first: dt.date
    last: dt.date
    districts: list[tuple[District | None, Outlook]]
    languages: list[tuple[languages.Language, Outlook]]

    @property
    def heard(self) -> int:
        return sum(outlook.heard for _district, outlook in self.districts)


def usual_period(today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days of the summary that covers today, else the calendar quarter."""
    summary = Summary.objects.covering(today).first()
    return (summary.starts_on, summary.ends_on) if summary else quarter_of(today)


def plan_of(first: dt.date, last: dt.date) -> OutreachPlan:
    """Count what is coming and what was heard; the number of queries is constant."""
    heard = _heard_by_district(first, last)
    return OutreachPlan(
        first=first,
        last=last,
        districts=_districts(first, last, heard),
        languages=_languages(first, last, heard),
    )


Heard = dict[int | None, Counter[str]]
Row = dict[str, Any]


def _heard_by_district(first: dt.date, last: dt.date) -> Heard:
    """People heard by language, for each district."""
    found: Heard = defaultdict(Counter)
    for one in people_heard(first, last):
        found[one.district][one.language] += one.people
    return found


def _districts(
    first: dt.date, last: dt.date, heard: Heard
) -> list[tuple[District | None, Outlook]]:
    rows = _events_by_district(first, last)
    places: list[District | None] = list(District.objects.all())
    if NOWHERE in rows or NOWHERE in heard:
        places.append(NOWHERE)
    keys = [None if one is None else one.pk for one in places]
    outlooks = [_outlook(key, rows, heard) for key in keys]
    return list(zip(places, outlooks, strict=True))


def _outlook(key: int | None, rows: dict[int | None, Row], heard: Heard) -> Outlook:
    row = rows.get(key, {})
    return Outlook(
        coming=row.get("coming", 0),
        next_at=row.get("next_at"),
        heard=heard.get(key, Counter()).total(),
        last_at=row.get("last_at"),
    )


def _events_by_district(first: dt.date, last: dt.date) -> dict[int | None, Row]:
    now, canceled = timezone.now(), Q(status=OutreachEvent.Status.CANCELED)
    _today, tomorrow = day_in_the_city(now)
    is_expected = Q(ends_at__gte=now, starts_at__date__gte=first) & ~canceled
    entries = Conversation.objects.counted().filter(event=OuterRef("pk"))
    was_held = Q(status=OutreachEvent.Status.HELD) | Q(has_entries=True)
    rows = (
        OutreachEvent.objects.annotate(has_entries=Exists(entries))
        .order_by()
        .values("district")
        .annotate(
            coming=Count("pk", filter=is_expected & Q(starts_at__date__lte=last)),
            next_at=Min("starts_at", filter=is_expected),
            last_at=Max("starts_at", filter=was_held & Q(starts_at__lt=tomorrow)),
        )
    )
    return {row["district"]: dict(row) for row in rows}


def _languages(
    first: dt.date, last: dt.date, heard: Heard
) -> list[tuple[languages.Language, Outlook]]:
    expected = list(
        OutreachEvent.objects.expected()
        .filter(starts_at__date__gte=first)
        .values_list("languages", "starts_at")
    )
    together: Counter[str] = sum(heard.values(), Counter())
    return [
        (
            one,
            _language_outlook(
                [starts_at for spoken, starts_at in expected if one.code in spoken],
                last,
                together[one.code],
            ),
        )
        for one in languages.LANGUAGES
    ]


def _language_outlook(starts: list[dt.datetime], last: dt.date, heard: int) -> Outlook:
    """``starts`` are the beginnings of events where it is spoken, in their order."""
    coming = sum(city_date(one) <= last for one in starts)
    return Outlook(coming=coming, next_at=starts[0] if starts else None, heard=heard)
