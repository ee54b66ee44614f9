"""Events of the day of loading and of the weeks after it; all invented."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.utils import timezone

from civic.management.demonstration.moments import city_moment, coming
from civic.management.demonstration.outings import Outing, load_event
from engagement.models import OutreachEvent

Start = Callable[[], dt.datetime]

TUESDAY, WEDNESDAY, THURSDAY, SATURDAY, SUNDAY = 1, 2, 3, 5, 6


def this_morning() -> dt.datetime:
    return city_moment(f"{timezone.localdate()} 09:00")


# When each begins, reckoned on the day of loading, and what else is known of it
PLANS: tuple[tuple[Start, dict[str, Any]], ...] = (
    (
        this_morning,
        {
            "slug": "king-table-today",
            "hours": 11,
            "setting": "library",
            "district": 3,
            "branches": ("king",),
            "languages": ("en", "vi", "fa"),
            "access": ("step_free", "seating", "quiet", "large_print", "restroom"),
            "venue": "king",
            "status": "confirmed",
        },
    ),
    (
        partial(coming, SATURDAY, weeks=0, hour=9),
        {
            "slug": "market-stall",
            "hours": 4,
            "setting": "market",
            "district": 6,
            "branches": ("willow-glen", "rose-garden"),
            "languages": ("en", "it", "pl"),
            "access": ("step_free", "seating"),
            "status": "confirmed",
        },
    ),
    (
        partial(coming, WEDNESDAY, weeks=0, hour=17),
        {
            "slug": "school-evening",
            "hours": 2.5,
            "setting": "school",
            "district": 7,
            "branches": ("tully", "seven-trees"),
            "languages": ("en", "vi"),
            "access": ("step_free", "restroom"),
            "status": "confirmed",
        },
    ),
    (
        partial(coming, SUNDAY, weeks=1, hour=10),
        {
            "slug": "cafe-conversation",
            "hours": 2,
            "setting": "cafe",
            "district": 1,
            "branches": ("west-valley", "calabazas"),
            "languages": ("en", "fa"),
            "access": ("step_free", "seating", "large_print"),
            "status": "confirmed",
        },
    ),
    (
        partial(coming, SATURDAY, weeks=1, hour=10),
        {
            "slug": "park-morning",
            "hours": 3,
            "setting": "park",
            "district": 5,
            "branches": ("alum-rock", "hillview"),
            "languages": ("en", "vi"),
            "access": ("step_free", "seating", "restroom"),
            "venue": "prusch",
            "status": "confirmed",
        },
    ),
    (
        partial(coming, THURSDAY, weeks=2, hour=18),
        {
            "slug": "association-evening",
            "hours": 2,
            "setting": "association",
            "district": 8,
            "branches": ("evergreen",),
            "languages": ("en", "vi"),
            "access": ("step_free", "seating"),
            "status": "confirmed",
        },
    ),
    (
        partial(coming, TUESDAY, weeks=3, hour=16),
        {
            "slug": "learners-fair",
            "hours": 3,
            "setting": "fair",
            "district": 3,
            "branches": ("king", "joyce-ellington"),
            "languages": ("en", "vi", "pl", "fa", "it"),
            "access": ("step_free", "seating", "quiet", "large_print", "restroom"),
            "venue": "king",
            "status": "confirmed",
        },
    ),
    (
        partial(coming, WEDNESDAY, weeks=5, hour=19),
        {
            "slug": "online-conversation",
            "hours": 1,
            "setting": "online",
            "district": 3,
            "branches": ("king",),
            "languages": ("en", "fa", "vi"),
            "access": ("captions",),
            "status": "planned",
            "is_online": True,
        },
    ),
    (
        partial(coming, SUNDAY, weeks=2, hour=11),
        {
            "slug": "street-festival",
            "hours": 5,
            "setting": "festival",
            "district": 3,
            "branches": ("joyce-ellington", "biblioteca-latinoamericana"),
            "languages": ("en", "vi"),
            "access": ("step_free",),
            "status": "canceled",
        },
    ),
)


def load_upcoming() -> None:
    """Set their days anew, except where somebody has logged an entry since."""
    logged = OutreachEvent.objects.filter(conversations__isnull=False)
    kept = set(logged.values_list("slug", flat=True))
    for outing in upcoming_outings():
        if outing.slug not in kept:
            load_event(outing)


def upcoming_outings() -> Iterator[Outing]:
    for start, facts in PLANS:
        yield Outing(starts=start(), **facts)
