"""Subscribers in few words."""

from django.utils import timezone

from engagement.actions.subscribing import (
    Wishes,
    ask_to_subscribe,
    confirm_subscription,
)
from engagement.models import Subscriber, Topic

EVERYTHING = tuple(Topic.values)


def asked(
    address="ann@example.org", *, language="en", topics=EVERYTHING, district=None
):
    ask_to_subscribe(address, wishes=Wishes(language, topics, district))
    return Subscriber.objects.get(address=address.lower())


def subscriber(address="ann@example.org", **wishes) -> Subscriber:
    """Somebody who said yes."""
    found = asked(address, **wishes)
    confirm_subscription(found, language=found.language)
    found.refresh_from_db()
    return found


def make_due(deliveries) -> None:
    deliveries.update(due_at=timezone.now())
