"""What is news is found by its state, once; and who gets it."""

import datetime as dt

import pytest
from django.utils import timezone

from engagement.actions import publish_summary, report_on_commitment
from engagement.actions.mailing import (
    claim,
    find_mailings,
    give_back,
    mark_as_sent,
    postpone,
)
from engagement.actions.subscribing import end_subscription
from engagement.models import CommitmentUpdate, Delivery, Mailing, Summary
from tests.at_once import at_once
from tests.engagement.factories import OutreachEventFactory
from tests.engagement.listening import Listening
from tests.engagement.subscribing import asked, subscriber
from tests.engagement.writing import commitment_of, fall_summary
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db


def published() -> Summary:
    listening = Listening()
    listening.entry(listening.event(), {"WISH": "x"}, people=9)
    return publish_summary(fall_summary(), actor=None)


def coming(**fields):
    starts = fields.pop("starts_at", timezone.now() + dt.timedelta(days=3))
    return OutreachEventFactory(starts_at=starts, branches=[], **fields)


def report(**fields) -> CommitmentUpdate:
    values = {"reported_on": timezone.localdate(), "status": "under_way"} | fields
    update = CommitmentUpdate(
        commitment=commitment_of(published()), text_en="We began.", **values
    )
    report_on_commitment(update, actor=None)
    return update


def found() -> list[tuple[str, int]]:
    find_mailings()
    mailings = Mailing.objects.order_by("pk")
    return list(mailings.values_list("kind", "number"))


def readers() -> set[str]:
    return set(Delivery.objects.values_list("subscriber__address", flat=True))


# What is news


def test_published_summary_is_found_once():
    summary = published()

    assert found() == [("summary", summary.pk)]
    assert find_mailings() == 0


def test_draft_is_no_news():
    fall_summary()

    assert found() == []


def test_summary_of_the_archive_is_no_news():
    summary = published()
    days_ago = timezone.now() - dt.timedelta(days=3, minutes=1)
    Summary.objects.filter(pk=summary.pk).update(published_at=days_ago)

    assert found() == []


def test_report_on_a_promise_is_found():
    update = report()
    Mailing.objects.create(kind="summary", number=update.commitment.summary_id)

    assert found()[1:] == [("report", update.pk)]


@pytest.mark.parametrize(
    "fields",
    [
        {"recorded_at": None},
        {"recorded_at": timezone.now() - dt.timedelta(days=4)},
        {"reported_on": dt.date(2025, 1, 1)},
    ],
)
def test_old_report_is_no_news(fields):
    update = report()
    CommitmentUpdate.objects.filter(pk=update.pk).update(**fields)

    assert ("report", update.pk) not in found()


def test_report_of_a_draft_is_no_news():
    commitment = commitment_of(fall_summary())
    commitment.updates.create(reported_on=timezone.localdate(), text_en="x")

    assert found() == []


def test_event_is_found_some_days_before():
    event = coming()

    assert found() == [("event", event.pk)]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "planned"},
        {"status": "canceled"},
        {"starts_at": timezone.now() + dt.timedelta(days=6)},
        {"starts_at": timezone.now() + dt.timedelta(minutes=1)},
        {"starts_at": timezone.now() - dt.timedelta(days=1)},
    ],
)
def test_other_event_is_no_news(fields):
    coming(**fields)

    assert found() == []


# Who gets it


def test_only_those_who_chose_the_topic_and_said_yes_get_it():
    published()
    subscriber("ann@example.org", topics=("summaries", "events"))
    subscriber("bob@example.org", topics=("events",))
    asked("carol@example.org", topics=("summaries",))
    end_subscription(subscriber("dan@example.org", topics=("summaries",)))
    find_mailings()

    assert readers() == {"ann@example.org"}


def test_event_is_for_its_district_and_for_those_of_the_whole_city():
    east, west = DistrictFactory(), DistrictFactory()
    subscriber("east@example.org", topics=("events",), district=east)
    subscriber("west@example.org", topics=("events",), district=west)
    subscriber("all@example.org", topics=("events",))
    coming(district=east)
    find_mailings()

    assert readers() == {"east@example.org", "all@example.org"}


def test_event_without_a_district_is_for_all_districts():
    subscriber("west@example.org", topics=("events",), district=DistrictFactory())
    coming(district=None)
    find_mailings()

    assert readers() == {"west@example.org"}


def test_newcomer_gets_nothing_of_before():
    published()
    subscriber("early@example.org")
    find_mailings()
    subscriber("late@example.org")
    find_mailings()

    assert readers() == {"early@example.org"}


@pytest.mark.parametrize("readers", [1, 3])
def test_deliveries_are_made_in_one_statement(django_assert_num_queries, readers):
    for number in range(readers):
        subscriber(f"reader{number}@example.org")
    published()
    with django_assert_num_queries(10):
        find_mailings()

    assert Delivery.objects.count() == readers


@pytest.mark.django_db(transaction=True)
def test_two_workers_find_it_once():
    subscriber()
    published()
    at_once(find_mailings, find_mailings)

    assert (Mailing.objects.count(), Delivery.objects.count()) == (1, 1)


# Who sends it


@pytest.fixture
def waiting():
    one = subscriber()
    published()
    find_mailings()
    return one


@pytest.mark.django_db(transaction=True)
def test_two_senders_never_have_the_same_in_hand():
    for number in range(10):
        subscriber(f"reader{number}@example.org", topics=("summaries",))
    published()
    find_mailings()
    first, second = at_once(lambda: claim(6), lambda: claim(6))
    numbers = [{one.pk for one in taken} for _mark, taken in (first, second)]

    assert numbers[0] & numbers[1] == set()


def test_what_is_in_hand_is_not_claimed_until_a_minute_later(waiting):
    mark, taken = claim(10)
    assert [one.subscriber for one in taken] == [waiting]
    assert claim(10)[1] == []
    give_back(mark)
    assert len(claim(10)[1]) == 1


def test_sender_that_lost_it_may_not_send(waiting):
    mark, (delivery,) = claim(10)
    Delivery.objects.update(claimed_until=timezone.now())
    other, (again,) = claim(10)

    assert delivery == again
    assert mark_as_sent(delivery, mark) is False
    assert mark_as_sent(delivery, other) is True
    assert mark_as_sent(delivery, other) is False


def test_whoever_unsubscribed_meanwhile_is_not_written_to(waiting):
    mark, (delivery,) = claim(10)
    end_subscription(waiting)

    assert mark_as_sent(delivery, mark) is False


def test_postponed_is_tried_ever_later_and_then_has_failed(waiting):
    delays = []
    delivery = Delivery.objects.get()
    for _attempt in range(9):
        postpone(delivery, trouble="451")
        delivery.refresh_from_db()
        assert delivery.state == "waiting"
        delays.append(round((delivery.due_at - timezone.now()).total_seconds() / 60))
    postpone(delivery, trouble="451")
    delivery.refresh_from_db()

    assert delays == [5, 10, 20, 40, 80, 160, 320, 640, 1280]
    assert (delivery.state, delivery.attempts, delivery.trouble) == (
        "failed",
        10,
        "451",
    )
