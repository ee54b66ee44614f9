"""How many answers came in by each collector, for the staff who look after them.

Counted are sets of answers that are not excluded: those folded into the tallies, and
those that wait to be.
"""

import datetime as dt

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from surveys.models import Collector, Response, Tally, UnfoldedResponse

DAYS_SHOWN = 31


def with_answers(collectors: QuerySet[Collector]) -> QuerySet[Collector]:
    """Add ``answers`` and ``answers_today``; the day is that of the city."""
    today = timezone.localdate()
    tallies = _whole_responses().filter(
        survey=OuterRef("survey"), collector=OuterRef("pk")
    )
    waiting = _waiting().filter(response__collector=OuterRef("pk"))
    return collectors.annotate(
        answers=_sum(tallies) + _count(waiting),
        answers_today=_sum(tallies.filter(day=today))
        + _count(waiting.filter(response__submitted_at__date=today)),
    )


def answers_by_day(collector: Collector) -> list[tuple[dt.date, int]]:
    """Return the newest days on which answers came, newest first, with how many."""
    folded = (
        _whole_responses()
        .filter(survey=collector.survey_id, collector=collector)
        .values_list("day")
        .annotate(Sum("answers"))
        .order_by("-day")[:DAYS_SHOWN]
    )
    waiting = (
        _waiting()
        .filter(response__collector=collector)
        .annotate(day=TruncDate("response__submitted_at"))
        .values_list("day")
        .annotate(Count("pk"))
        .order_by("-day")
    )
    days: dict[dt.date, int] = {}
    for day, answers in (*folded, *waiting):
        days[day] = days.get(day, 0) + answers
    newest_first = sorted(days.items(), reverse=True)
    return [(day, answers) for day, answers in newest_first if answers][:DAYS_SHOWN]


def _whole_responses() -> QuerySet[Tally]:
    return Tally.objects.filter(question=None, choice="")


def _waiting() -> QuerySet[UnfoldedResponse]:
    return UnfoldedResponse.objects.exclude(
        response__review_state=Response.ReviewState.EXCLUDED
    )


def _sum(tallies: QuerySet[Tally]) -> Coalesce:
    summed = tallies.order_by().values("collector").annotate(n=Sum("answers"))
    return Coalesce(Subquery(summed.values("n"), output_field=IntegerField()), 0)


def _count(waiting: QuerySet[UnfoldedResponse]) -> Coalesce:
    counted = waiting.order_by().values("response__collector").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
