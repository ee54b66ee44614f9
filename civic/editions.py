"""Public pages that are made anew only when what they show has changed.

The database stamps every change of what public pages show (``Edition``), whoever makes
it. The stamps are asked for at most once a second in each process, all in one query,
so that a change shows within that time everywhere.
"""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse

from civic.models import Edition
from civic.public_pages import Keeping, keep

FRESH_FOR = 1.0  # seconds
# What a page says of now, such as which events are coming, is right to a minute.
KEPT_FOR = 60.0

View = Callable[..., HttpResponse]
Stamps = dict[str, tuple[str, ...]]


@dataclass
class _Known:
    stamps: Stamps
    changed_at: dict[str, dt.datetime]
    asked_at: float
    is_unanswered: bool = False


_known: list[_Known] = []  # one, or none yet


def forget() -> None:
    """Forget what is known of the editions."""
    _known.clear()


def stamp_of(*topics: str) -> str:
    """Return a text that is another one after each change of one of the topics."""
    known = _current()
    return "/".join("+".join(known.stamps.get(topic, ())) for topic in topics)


def changed_at(*topics: str) -> dt.datetime | None:
    """Return when one of the topics changed last; None if nothing is there."""
    times = _current().changed_at
    return max((times[topic] for topic in topics if topic in times), default=None)


def _current() -> _Known:
    """While the database is away, what is known is good enough to read."""
    now = time.monotonic()
    if _known and now - _known[0].asked_at < FRESH_FOR:
        return _known[0]
    if _known:
        _known[0].asked_at = now  # before the query, so that other threads do not ask
    try:
        _known[:] = [_ask(now)]
    except (DatabaseError, InterfaceError):
        if not _known:
            raise
        _known[0].is_unanswered = True
    return _known[0]


def _ask(now: float) -> _Known:
    stamps: Stamps = {}
    times: dict[str, dt.datetime] = {}
    rows = Edition.objects.order_by("pk").values_list("topic", "stamp", "changed_at")
    for topic, stamp, moment in rows:
        stamps[topic] = (*stamps.get(topic, ()), stamp.hex)
        times[topic] = max(moment, times.get(topic, moment))
    return _Known(stamps, times, now)


def current_until_changed(*topics: str) -> Callable[[], bool]:
    """Return what tells whether a page that is made from now on is still right.

    For views that keep a page in their own way; to be called before they read anything.
    """
    stamp, made_at = stamp_of(*topics), time.time()

    def is_current() -> bool:
        is_same = stamp_of(*topics) == stamp
        is_recent = time.time() - made_at < KEPT_FOR
        # An old page is better than none while the database is away
        return is_same and (is_recent or _known[0].is_unanswered)

    return is_current


def kept_until_changed(*topics: str) -> Callable[[View], View]:
    """Keep what the view makes for everyone until one of the topics changes.

    Only the page without a query is kept: of queries there is no end.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            # Before the view reads anything: a change in between makes it stale at once
            is_current = current_until_changed(*topics)
            response = view(request, *args, **kwargs)
            if request.META.get("QUERY_STRING"):
                return response
            return keep(response, Keeping(is_current, renewed=_without_query))

        return keeping

    return decorate


def _without_query(request: HttpRequest) -> tuple[str, ...] | None:
    return None if request.META.get("QUERY_STRING") else ()
