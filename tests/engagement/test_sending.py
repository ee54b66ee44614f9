"""Sending over a real mail server: once to each, whatever happens in between."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings as configured
from django.core import mail
from django.utils import timezone

from engagement.actions.mailing import find_mailings
from engagement.actions.sending import send_letters, send_mailings
from engagement.actions.subscribing import end_subscription
from engagement.models import Delivery, Mailing, Subscriber, Summary
from tests.at_once import at_once
from tests.engagement.subscribing import asked, make_due, subscriber
from tests.engagement.test_mailing import coming, published
from tests.real_server import free_port, test_database
from tests.smtp import mail_server

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"
FOR_ONE = ("summaries",)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST = "127.0.0.1"
    settings.BOUNCE_ADDRESS = "bounces@example.org"
    with mail_server() as (mailbox, port):
        settings.EMAIL_PORT = port
        yield mailbox


def news_for(*addresses: str) -> None:
    for address in addresses:
        subscriber(address, topics=FOR_ONE)
    published()
    find_mailings()


def states() -> list[tuple[str, str]]:
    rows = Delivery.objects.order_by("pk")
    return list(rows.values_list("state", "trouble"))


def test_each_subscriber_gets_it_once(server):
    news_for("ann@example.org", "bob@example.org")

    assert send_mailings() == 2
    assert send_mailings() == 0
    assert server.readers == ["ann@example.org", "bob@example.org"]
    assert states() == [("sent", "")] * 2
    delivery = Delivery.objects.first()
    assert (delivery.attempts, delivery.claim) == (1, None)
    assert delivery.sent_at is not None


def test_return_path_and_message_id_name_the_delivery(server):
    news_for("ann@example.org")
    send_mailings()

    number = Delivery.objects.get().pk
    sender, _reader, told = server.arrived[0]
    assert sender.startswith(f"bounces+{number}-")
    assert told["Message-ID"].startswith(f"<{number}-")
    assert told["Message-ID"].partition("@")[0][1:] == sender[8:].partition("@")[0]


def test_temporary_refusal_is_tried_again_with_the_same_message_id(server):
    news_for("ann@example.org")
    server.to_mail = ["451 4.3.0 Later"]
    assert send_mailings() == 0
    assert states() == [("waiting", "451 4.3.0")]
    assert Delivery.objects.get().sent_at is None
    assert send_mailings() == 0
    make_due(Delivery.objects)

    assert send_mailings() == 1
    assert server.readers == ["ann@example.org"]


def test_address_that_is_gone_gets_no_more_mail_and_the_others_do(server):
    news_for("gone@example.org", "ann@example.org")
    server.to_recipient = {"gone@example.org": "550 5.1.1 No such user"}

    assert send_mailings() == 1
    assert server.readers == ["ann@example.org"]
    assert states() == [("failed", "550 5.1.1"), ("sent", "")]
    gone = Subscriber.objects.get(address=None)
    assert gone.consent_events.last().kind == "bounced"


@pytest.mark.parametrize(
    "answer", ["552 5.2.2 Mailbox full", "554 5.7.1 Relay denied", "500 5.5.1 What?"]
)
def test_refusal_that_says_nothing_of_the_address_keeps_the_subscriber(server, answer):
    news_for("ann@example.org")
    server.to_recipient = {"ann@example.org": answer}
    send_mailings()

    assert states()[0][0] == "failed"
    assert Subscriber.objects.get().is_active


def test_address_whose_mail_comes_back_three_times_is_given_up(server):
    one = subscriber("ann@example.org")
    server.to_recipient = {"ann@example.org": "552 5.2.2 Mailbox full"}
    for number in range(3):
        assert Subscriber.objects.get().is_active
        event = coming(slug=f"fair-{number}")
        about = Mailing.objects.create(kind="event", number=event.pk)
        Delivery.objects.create(mailing=about, subscriber=one)
        send_mailings()

    assert not Subscriber.objects.get().is_active


def test_refused_sender_leaves_everything_waiting(server):
    news_for("ann@example.org", "bob@example.org")
    server.to_sender = ["550 5.7.1 Who are you?"]

    assert send_mailings() == 0
    assert states() == [("waiting", "")] * 2
    assert send_mailings() == 2


def test_server_that_is_away_leaves_everything_waiting(server, settings):
    news_for("ann@example.org")
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    assert send_mailings() == 0
    assert states() == [("waiting", "")]
    settings.EMAIL_PORT = there

    assert send_mailings() == 1


def test_server_that_closes_the_connection_is_called_again(server):
    news_for("ann@example.org", "bob@example.org")
    server.to_mail = ["421 4.7.0 Too many mails on this connection"]
    assert send_mailings() == 1
    make_due(Delivery.objects.waiting())

    assert send_mailings() == 1
    assert sorted(server.readers) == ["ann@example.org", "bob@example.org"]


def test_what_is_withdrawn_is_sent_to_nobody_more(server):
    news_for("ann@example.org")
    Summary.objects.update(status="draft")

    assert send_mailings() == 0
    assert server.arrived == []
    assert not Delivery.objects.exists()


def test_address_that_no_server_takes_does_not_stop_the_others(server):
    news_for("ann@example.org", "bob@example.org")
    Subscriber.objects.filter(address="ann@example.org").update(
        address="ann@example.org, bob@example.org"
    )

    assert send_mailings() == 1
    assert states()[0] == ("failed", "unsendable")


def test_large_list_is_sent_in_batches(server, monkeypatch):
    monkeypatch.setattr("engagement.actions.sending.BATCH", 2)
    news_for(*(f"reader{number}@example.org" for number in range(5)))

    assert send_mailings() == 5
    assert len(set(server.readers)) == 5


def test_each_reader_gets_their_language_and_their_own_links(server):
    readers = {}
    for code in ("en", "vi", "pl", "fa", "it"):
        readers[code] = subscriber(f"{code}@example.org", language=code)
    published()
    find_mailings()
    send_mailings()

    for _sender, address, told in server.arrived:
        code = address.partition("@")[0]
        page = told.get_body(("html",)).get_content()
        text = told.get_body(("plain",)).get_content()
        direction = "rtl" if code == "fa" else "ltr"
        assert f'<html lang="{code}" dir="{direction}">' in page
        for one in readers.values():
            is_own = one.language == code
            assert (one.secret in page) is is_own
            assert (one.secret in text) is is_own
            assert (one.secret in told["List-Unsubscribe"]) is is_own
    assert len(server.arrived) == 5


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(server):
    news_for(*(f"reader{number}@example.org" for number in range(30)))
    sent = at_once(send_mailings, send_mailings)

    assert sum(sent) == 30
    assert Counter(server.readers).most_common(1)[0][1] == 1
    assert len(server.readers) == 30


@pytest.mark.django_db(transaction=True)
def test_several_senders_of_one_worker_send_each_mail_once(server, settings):
    settings.MAIL_SENDERS = 4
    news_for(*(f"reader{number}@example.org" for number in range(30)))

    assert send_mailings() == 30
    assert len(set(server.readers)) == len(server.readers) == 30


SENDER = """
import django
django.setup()
from engagement.actions import sending
sending.BATCH = 20
sending.send_mailings()
"""


@pytest.mark.django_db(transaction=True)
def test_sender_killed_in_the_middle_is_followed_by_one_that_sends_the_rest(
    server, settings
):
    addresses = [f"reader{number}@example.org" for number in range(200)]
    news_for(*addresses)
    environment = os.environ | {
        "DATABASE_URL": test_database(),
        "DJANGO_SETTINGS_MODULE": "civic.settings",
        "SECRET_KEY": configured.SECRET_KEY,
        "EMAIL_HOST": "127.0.0.1",
        "MAIL_SENDERS": "3",
        "EMAIL_PORT": str(settings.EMAIL_PORT),
    }
    kills = 0
    while Delivery.objects.waiting().exists():
        before = len(server.arrived)
        process = subprocess.Popen([sys.executable, "-c", SENDER], env=environment)
        while process.poll() is None and len(server.arrived) < before + 45:
            time.sleep(0.001)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
        Delivery.objects.waiting().update(claimed_until=timezone.now())

    assert kills >= 3
    counted = Counter(server.readers)
    assert max(counted.values()) == 1
    # One may be lost where the process died between the answer and the last line.
    assert len(counted) >= 200 - kills


# Letters


def test_letter_asks_for_a_yes(server):
    one = asked(language="fa")

    assert send_letters() == 1
    assert send_letters() == 0
    told = server.only()
    assert told["To"] == "ann@example.org"
    assert f"/fa/subscribe/{one.secret}/confirm/" in told.get_body().get_content()
    assert server.arrived[0][0] == "bounces@example.org"


def test_letter_to_whoever_gets_mail_leads_to_their_page(server):
    subscriber()
    one = asked()
    send_letters()

    text = server.only().get_body(("plain",)).get_content()
    assert f"/en/subscribe/{one.secret}/\n" in text.replace("\r", "")
    assert "/confirm/" not in text


def test_letter_that_is_refused_for_now_is_sent_later(server):
    one = asked()
    server.to_recipient = {"ann@example.org": "451 Later"}
    assert send_letters() == 1
    server.to_recipient = {}
    assert send_letters() == 0
    Subscriber.objects.update(letter_due_at=timezone.now())
    send_letters()

    one.refresh_from_db()
    assert server.readers == ["ann@example.org"]
    assert (one.letter_due_at, one.letter_attempts) == (None, 1)


def test_letter_to_an_address_that_is_not_there_forgets_it(server):
    asked()
    server.to_recipient = {"ann@example.org": "550 5.1.1 No such user"}
    send_letters()

    assert not Subscriber.objects.exists()


def test_letter_waits_while_the_server_is_away(server, settings):
    asked()
    settings.EMAIL_PORT = free_port()

    assert send_letters() == 0
    assert Subscriber.objects.get().letter_due_at is not None


def test_mails_go_where_the_settings_say(settings):
    """As under make run, where they are written to a folder."""
    news_for("ann@example.org")
    end_subscription(subscriber("bob@example.org"))

    assert send_mailings() == 1
    assert [one.to for one in mail.outbox] == [["ann@example.org"]]
