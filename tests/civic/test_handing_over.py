"""Handing a mail to a real server: what is asked last, and what is refused."""

import smtplib

import pytest
from django.core.mail import EmailMessage, get_connection

from civic.handing_over import NotSent, hand_over, mail_of
from tests.smtp import mail_server

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def server():
    with mail_server() as (mailbox, port):
        mailbox.port = port
        yield mailbox


@pytest.fixture
def post(server):
    connection = get_connection(SMTP, host="127.0.0.1", port=server.port)
    connection.open()
    yield connection
    connection.close()


def mail(body="Hello", to="ann@example.org") -> EmailMessage:
    return EmailMessage("Subject", body, "portal@example.org", [to])


def send(post, message, may_be_sent=lambda: True) -> None:
    sender = "bounces@example.org"
    hand_over(post, mail_of(message), sender=sender, may_be_sent=may_be_sent)


def test_mail_arrives_with_the_sender_of_the_envelope(post, server):
    send(post, mail())

    sender, reader, arrived = server.arrived[0]
    assert (sender, reader) == ("bounces@example.org", "ann@example.org")
    assert arrived["From"] == "portal@example.org"


@pytest.mark.parametrize(
    "body",
    [".", "..\n.\n", "a\n.b\n..c", "", "Zażółć\nđường\nفارسی", "x" * 3000, "a\r.\rb"],
)
def test_mail_arrives_as_it_was_written(post, server, body):
    send(post, mail(body))

    told = server.only().get_content().splitlines()
    assert told == body.splitlines()


def test_nothing_has_arrived_when_it_is_asked_and_all_of_it_afterwards(post, server):
    before = []
    send(post, mail(), lambda: before.append(len(server.arrived)) or True)

    assert (before, len(server.arrived)) == ([0], 1)


def test_mail_is_withdrawn_when_the_answer_is_no(post, server):
    with pytest.raises(NotSent):
        send(post, mail(), lambda: False)
    post.close()
    post.open()
    send(post, mail(to="bob@example.org"))

    assert server.readers == ["bob@example.org"]


def test_mail_is_withdrawn_when_the_answer_fails(post, server):
    def fail():
        raise RuntimeError("no database")

    with pytest.raises(RuntimeError):
        send(post, mail(), fail)
    post.close()

    assert server.arrived == []


@pytest.mark.parametrize(
    ("where", "answer", "error"),
    [
        ("to_sender", ["451 later"], smtplib.SMTPSenderRefused),
        ("to_recipient", {"ann@example.org": "550 no"}, smtplib.SMTPRecipientsRefused),
        ("to_mail", ["554 no"], smtplib.SMTPDataError),
    ],
)
def test_connection_goes_on_after_a_refusal(post, server, where, answer, error):
    setattr(server, where, answer)
    with pytest.raises(error):
        send(post, mail())
    send(post, mail(to="bob@example.org"))

    assert server.readers == ["bob@example.org"]


def test_other_ways_to_send_are_asked_first(tmp_path):
    folder = get_connection(
        "django.core.mail.backends.filebased.EmailBackend", file_path=tmp_path
    )
    with pytest.raises(NotSent):
        send(folder, mail(), lambda: False)
    assert list(tmp_path.iterdir()) == []
    send(folder, mail())
    assert len(list(tmp_path.iterdir())) == 1
