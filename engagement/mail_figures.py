"""How mail to subscribers fares: figures for staff, never shown to the public."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from engagement.models import Delivery, Subscriber

LATE_AFTER = dt.timedelta(minutes=15)
LOOKED_BACK = dt.timedelta(days=7)
State = Delivery.State


@dataclass(frozen=True)
class MailHealth:
    """Mails and addresses: of ``failed`` and ``ended`` those of the last seven days.

    ``subscribers``: addresses that said yes and are written to. ``unconfirmed``: those
    that were asked and did not say yes yet. ``is_late``: a mail has been due for a
    quarter of an hour, so the worker or the mail server is away.
    """

    last_sent_at: dt.datetime | None
    waiting: int
    failed: int
    is_late: bool
    subscribers: int
    unconfirmed: int
    ended: int


def mail_health() -> MailHealth:
    """Return the state of all mail in two queries."""
    now = timezone.now()
    mails = Delivery.objects.aggregate(
        last=Max("sent_at"),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        oldest=Min("due_at", filter=Q(state=State.WAITING)),
        failed=Count("pk", filter=Q(state=State.FAILED, due_at__gt=now - LOOKED_BACK)),
    )
    people = Subscriber.objects.aggregate(
        active=Count("pk", filter=Q(confirmed_at__isnull=False, ended_at=None)),
        unconfirmed=Count("pk", filter=Q(confirmed_at=None)),
        ended=Count("pk", filter=Q(ended_at__gt=now - LOOKED_BACK)),
        letter=Min("letter_due_at"),
    )
    due = [one for one in (mails["oldest"], people["letter"]) if one]
    return MailHealth(
        last_sent_at=mails["last"],
        waiting=mails["waiting"],
        failed=mails["failed"],
        is_late=any(one < now - LATE_AFTER for one in due),
        subscribers=people["active"],
        unconfirmed=people["unconfirmed"],
        ended=people["ended"],
    )
