"""What is planned for the weeks after the day of loading; all of it is invented."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from civic.management.demonstration.moments import city_moment, coming
from civic.management.demonstration.places import BRANCHES

Start = Callable[[], dt.datetime]

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(1, 7)


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
            "access": (
                "step_free",
                "seating",
                "quiet",
                "large_print",
                "restroom",
                "transit",
            ),
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
            "venue": "willow-market",
            "host": "willow-growers",
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
            "venue": "tully-school",
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
            "venue": "west-cafe",
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
            "access": ("step_free", "seating", "restroom", "parking", "shade"),
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
            "venue": "evergreen-room",
            "host": "evergreen-neighbors",
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
            "access": (
                "step_free",
                "seating",
                "quiet",
                "large_print",
                "restroom",
                "transit",
            ),
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
    (
        partial(coming, FRIDAY, weeks=1, hour=16),
        {
            "slug": "berryessa-weekend",
            "hours": 52,
            "setting": "festival",
            "district": 4,
            "branches": ("berryessa", "educational-park"),
            "languages": ("en", "vi", "fa"),
            "access": ("seating", "restroom", "parking", "transit"),
            "venue": "berryessa-grounds",
            "host": "berryessa-shops",
            "status": "confirmed",
        },
    ),
    (
        partial(coming, TUESDAY, weeks=1, hour=19),
        {
            "slug": "online-evening",
            "hours": 1.5,
            "setting": "online",
            "district": None,
            "branches": ("king", "berryessa"),
            "languages": ("en", "vi", "fa"),
            "access": ("captions", "sign_language"),
            "status": "confirmed",
            "is_online": True,
            "online_address": "https://meet.example.org/listening-table",
        },
    ),
    (
        partial(coming, SATURDAY, weeks=2, hour=14),
        {
            "slug": "polish-afternoon",
            "hours": 2.5,
            "setting": "library",
            "district": 9,
            "branches": ("pearl-avenue",),
            "languages": ("pl", "en"),
            "access": ("step_free", "seating", "restroom", "parking"),
            "venue": "pearl-branch",
            "host": "polish-school",
            "status": "confirmed",
        },
    ),
    (
        partial(coming, THURSDAY, weeks=0, hour=18),
        {
            "slug": "persian-tea",
            "hours": 2,
            "setting": "library",
            "district": 1,
            "branches": ("west-valley",),
            "languages": ("fa", "en"),
            "access": ("step_free", "seating", "quiet", "hearing_loop"),
            "venue": "west-valley",
            "status": "confirmed",
        },
    ),
    (
        partial(coming, SUNDAY, weeks=0, hour=9),
        {
            "slug": "vietnamese-market",
            "hours": 4,
            "setting": "market",
            "district": 7,
            "branches": ("seven-trees", "tully"),
            "languages": ("vi", "en"),
            "access": ("step_free", "shade", "parking"),
            "venue": "seven-market",
            "status": "confirmed",
        },
    ),
    (
        partial(coming, FRIDAY, weeks=2, hour=12),
        {
            "slug": "italian-lunch",
            "hours": 1.5,
            "setting": "cafe",
            "district": 6,
            "branches": ("bascom", "willow-glen"),
            "languages": ("it", "en"),
            "access": ("step_free", "seating"),
            "venue": "willow-market",
            "status": "confirmed",
        },
    ),
    (
        partial(coming, WEDNESDAY, weeks=2, hour=8),
        {
            "slug": "seniors-breakfast",
            "hours": 2.5,
            "setting": "library",
            "district": 10,
            "branches": ("almaden", "vineland"),
            "languages": ("en", "vi", "fa"),
            "access": (
                "step_free",
                "seating",
                "parking",
                "hearing_loop",
                "sign_language",
                "large_print",
            ),
            "venue": "almaden-room",
            "status": "confirmed",
        },
    ),
    (
        partial(coming, SATURDAY, weeks=3, hour=9),
        {
            "slug": "trail-day",
            "hours": 4,
            "setting": "park",
            "district": 2,
            "branches": ("edenvale", "santa-teresa"),
            "languages": ("en", "vi"),
            "access": ("shade", "parking", "restroom"),
            "venue": "creek-trail",
            "status": "confirmed",
        },
    ),
    (
        partial(coming, SATURDAY, weeks=4, hour=10),
        {
            "slug": "alum-rock-fair",
            "hours": 5,
            "setting": "fair",
            "district": 5,
            "branches": ("alum-rock", "hillview"),
            "languages": ("en", "vi", "pl", "fa", "it"),
            "access": (
                "step_free",
                "restroom",
                "parking",
                "transit",
                "seating",
                "quiet",
                "sign_language",
            ),
            "venue": "alum-hall",
            "status": "confirmed",
        },
    ),
    (
        partial(coming, TUESDAY, weeks=4, hour=0),
        {
            "slug": "listening-day",
            "hours": 24,
            "setting": "library",
            "district": None,
            "branches": tuple(BRANCHES),
            "languages": ("en", "vi", "pl", "fa", "it"),
            "access": ("step_free", "seating", "restroom"),
            "status": "confirmed",
        },
    ),
)
