"""Authors learn what was decided, once, and their addresses are forgotten."""

import datetime as dt
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from engagement.actions.comment_notices import forget_addresses, tell_authors
from engagement.actions.comments import (
    publish_comment,
    refuse_comment,
    undo_decision,
    withdraw_comment,
)
from engagement.models.comments import ADDRESS_KEPT_FOR, UNDO_FOR
from engagement.tasks import forget_addresses_of_comments, tell_authors_of_comments
from tests.engagement.commenting import comment_on, published_summary

SECOND = dt.timedelta(seconds=1)


class Unwilling(EmailBackend):
    """A mail server that does not take what goes to one of its addresses."""

    error: Exception = SMTPServerDisconnected("away")

    def send_messages(self, messages):
        if any("refused@" in to for one in messages for to in one.to):
            raise self.error
        return super().send_messages(messages)


@pytest.fixture
def summary(db):
    return published_summary()


@pytest.fixture
def unwilling(settings):
    settings.EMAIL_BACKEND = "tests.engagement.test_comment_notices.Unwilling"


def decided(summary, **fields):
    comment = comment_on(summary, **{"email": "ana@example.org"} | fields)
    publish_comment(comment, actor=None)
    return comment


def told_later() -> int:
    with time_machine.travel(timezone.now() + UNDO_FOR + SECOND):
        return tell_authors()


def test_author_is_told_once_and_the_address_deleted(summary, mailoutbox, settings):
    settings.PORTAL_ADDRESS = "https://listen.example.org"
    comment = decided(summary, text="Secret words")
    assert (told_later(), told_later()) == (1, 0)

    (mail,) = mailoutbox
    assert mail.to == ["ana@example.org"]
    assert mail.subject == "Your comment is published"
    address = f"/en/summaries/2025/fall/comments/#comment-{comment.pk}"
    assert mail.body.count(f"https://listen.example.org{address}") == 1
    assert "Secret words" not in mail.body
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    comment.refresh_from_db()
    assert comment.email == ""
    assert comment.told_at is not None


def test_author_is_told_the_rule_and_the_words(summary, mailoutbox):
    comment = comment_on(summary, email="ana@example.org")
    refuse_comment(comment, rule="subject", explanation="Try <X> & “Y”.", actor=None)
    told_later()

    assert mailoutbox[0].subject == "Your comment was not published"
    assert "    It is about what the page is about.\n" in mailoutbox[0].body
    assert "    Try <X> & “Y”.\n" in mailoutbox[0].body


def test_notice_is_in_the_language_of_the_comment(summary, mailoutbox):
    decided(summary, language="fa")
    told_later()
    assert "/fa/summaries/2025/fall/comments/" in mailoutbox[0].body
    assert "۱۴۰" in mailoutbox[0].body


def test_nobody_is_told_before_it_can_no_longer_be_undone(
    summary, mailoutbox, moderator
):
    comment = decided(summary)
    assert tell_authors() == 0
    undo_decision(comment, actor=moderator)
    assert told_later() == 0
    assert mailoutbox == []


def test_nobody_is_told_without_address_or_of_a_withdrawal(summary, mailoutbox):
    decided(summary, email="")
    comment = decided(summary)
    withdraw_comment(comment, actor=None, seen="published")
    assert told_later() == 0


def test_mail_server_away_is_asked_again(summary, unwilling, settings, mailoutbox):
    comment = decided(summary, email="refused@example.org")
    assert told_later() == 0
    comment.refresh_from_db()
    assert comment.email == "refused@example.org"

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert told_later() == 1


@pytest.mark.parametrize(
    ("error", "address"),
    [
        (SMTPRecipientsRefused({"x": (550, b"unknown")}), ""),
        (SMTPRecipientsRefused({"x": (451, b"later")}), "refused@example.org"),
        (SMTPDataError(554, b"no"), ""),
        (SMTPDataError(451, b"later"), "refused@example.org"),
    ],
)
def test_refused_address_does_not_keep_others_from_their_mail(
    summary, unwilling, monkeypatch, error, address
):
    monkeypatch.setattr(Unwilling, "error", error)
    refused = decided(summary, email="refused@example.org")
    decided(summary)

    assert told_later() == 1
    refused.refresh_from_db()
    assert (refused.email, refused.told_at) == (address, None)


def test_addresses_are_forgotten_after_a_while(summary):
    old = comment_on(
        summary,
        email="old@example.org",
        sent_at=timezone.now() - ADDRESS_KEPT_FOR - SECOND,
    )
    fresh = comment_on(summary, email="new@example.org")
    assert forget_addresses() == 1
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.email, fresh.email) == ("", "new@example.org")


def test_tasks_do_it(summary, mailoutbox):
    decided(summary)
    with time_machine.travel(timezone.now() + UNDO_FOR + SECOND):
        tell_authors_of_comments()
    forget_addresses_of_comments()
    assert len(mailoutbox) == 1
