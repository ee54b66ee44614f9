"""What somebody may do with mail to them, and what is kept of it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from engagement.actions.subscribing import (
    WORDING,
    Wishes,
    change_subscription,
    confirm_subscription,
    end_subscription,
    forget_unconfirmed,
)
from engagement.models import (
    ConsentEvent,
    Delivery,
    Mailing,
    Subscriber,
    Subscription,
    Topic,
)
from engagement.models.subscriptions import hash_address
from tests.at_once import at_once
from tests.engagement.subscribing import asked, subscriber
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db


def events_of(one) -> list[tuple[str, list[str]]]:
    return [(event.kind, event.topics) for event in one.consent_events.all()]


def test_asking_keeps_what_was_asked_for_until_it_is_confirmed():
    east = DistrictFactory(code="east")
    one = asked("Ann@Example.ORG", language="fa", district=east)

    assert (one.address, one.language, one.is_active) == (
        "ann@example.org",
        "fa",
        False,
    )
    assert one.letter_due_at is not None
    assert events_of(one) == [("asked", ["summaries", "commitments", "events:east"])]
    event = one.consent_events.get()
    assert (event.language, event.wording) == ("fa", WORDING)


def test_asking_twice_before_the_yes_takes_the_last_wishes():
    asked(topics=("summaries",))
    one = asked(topics=("events",), language="vi")

    assert [each.topic for each in one.subscriptions.all()] == ["events"]
    assert (one.language, Subscriber.objects.count()) == ("vi", 1)


def test_asking_for_a_known_address_changes_nothing_but_sends_a_letter():
    subscriber(topics=("summaries",))
    one = asked(topics=("events",), language="vi")

    assert [each.topic for each in one.subscriptions.all()] == ["summaries"]
    assert one.language == "en"
    assert one.letter_due_at is not None
    assert [kind for kind, _topics in events_of(one)] == ["asked", "confirmed"]


def test_confirming_twice_is_once():
    one = asked()
    confirm_subscription(one, language="pl")
    first = Subscriber.objects.get().confirmed_at
    confirm_subscription(one, language="pl")

    assert Subscriber.objects.get().confirmed_at == first
    confirmed = one.consent_events.get(kind="confirmed")
    assert (confirmed.language, len(confirmed.topics)) == ("pl", 3)


def test_changing_takes_other_topics_and_language():
    one = subscriber()
    change_subscription(one, wishes=Wishes("it", ("commitments",)))

    one.refresh_from_db()
    assert one.language == "it"
    assert events_of(one)[-1] == ("changed", ["commitments"])


def test_only_who_said_yes_can_change():
    one = asked(topics=("summaries",))
    change_subscription(one, wishes=Wishes("it", ("commitments",)))

    assert [each.topic for each in one.subscriptions.all()] == ["summaries"]


def test_ending_deletes_the_address_and_keeps_what_proves_the_consent():
    one = subscriber()
    mailing = Mailing.objects.create(kind="summary", number=1)
    Delivery.objects.create(mailing=mailing, subscriber=one)
    end_subscription(one)
    end_subscription(one)

    one.refresh_from_db()
    assert (one.address, one.address_hash) == (None, hash_address("ann@example.org"))
    assert one.ended_at is not None
    assert [kind for kind, _topics in events_of(one)] == ["asked", "confirmed", "ended"]
    assert not Subscription.objects.exists()
    assert not Delivery.objects.exists()


def test_ending_before_the_yes_forgets_altogether():
    end_subscription(asked())

    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()


def test_whoever_ended_it_may_begin_anew():
    end_subscription(subscriber())
    again = subscriber()

    assert again.is_active
    assert Subscriber.objects.count() == 2


def test_unconfirmed_are_forgotten_after_a_week():
    late, early = asked("late@example.org"), asked("early@example.org")
    kept = subscriber("kept@example.org")
    week_ago = timezone.now() - dt.timedelta(days=7, minutes=1)
    Subscriber.objects.filter(pk__in=[late.pk, kept.pk]).update(asked_at=week_ago)

    assert forget_unconfirmed() == 1
    assert set(Subscriber.objects.all()) == {early, kept}


def test_hash_of_an_address_needs_the_key(settings):
    before = hash_address("ann@example.org")
    settings.SECRET_KEY = "another" * 10

    assert hash_address("ann@example.org") != before


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("subscriber_address_lowercase", {"address": "Ann@example.org"}),
        ("subscriber_address_until_ended", {"address": None}),
        (
            "subscriber_address_until_ended",
            {"address": "a@example.org", "ended_at": timezone.now()},
        ),
        (
            "subscriber_address_until_ended",
            {"address": None, "ended_at": timezone.now()},
        ),
        ("subscriber_address_unique", {"address": "taken@example.org"}),
    ],
)
def test_subscriber_constraints(constraint, fields):
    asked("taken@example.org")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Subscriber.objects.create(address_hash="x", **fields)


@pytest.mark.parametrize(
    ("constraint", "topic"),
    [
        ("subscription_once_per_topic", "events"),
        ("subscription_district_of_events", "summaries"),
    ],
)
def test_subscription_constraints(constraint, topic):
    one = asked(topics=("events",))
    district = DistrictFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        one.subscriptions.create(topic=topic, district=district)


def test_delivery_constraints():
    mailing = Mailing.objects.create(kind="summary", number=1)
    one = subscriber()
    Delivery.objects.create(mailing=mailing, subscriber=one)
    with (
        pytest.raises(IntegrityError, match="once_per_subscriber"),
        transaction.atomic(),
    ):
        Delivery.objects.create(mailing=mailing, subscriber=one)
    with pytest.raises(IntegrityError, match="sent_at_a_time"), transaction.atomic():
        Delivery.objects.update(state="sent")
    with pytest.raises(IntegrityError, match="once_per_item"), transaction.atomic():
        Mailing.objects.create(kind="summary", number=1)


def test_wanting_finds_those_of_the_topic_and_of_the_district():
    east, west = DistrictFactory(code="east"), DistrictFactory(code="west")
    everywhere = subscriber("all@example.org", topics=("events",))
    eastern = subscriber("east@example.org", topics=("events",), district=east)
    western = subscriber("west@example.org", topics=("events",), district=west)
    other = subscriber("other@example.org", topics=("summaries",))

    def wanting(topic, district=None):
        return set(Subscriber.objects.wanting(topic, district))

    assert wanting(Topic.EVENTS, east) == {everywhere, eastern}
    assert wanting(Topic.EVENTS) == {everywhere, eastern, western}
    assert wanting(Topic.SUMMARIES) == {other}


def test_active_are_those_who_said_yes_and_did_not_end_it():
    asked("asked@example.org")
    end_subscription(subscriber("ended@example.org"))
    one = subscriber()

    assert list(Subscriber.objects.active()) == [one]


@pytest.mark.django_db(transaction=True)
def test_two_ask_for_one_address_at_once():
    at_once(asked, asked)

    assert Subscriber.objects.count() == 1
