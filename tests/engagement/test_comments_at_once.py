"""Two readers, two moderators or two workers at the same moment."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from engagement.actions.comment_notices import tell_authors
from engagement.actions.comments import (
    DecidedMeanwhile,
    publish_comment,
    refuse_comment,
    take_comment,
)
from engagement.models import Comment
from engagement.models.comments import UNDO_FOR
from tests.at_once import at_once
from tests.engagement.commenting import comment_on, published_comment
from tests.engagement.writing import fall_summary

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def summary(transactional_db):
    return fall_summary()


def test_one_comment_sent_twice_at_once_is_stored_once(summary):
    submission = uuid4()

    def take():
        fields = {"summary": summary, "text": "A", "language": "en"}
        return take_comment(Comment(submission=submission, **fields))

    assert sorted(at_once(take, take)) == [False, True]
    assert Comment.objects.count() == 1


def test_of_two_decisions_at_once_one_stands(summary):
    comment = comment_on(summary)

    def outcome(decide, **fields):
        try:
            decide(comment, actor=None, **fields)
        except DecidedMeanwhile:
            return "meanwhile"
        return "decided"

    answers = at_once(
        lambda: outcome(publish_comment),
        lambda: outcome(refuse_comment, rule="subject"),
    )

    assert sorted(answers) == ["decided", "meanwhile"]


def test_two_workers_tell_each_author_once(summary, mailoutbox):
    for number in range(5):
        published_comment(summary, email=f"reader{number}@example.org")

    with time_machine.travel(timezone.now() + UNDO_FOR + SECOND):
        told = at_once(tell_authors, tell_authors)

    assert sum(told) == 5
    assert sorted(to for mail in mailoutbox for to in mail.to) == [
        f"reader{number}@example.org" for number in range(5)
    ]
