"""Planning outreach events and changing them, one or all that follow."""

import datetime as dt
from collections.abc import Collection, Mapping
from itertools import count

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from civic import languages
from civic.activity import record
from civic.calendars import city_date, full_date
from civic.city_time import TimeSkipped
from civic.models import Branch, User
from civic.texts import address_of
from engagement.models import OutreachEvent
from engagement.planned_events import (
    TIMES,
    clock_times,
    columns_of,
    differing,
    times_on,
)

Status = OutreachEvent.Status
LONGEST_SLUG = 70  # leaves room for a number behind it


@transaction.atomic
def plan_event(
    event: OutreachEvent, *, branches: Collection[Branch], actor: User
) -> tuple[OutreachEvent, bool]:
    """Store a new event as planned; return it and whether it is new.

    Sending the same again stores nothing. Another one with the same title, at the same
    time and by the same branch raises ValidationError: it would stand there twice.
    """
    _wait_for_others(branches)
    twin = _twin(event, branches)
    if twin is not None and not differing(twin, event):
        return twin, False
    if twin is not None:
        raise ValidationError(
            _("This event is in the calendar already: change that one instead.")
        )
    event.status = Status.PLANNED
    store_new(event, address_of(_titles(event), "event"), branches=branches)
    record("planned", event, actor=actor)
    return event, True


def store_new(
    event: OutreachEvent, address: str, *, branches: Collection[Branch]
) -> None:
    """Store an event under ``address``, or under the first number behind it."""
    event.validate_constraints()
    base = address[:LONGEST_SLUG].strip("-")
    for number in count(1):
        event.slug = base if number == 1 else f"{base}-{number}"
        if _stored_first(event):
            break
    event.branches.set(branches)


def _stored_first(event: OutreachEvent) -> bool:
    """Store it, unless another event has its address or is given it meanwhile."""
    others = OutreachEvent.objects.filter(slug=event.slug)
    if others.exists():
        return False
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError:
        if others.exists():
            return False
        raise
    return True


def _titles(event: OutreachEvent) -> list[str]:
    return [getattr(event, name) or "" for name in columns_of("title")]


def _wait_for_others(branches: Collection[Branch]) -> None:
    """Lock the branches: of two equal plans at once the second must see the first."""
    rows = Branch.objects.filter(pk__in=[one.pk for one in branches])
    list(rows.order_by("pk").select_for_update(no_key=True))


def _twin(event: OutreachEvent, branches: Collection[Branch]) -> OutreachEvent | None:
    same = OutreachEvent.objects.filter(
        starts_at=event.starts_at, branches__in=list(branches)
    ).exclude(status=Status.CANCELED)
    own = {title for title in _titles(event) if title}
    return next((one for one in same if own & set(_titles(one))), None)


@transaction.atomic
def change_event(
    event: OutreachEvent,
    *,
    branches: Collection[Branch],
    actor: User,
    with_following: bool = False,
) -> list[OutreachEvent]:
    """Store what differs in ``event``; return the events that changed.

    What calendars show raises ``revision``. With ``with_following`` the same changes
    are made to the later events of its series: texts and facts as they are, another
    day by as many days, other times at the same time of the day. A time that the
    clocks skip on one of the days raises ValidationError, and nothing is changed.
    """
    before, *later = locked(event, with_following=with_following)
    fields = differing(before, event)
    has_other_branches = {one.pk for one in branches} != _branches_of(before)
    if not fields and not has_other_branches:
        return []
    changes = {name: getattr(event, name) for name in fields}
    moved = {one.pk: _moved(one, before, event) for one in later} if fields else {}
    changed = [before, *(one for one in later if not one.is_canceled)]
    for one in changed:
        _store_changes(one, changes | moved.get(one.pk, {}))
        if has_other_branches:
            one.branches.set(branches)
        names = [*fields, *(["branches"] if has_other_branches else [])]
        record("changed", one, actor=actor, fields=names)
    return changed


def _moved(
    one: OutreachEvent, before: OutreachEvent, after: OutreachEvent
) -> dict[str, dt.datetime]:
    """Return the new times of a later event where ``before`` became ``after``.

    It keeps times of the day of its own where only the day is another.
    """
    if all(getattr(before, name) == getattr(after, name) for name in TIMES):
        return {}
    days = city_date(after.starts_at) - city_date(before.starts_at)
    day = city_date(one.starts_at) + days
    is_shifted = clock_times(before) == clock_times(after)
    try:
        return times_on(one if is_shifted else after, day)
    except TimeSkipped as error:
        raise ValidationError(skipped_on(day)) from error


def skipped_on(day: dt.date) -> str:
    """Say that the time of an event does not come on ``day``."""
    return _(
        "On %(day)s the clocks are set forward, and this time does not come: choose "
        "another."
    ) % {"day": full_date(day, languages.current())}


def _branches_of(event: OutreachEvent) -> set[int]:
    return set(event.branches.values_list("pk", flat=True))


def _store_changes(event: OutreachEvent, changes: Mapping[str, object]) -> None:
    for name, value in changes.items():
        setattr(event, name, value)
    event.validate_constraints()
    event.revision += bool(changes)
    event.save()


def locked(event: OutreachEvent, *, with_following: bool) -> list[OutreachEvent]:
    """Return the event as it is stored, and those that follow it, all locked."""
    wanted = Q(pk=event.pk)
    if with_following:
        stored = OutreachEvent.objects.get(pk=event.pk)
        later = OutreachEvent.objects.following(stored)
        wanted |= Q(pk__in=list(later.values_list("pk", flat=True)))
    found = OutreachEvent.objects.filter(wanted).order_by("pk").select_for_update()
    # The one that was meant comes first, though others may stand at its time.
    return sorted(found, key=lambda one: (one.pk != event.pk, one.starts_at))


@transaction.atomic
def mark_as_pattern(event: OutreachEvent, *, is_pattern: bool, actor: User) -> None:
    """Offer the event as one to make new ones after, or no longer."""
    (stored,) = locked(event, with_following=False)
    if stored.is_pattern == is_pattern:
        return
    stored.is_pattern = is_pattern
    stored.save()
    record("marked_as_pattern", stored, actor=actor, is_pattern=is_pattern)
