"""The states of outreach events: announced, called off, taken up again, discarded.

Each action does nothing where the event is so already. With ``with_following`` it is
done to the later events of the series as well, where it can be.
"""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from civic import languages
from civic.activity import record
from civic.models import User
from engagement.actions.events import locked
from engagement.models import OutreachEvent
from engagement.planned_events import NOTE, columns_of

Status = OutreachEvent.Status


@transaction.atomic
def confirm_event(
    event: OutreachEvent, *, actor: User, with_following: bool = False
) -> int:
    """Announce it to residents; return how many events were.

    Refuses what is over or called off, and an event that does not say where it is.
    """
    first, *later = locked(event, with_following=with_following)
    if first.is_canceled:
        raise ValidationError(
            _("This event is canceled. If it takes place after all, take it up again.")
        )
    if first.is_over:
        raise ValidationError(
            _("This event is over. If it took place, record its reach.")
        )
    planned = [one for one in (first, *later) if one.status == Status.PLANNED]
    for one in planned:
        _refuse_without_place(one)
        _enter(one, Status.CONFIRMED, actor=actor, verb="confirmed")
    return len(planned)


def _refuse_without_place(event: OutreachEvent) -> None:
    venues = [getattr(event, name) for name in columns_of("venue")]
    if any(venues) or event.address or event.online_address:
        return
    raise ValidationError(
        _("Write where it is before you announce it: a venue, or an online address.")
    )


@transaction.atomic
def withdraw_event(event: OutreachEvent, *, actor: User) -> None:
    """Take an announced event out of the public calendar, as if never announced."""
    (stored,) = locked(event, with_following=False)
    if stored.status == Status.PLANNED:
        return
    _refuse_if_held(stored)
    if stored.is_canceled or stored.is_over:
        raise ValidationError(
            _("Only an event that is still to come can be taken back.")
        )
    stored.revision += 1
    _enter(stored, Status.PLANNED, actor=actor, verb="withdrawn")


@transaction.atomic
def cancel_event(
    event: OutreachEvent,
    *,
    note: Mapping[str, str],
    actor: User,
    with_following: bool = False,
) -> int:
    """Call it off, and tell why in ``note``, by language; return how many events were.

    Refuses an event at which people were heard, one that residents do not know of, and
    a reason in no language. Of the following only announced ones are called off.
    """
    first, *later = locked(event, with_following=with_following)
    if not any(note.values()):
        raise ValidationError(_("Tell those who meant to come why it is canceled."))
    _refuse_if_held(first)
    if first.status == Status.PLANNED:
        raise ValidationError(
            _("Nobody knows of this event yet: discard it instead of canceling it.")
        )
    announced = [one for one in (first, *later) if one.status == Status.CONFIRMED]
    for one in announced:
        for code in languages.CODES:
            setattr(one, f"{NOTE}_{code}", note.get(code, ""))
        one.revision += 1
        _enter(one, Status.CANCELED, actor=actor, verb="canceled")
    return len(announced)


@transaction.atomic
def reinstate_event(
    event: OutreachEvent, *, actor: User, with_following: bool = False
) -> int:
    """Let a canceled event take place after all; return how many were taken up."""
    first, *later = locked(event, with_following=with_following)
    canceled = [one for one in (first, *later) if one.is_canceled]
    for one in canceled:
        for name in columns_of(NOTE):
            setattr(one, name, "")
        one.revision += 1
        _enter(one, Status.CONFIRMED, actor=actor, verb="reinstated")
    return len(canceled)


@transaction.atomic
def discard_event(
    event: OutreachEvent, *, actor: User, with_following: bool = False
) -> int:
    """Delete an event that was only planned; return how many were.

    Refuses one that residents know of, and one at which anything was noted. Of the
    following only those that were never announced are deleted.
    """
    first, *later = locked(event, with_following=with_following)
    if first.status != Status.PLANNED:
        raise ValidationError(
            _("Residents know of this event: cancel it, so that they learn of it.")
        )
    _refuse_if_held(first)
    planned = [one for one in (first, *later) if one.status == Status.PLANNED]
    _forget(planned, actor)
    return len(planned)


def _forget(events: Iterable[OutreachEvent], actor: User) -> None:
    for one in events:
        record("discarded", one, actor=actor, starts_at=one.starts_at.isoformat())
        one.delete()


def _refuse_if_held(event: OutreachEvent) -> None:
    if event.status == Status.HELD or event.has_reach or _was_noted(event):
        raise ValidationError(
            _("Something was noted at this event, so it took place and stays.")
        )


def _was_noted(event: OutreachEvent) -> bool:
    return event.conversations.exists() or hasattr(event, "debrief")


def _enter(event: OutreachEvent, status: str, *, actor: User, verb: str) -> None:
    event.status = status
    event.save()
    record(verb, event, actor=actor)
