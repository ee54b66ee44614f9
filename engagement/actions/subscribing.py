"""What somebody may do with mail to them: ask for it, say yes, change it, end it.

Each step is written down as consent. Nothing here tells whether an address is known.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from civic.models import District
from engagement.models import ConsentEvent, Subscriber, Subscription, Topic
from engagement.models.subscriptions import hash_address

# Of what the page and the letter say one agrees to; docs/decisions/0014 lists them.
WORDING = "2026-11"
CONFIRM_WITHIN = dt.timedelta(days=7)
Kind = ConsentEvent.Kind


@dataclass(frozen=True)
class Wishes:
    """What somebody wants to be written to about, and in which language."""

    language: str
    topics: tuple[str, ...]
    district: District | None = None  # of events; None: the whole city

    def codes(self) -> list[str]:
        """Return the topics as consent names them: “summaries”, “events:east”."""
        place = f":{self.district.code}" if self.district else ""
        return [f"{one}{place if one == Topic.EVENTS else ''}" for one in self.topics]

    def subscriptions(self, subscriber: Subscriber) -> Iterator[Subscription]:
        for topic in self.topics:
            district = self.district if topic == Topic.EVENTS else None
            yield Subscription(subscriber=subscriber, topic=topic, district=district)


@transaction.atomic
def ask_to_subscribe(address: str, *, wishes: Wishes) -> None:
    """Have a letter sent to ``address`` with a link to say yes by.

    Whoever gets mail already is sent the link to their choices instead, which stay as
    they are: anybody may have typed the address.
    """
    fields = {"address_hash": hash_address(address), "language": wishes.language}
    subscriber, _is_new = Subscriber.objects.select_for_update().get_or_create(
        address=address.lower(), defaults=fields
    )
    subscriber.letter_due_at, subscriber.letter_attempts = timezone.now(), 0
    if not subscriber.is_active:
        subscriber.asked_at = timezone.now()
        _choose(subscriber, wishes)
        _note(subscriber, Kind.ASKED, wishes.codes())
    subscriber.save()


@transaction.atomic
def confirm_subscription(subscriber: Subscriber, *, language: str) -> None:
    """Begin to write to the subscriber; saying yes twice changes nothing.

    ``language`` is that of the page on which they said yes.
    """
    locked = _locked(subscriber)
    if locked.confirmed_at is not None:
        return
    locked.confirmed_at, locked.letter_due_at = timezone.now(), None
    locked.save()
    _note(locked, Kind.CONFIRMED, _codes_of(locked), language)


@transaction.atomic
def change_subscription(subscriber: Subscriber, *, wishes: Wishes) -> None:
    """Give an active subscriber other topics or another language."""
    locked = _locked(subscriber)
    if not locked.is_active:
        return
    _choose(locked, wishes)
    locked.save()
    _note(locked, Kind.CHANGED, wishes.codes())


@transaction.atomic
def end_subscription(subscriber: Subscriber, *, is_bounced: bool = False) -> None:
    """Send no more mail and delete the address; what proves the consent stays.

    Whoever never said yes is forgotten altogether. Ending twice changes nothing.
    """
    locked = _locked(subscriber)
    if locked.ended_at is not None:
        return
    if locked.confirmed_at is None:
        locked.delete()
        return
    _note(locked, Kind.BOUNCED if is_bounced else Kind.ENDED, [])
    locked.deliveries.waiting().delete()
    locked.subscriptions.all().delete()
    locked.address = locked.letter_due_at = None
    locked.ended_at = timezone.now()
    locked.save()


def forget_unconfirmed() -> int:
    """Delete those who did not say yes in time; return how many."""
    since = timezone.now() - CONFIRM_WITHIN
    late = Subscriber.objects.unconfirmed().filter(asked_at__lt=since)
    return late.delete()[1].get(Subscriber._meta.label, 0)


def _locked(subscriber: Subscriber) -> Subscriber:
    return Subscriber.objects.select_for_update().get(pk=subscriber.pk)


def _choose(subscriber: Subscriber, wishes: Wishes) -> None:
    subscriber.language = wishes.language
    subscriber.subscriptions.all().delete()
    Subscription.objects.bulk_create(wishes.subscriptions(subscriber))


def _codes_of(subscriber: Subscriber) -> list[str]:
    return [
        f"{one.topic}:{one.district.code}" if one.district else one.topic
        for one in subscriber.subscriptions.select_related("district")
    ]


def _note(
    subscriber: Subscriber, kind: str, topics: list[str], language: str = ""
) -> None:
    ConsentEvent.objects.create(
        subscriber=subscriber,
        kind=kind,
        language=language or subscriber.language,
        wording=WORDING,
        topics=topics,
    )
