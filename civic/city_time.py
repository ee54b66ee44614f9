"""Moments as people name them: a day, and a time on the city's clocks.

Where clocks are set forward some times do not exist, where they are set back some come
twice; ``timezone.make_aware`` says nothing of either.
"""

import datetime as dt

from django.utils import timezone


class TimeSkipped(Exception):
    """The city's clocks are set forward past this time of that day."""


def city_moment(day: dt.date, time: dt.time) -> dt.datetime:
    """Return when the city's clocks show ``time`` on ``day``, in UTC.

    Of a time that comes twice it is the first. Raise TimeSkipped for one that does not
    come at all. In UTC, because Python holds a time that comes twice for unequal to
    itself in another zone.
    """
    zone = timezone.get_default_timezone()
    shown = dt.datetime.combine(day, time.replace(fold=0))
    moment = shown.replace(tzinfo=zone).astimezone(dt.UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != shown:
        raise TimeSkipped
    return moment


def comes_twice(moment: dt.datetime) -> bool:
    """Whether the clocks show the time of ``moment`` once more or did so before."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    first, second = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
    return first != second
