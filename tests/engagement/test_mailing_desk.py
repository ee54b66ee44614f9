"""The desk's look at mail to subscribers."""

import datetime as dt

import pytest
from django.utils import timezone

from engagement.actions.mailing import find_mailings
from engagement.actions.sending import send_mailings
from engagement.actions.subscribing import end_subscription
from engagement.mail_figures import mail_health
from engagement.models import Delivery, Mailing, Subscriber
from tests.engagement.subscribing import asked, subscriber
from tests.engagement.test_mailing import published
from tests.engagement.test_summaries import text_of

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/mail/"


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def test_page_says_what_was_sent_and_what_waits(desk):
    subscriber("ann@example.org")
    published()
    find_mailings()
    waiting = text_of(desk.get(PAGE))
    send_mailings()
    sent = text_of(desk.get(PAGE))

    assert "None yet" in waiting
    assert "None yet" not in sent
    assert mail_health().last_sent_at is not None


def test_page_before_the_first_mailing(desk):
    assert "No mailing yet" in text_of(desk.get(PAGE))


def test_figures_tell_states_apart():
    asked("asked@example.org")
    end_subscription(subscriber("ended@example.org"))
    one = subscriber()
    about = [Mailing.objects.create(kind="event", number=each) for each in range(3)]
    Delivery.objects.create(mailing=about[0], subscriber=one)
    Delivery.objects.create(mailing=about[1], subscriber=one, state="failed")
    long_ago = timezone.now() - dt.timedelta(days=8)
    Delivery.objects.create(
        mailing=about[2], subscriber=one, state="failed", due_at=long_ago
    )
    health = mail_health()

    assert (health.waiting, health.failed) == (1, 1)
    assert (health.subscribers, health.unconfirmed, health.ended) == (1, 1, 1)


@pytest.mark.parametrize(("minutes", "is_late"), [(14, False), (16, True)])
def test_what_waits_long_is_late(desk, minutes, is_late):
    asked()
    since = timezone.now() - dt.timedelta(minutes=minutes)
    Subscriber.objects.update(letter_due_at=since)

    assert mail_health().is_late is is_late
    assert ("quarter of an hour" in text_of(desk.get(PAGE))) is is_late


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_as_many_queries_for_more_mailings(
    desk, rows, django_assert_num_queries
):
    for number in range(rows):
        Mailing.objects.create(kind="event", number=number)
    with django_assert_num_queries(8):
        desk.get(PAGE)


def test_page_is_for_editors_and_administrators(as_user, librarian, admin, client):
    assert as_user(librarian).get(PAGE).status_code == 403
    assert as_user(admin).get(PAGE).status_code == 200
    assert client.get(PAGE).status_code == 302
