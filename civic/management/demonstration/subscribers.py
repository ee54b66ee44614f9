"""Readers who get mail, in all five languages, and the last summary sent to them.

Their addresses end in “.example”, which no mail server on earth answers for.
"""

import datetime as dt

from django.utils import timezone

from civic.models import District
from engagement.actions.subscribing import (
    Wishes,
    ask_to_subscribe,
    confirm_subscription,
)
from engagement.models import Delivery, Mailing, Subscriber, Summary, Topic

READERS = (
    ("nora.lindqvist@reader.example", "en", tuple(Topic.values), None),
    ("be.tam@reader.example", "vi", (Topic.SUMMARIES, Topic.EVENTS), "evergreen"),
    ("zofia.wilk@reader.example", "pl", (Topic.COMMITMENTS,), None),
    ("sohrab.nik@reader.example", "fa", tuple(Topic.values), None),
    ("livia.serra@reader.example", "it", (Topic.SUMMARIES,), None),
)
AGO = dt.timedelta(days=20)


def load_subscribers() -> None:
    """Leave alone whoever is there, and what was sent."""
    for address, language, topics, place in READERS:
        if not Subscriber.objects.filter(address=address).exists():
            _subscribe(address, language, topics, place)
    summary = Summary.objects.published().first()
    if summary is not None:
        _send(summary)


def _subscribe(
    address: str, language: str, topics: tuple[str, ...], place: str | None
) -> None:
    district = District.objects.filter(code=place).first() if place else None
    ask_to_subscribe(address, wishes=Wishes(language, topics, district))
    subscriber = Subscriber.objects.get(address=address)
    confirm_subscription(subscriber, language=language)
    Subscriber.objects.filter(pk=subscriber.pk).update(is_demonstration=True)


def _send(summary: Summary) -> None:
    """As if it had been sent when it was news."""
    mailing, is_new = Mailing.objects.get_or_create(
        kind=Mailing.Kind.SUMMARY, number=summary.pk
    )
    if not is_new:
        return
    moment = timezone.now() - AGO
    Mailing.objects.filter(pk=mailing.pk).update(found_at=moment)
    for subscriber in Subscriber.objects.active().wanting(Topic.SUMMARIES, None):
        Delivery.objects.create(
            mailing=mailing,
            subscriber=subscriber,
            state=Delivery.State.SENT,
            attempts=1,
            due_at=moment,
            sent_at=moment,
        )
