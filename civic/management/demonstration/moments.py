"""Moments in the city's time zone."""

import datetime as dt

from django.utils import timezone


def city_moment(text: str) -> dt.datetime:
    """Return the moment written as ``2025-07-12 17:00`` in the city's time."""
    zone = timezone.get_default_timezone()
    return dt.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone)


def coming(weekday: int, *, weeks: int, hour: int) -> dt.datetime:
    """Return ``hour`` on the first such weekday (Monday is 0) ``weeks`` from now.

    Counted from tomorrow on, so that what is coming stays ahead for the whole day.
    """
    day = timezone.localdate() + dt.timedelta(days=1 + 7 * weeks)
    day += dt.timedelta(days=(weekday - day.weekday()) % 7)
    return city_moment(f"{day} {hour:02}:00")
