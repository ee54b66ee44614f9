"""Mail to subscribers: what is due is found by its state, and sent once to each.

Every step may be run twice, by several workers, or stop anywhere and go on later.
docs/decisions/0014-mail-to-subscribers.md says why each mail is marked when it is.
"""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import QuerySet, Value
from django.utils import timezone

from civic.models import District
from engagement.models import (
    CommitmentUpdate,
    Delivery,
    Mailing,
    OutreachEvent,
    Subscriber,
    Summary,
    Topic,
)

RECENT = dt.timedelta(days=3)  # what is older when it is found is no news
OLDEST_REPORT = dt.timedelta(days=31)  # it may be entered some time after its day
EVENT_NOTICE = dt.timedelta(days=4)
CLAIMED_FOR = dt.timedelta(minutes=1)
FIRST_DELAY = dt.timedelta(minutes=5)  # then twice as long each time, two days in all
MOST_ATTEMPTS = 10

Item = tuple[str, int, str, District | None]


def find_mailings() -> int:
    """Give what is news a mailing, and each subscriber of its topic a delivery.

    Only those who subscribed before the item was found get it. Returns how many
    mailings were made.
    """
    return sum(_make_mailing(*item) for item in list(_news()))


def _news() -> Iterator[Item]:
    """Yield what is published of late and has no mailing yet."""
    now = timezone.now()
    for number in (
        Summary.objects.published()
        .filter(published_at__gt=now - RECENT)
        .exclude(pk__in=_found(Mailing.Kind.SUMMARY))
        .values_list("pk", flat=True)
    ):
        yield Mailing.Kind.SUMMARY, number, Topic.SUMMARIES, None
    for number in (
        CommitmentUpdate.objects.filter(
            commitment__summary__in=Summary.objects.published(),
            recorded_at__gt=now - RECENT,
            reported_on__gt=(now - OLDEST_REPORT).date(),
        )
        .exclude(pk__in=_found(Mailing.Kind.REPORT))
        .values_list("pk", flat=True)
    ):
        yield Mailing.Kind.REPORT, number, Topic.COMMITMENTS, None
    for event in (
        OutreachEvent.objects.public()
        .expected()
        .filter(starts_at__gt=now, starts_at__lte=now + EVENT_NOTICE)
        .exclude(pk__in=_found(Mailing.Kind.EVENT))
        .select_related("district")
    ):
        if not event.has_begun:
            yield Mailing.Kind.EVENT, event.pk, Topic.EVENTS, event.district


def _found(kind: str) -> QuerySet[Mailing, int]:
    return Mailing.objects.filter(kind=kind).values_list("number", flat=True)


@transaction.atomic
def _make_mailing(
    kind: str, number: int, topic: str, district: District | None
) -> bool:
    mailing, is_new = Mailing.objects.get_or_create(kind=kind, number=number)
    if is_new:
        _make_deliveries(mailing, topic, district)
    return is_new


def _make_deliveries(mailing: Mailing, topic: str, district: District | None) -> None:
    """In one statement, however many subscribers there are."""
    readers = (
        Subscriber.objects.active()
        .wanting(topic, district)
        .order_by("language", "pk")
        .annotate(mailing=Value(mailing.pk), now=Value(mailing.found_at))
        .annotate(state=Value("waiting"), attempts=Value(0), trouble=Value(""))
        .values_list("mailing", "pk", "state", "attempts", "now", "trouble")
    )
    chosen, values = readers.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO engagement_delivery"
            " (mailing_id, subscriber_id, state, attempts, due_at, trouble) "
            f"{chosen} ON CONFLICT DO NOTHING",
            values,
        )


@transaction.atomic
def claim(most: int) -> tuple[UUID, list[Delivery]]:
    """Take up to ``most`` deliveries in hand for a minute, that nobody else has."""
    now, mark = timezone.now(), uuid4()
    free = Delivery.objects.due(now).select_for_update(skip_locked=True)
    taken = list(free.values_list("pk", flat=True)[:most])
    Delivery.objects.filter(pk__in=taken).update(
        claim=mark, claimed_until=now + CLAIMED_FOR
    )
    claimed = Delivery.objects.filter(pk__in=taken).order_by("due_at", "pk")
    return mark, list(claimed.select_related("mailing", "subscriber"))


def mark_as_sent(delivery: Delivery, mark: UUID) -> bool:
    """Write down that a delivery is sent, if it is still to be; say whether it is.

    Asked when all of a mail is transmitted but its end. False where its reader has
    unsubscribed meanwhile, or another sender took it over.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE engagement_delivery SET state = 'sent', sent_at = now(),"
            " claim = NULL, claimed_until = NULL, trouble = '', attempts = attempts + 1"
            " WHERE id = %s AND claim = %s AND state = 'waiting'",
            [delivery.pk, mark],
        )
        return cursor.rowcount == 1


def give_back(mark: UUID) -> None:
    """Let others have at once what was claimed and not sent."""
    Delivery.objects.filter(claim=mark).update(claim=None, claimed_until=None)


def postpone(delivery: Delivery, *, trouble: str) -> None:
    """Try a delivery again later; after some two days it has failed."""
    attempts = delivery.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        fail(delivery, trouble=trouble)
        return
    _change(
        delivery,
        state=Delivery.State.WAITING,
        attempts=attempts,
        due_at=timezone.now() + FIRST_DELAY * 2 ** (attempts - 1),
        trouble=trouble,
    )


def fail(delivery: Delivery, *, trouble: str) -> None:
    """Give up a delivery, sent or not."""
    attempts = delivery.attempts + 1
    _change(delivery, state=Delivery.State.FAILED, attempts=attempts, trouble=trouble)


def _change(delivery: Delivery, **fields: object) -> None:
    """Also what was marked as sent the moment before the server refused it."""
    Delivery.objects.filter(pk=delivery.pk).update(
        claim=None, claimed_until=None, sent_at=None, **fields
    )


def withdraw(mailing: Mailing) -> None:
    """Write to nobody more about what is public no longer, or over."""
    mailing.deliveries.waiting().delete()
