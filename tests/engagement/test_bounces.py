"""Reports of mail that did not arrive, as servers send them."""

import io
import sys
from email import message_from_string, policy

import pytest
from django.core.management import call_command
from django.utils import timezone

from engagement.bounces import read_report, trouble_of
from engagement.letters import envelope_sender
from engagement.models import Delivery, Mailing, Subscriber
from engagement.models.mailings import signature_of
from tests.engagement.subscribing import subscriber

REPORT = """\
From: MAILER-DAEMON@mx.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.net.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Sat, 28 Nov 2026 09:00:00 -0800

Final-Recipient: rfc822; ann@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 No such user ann@example.org

--b
Content-Type: message/rfc822

From: portal@example.org
To: ann@example.org
Message-ID: {message_id}
Subject: What we heard

Hello
--b--
"""


@pytest.fixture
def delivery(db, settings):
    settings.BOUNCE_ADDRESS = "bounces@example.org"
    mailing = Mailing.objects.create(kind="summary", number=1)
    return Delivery.objects.create(
        mailing=mailing, subscriber=subscriber(), state="sent", sent_at=timezone.now()
    )


def report(
    to="bounces@example.org", action="failed", status="5.1.1", message_id="<x@y>"
):
    text = REPORT.format(to=to, action=action, status=status, message_id=message_id)
    return message_from_string(text, policy=policy.default)


def test_report_is_known_by_the_address_it_was_sent_to(delivery):
    found = read_report(report(to=envelope_sender(delivery.pk)))

    assert found.delivery == delivery
    assert found.trouble.status == "5.1.1"
    assert found.trouble.is_address_gone


def test_report_is_known_by_the_mail_it_gives_back(delivery):
    name = f"<{delivery.pk}-{signature_of(delivery.pk)}@localhost>"

    assert read_report(report(message_id=name)).delivery == delivery


def test_forged_report_is_not_believed(delivery):
    forged = f"bounces+{delivery.pk}-{'0' * 16}@example.org"

    assert read_report(report(to=forged)) is None


def test_other_mail_is_no_report(delivery):
    plain = message_from_string("Subject: Hi\n\nHello", policy=policy.default)

    assert read_report(plain) is None
    assert read_report(report(action="delivered", status="2.0.0")) is None


def read(message, monkeypatch) -> str:
    told = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bytes(message))))
    call_command("read_bounce", stdout=told)
    return told.getvalue()


def test_command_gives_up_an_address_that_is_gone(delivery, monkeypatch):
    told = read(report(to=envelope_sender(delivery.pk)), monkeypatch)

    assert told == f"Delivery {delivery.pk}: 5.1.1.\n"
    delivery.refresh_from_db()
    assert (delivery.state, delivery.trouble) == ("failed", "5.1.1")
    assert Subscriber.objects.get().address is None
    # The same report again
    read(report(to=envelope_sender(delivery.pk)), monkeypatch)
    assert Subscriber.objects.get().consent_events.filter(kind="bounced").count() == 1


@pytest.mark.parametrize(
    ("action", "status", "state"),
    [("failed", "5.2.2", "failed"), ("delayed", "4.4.1", "sent")],
)
def test_command_keeps_an_address_that_may_be_well_again(
    delivery, monkeypatch, action, status, state
):
    message = report(to=envelope_sender(delivery.pk), action=action, status=status)
    read(message, monkeypatch)

    delivery.refresh_from_db()
    assert delivery.state == state
    assert Subscriber.objects.get().is_active


def test_command_reads_a_file(delivery, tmp_path):
    path = tmp_path / "bounce.eml"
    path.write_bytes(b"\xff\x00 not a mail \x80")
    told = io.StringIO()
    call_command("read_bounce", str(path), stdout=told)

    assert told.getvalue() == "This is no report on a mail of ours.\n"


@pytest.mark.parametrize(
    ("code", "reply", "status", "is_permanent", "is_gone"),
    [
        (550, b"5.1.1 <ann@example.org> unknown", "550 5.1.1", True, True),
        (550, b"No such user", "550", True, True),
        (554, b"Transaction failed", "554", True, False),
        (550, b"5.7.1 Spam", "550 5.7.1", True, False),
        (553, b"5.1.8 Bad sender", "553 5.1.8", True, False),
        (451, b"4.7.1 Greylisted", "451 4.7.1", False, False),
        (450, b"5.1.1 odd", "450 5.1.1", False, False),
        (550, b"\xff\xfe", "550", True, True),
    ],
)
def test_answer_of_a_server(code, reply, status, is_permanent, is_gone):
    found = trouble_of(code, reply)

    assert found.status == status
    assert (found.is_permanent, found.is_address_gone) == (is_permanent, is_gone)
