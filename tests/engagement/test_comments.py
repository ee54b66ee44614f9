"""Comments: what the database refuses, who sees which, and what staff decide."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from civic.models import Activity
from engagement.actions.comments import (
    DecidedMeanwhile,
    NoLongerUndoable,
    answer_comment,
    publish_comment,
    refuse_comment,
    take_comment,
    undo_decision,
    withdraw_comment,
)
from engagement.models import Comment
from engagement.models.comments import UNDO_FOR
from tests.civic.test_editions import changed_by
from tests.engagement.commenting import (
    comment_on,
    published_comment,
    published_summary,
)
from tests.engagement.writing import fall_summary


@pytest.fixture
def summary(db):
    return published_summary()


@pytest.fixture
def comment(summary):
    return comment_on(summary, email="ana@example.org")


NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"summary": None}, "comment_about_one_subject"),
        ({"text": ""}, "comment_in_words"),
        ({"state": "published"}, "comment_decided_at_some_time"),
        ({"moderated_at": NOW}, "comment_decided_at_some_time"),
        ({"state": "refused", "moderated_at": NOW}, "comment_refused_by_a_rule"),
        ({"rule": "subject"}, "comment_refused_by_a_rule"),
        ({"explanation": "No"}, "comment_refused_by_a_rule"),
        ({"told_at": NOW, "email": "a@b.example"}, "comment_address_gone_once_told"),
    ],
)
def test_database_refuses_what_no_comment_can_be(summary, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Comment.objects.create(
            **{"summary": summary, "submission": uuid4(), "text": "A", "language": "en"}
            | fields
        )


def test_public_comments_are_published_and_about_what_is_public(summary):
    shown = published_comment(summary)
    comment_on(summary)
    draft = fall_summary(
        year=2031,
        starts_on=dt.date(2031, 7, 1),
        ends_on=dt.date(2031, 8, 1),
    )
    published_comment(draft)
    assert list(Comment.objects.public()) == [shown]


def test_comments_are_for_moderators_and_editors(
    comment, moderator, editor, librarian, stranger
):
    def seen(user):
        return list(Comment.objects.editable_by(user))

    assert seen(moderator) == seen(editor) == [comment]
    assert seen(librarian) == seen(stranger) == []


def test_comment_knows_its_page_and_its_subject(comment):
    page = "/en/summaries/2025/fall/comments/"
    assert comment.get_absolute_url() == f"{page}#comment-{comment.pk}"
    assert comment.subject_title == "What we heard: Fall 2025"


def test_taken_comment_is_stored_once(summary):
    comment = Comment(summary=summary, submission=uuid4(), text="A", language="pl")
    assert take_comment(comment) is True
    assert take_comment(comment) is False
    assert Comment.objects.get().state == "waiting"


def test_published_comment_is_recorded(comment, moderator):
    publish_comment(comment, actor=moderator)
    comment.refresh_from_db()

    assert (comment.state, comment.moderated_by) == ("published", moderator)
    done = Activity.objects.get(subject_type="engagement.comment")
    assert (done.verb, done.actor) == ("published", moderator)
    publish_comment(comment, actor=moderator)
    assert Activity.objects.filter(subject_type="engagement.comment").count() == 1


def test_refused_comment_has_its_rule(comment, moderator):
    refuse_comment(comment, rule="subject", explanation="See X.", actor=moderator)
    comment.refresh_from_db()
    assert (comment.state, comment.rule, comment.explanation) == (
        "refused",
        "subject",
        "See X.",
    )


def test_published_comment_can_be_taken_down_and_put_back(comment, moderator):
    publish_comment(comment, actor=moderator)
    refuse_comment(comment, rule="insulting", actor=moderator, seen="published")
    publish_comment(comment, actor=moderator, seen="refused")
    comment.refresh_from_db()
    assert (comment.state, comment.rule) == ("published", "")


def test_decision_on_what_somebody_else_decided_is_refused(comment, moderator, editor):
    refuse_comment(comment, rule="subject", actor=editor)
    with pytest.raises(DecidedMeanwhile):
        publish_comment(comment, actor=moderator)
    comment.refresh_from_db()
    assert comment.state == "refused"


def test_withdrawn_comment_is_forgotten_by_address(comment, moderator):
    publish_comment(comment, actor=None)
    withdraw_comment(comment, actor=moderator, seen="published")
    comment.refresh_from_db()
    assert (comment.state, comment.email) == ("withdrawn", "")


def test_decision_is_undone_for_a_short_while(comment, moderator):
    refuse_comment(comment, rule="subject", explanation="X", actor=moderator)
    assert list(Comment.objects.undoable_by(moderator)) == [comment]

    undo_decision(comment, actor=moderator)

    comment.refresh_from_db()
    assert (comment.state, comment.rule, comment.explanation) == ("waiting", "", "")
    assert comment.moderated_at is None
    undo_decision(comment, actor=moderator)
    assert not Comment.objects.undoable_by(moderator).exists()


def test_decision_is_not_undone_later_or_by_looking_at_those_of_others(
    comment, moderator, editor
):
    publish_comment(comment, actor=moderator)
    assert not Comment.objects.undoable_by(editor).exists()
    with time_machine.travel(timezone.now() + UNDO_FOR + dt.timedelta(seconds=1)):
        assert not Comment.objects.undoable_by(moderator).exists()
        with pytest.raises(NoLongerUndoable):
            undo_decision(comment, actor=moderator)


def test_answer_stands_and_is_taken_away(comment, moderator):
    answer_comment(comment, answer="Thank you.", actor=moderator)
    answer_comment(comment, answer="Thank you.", actor=moderator)
    comment.refresh_from_db()
    assert comment.answer == "Thank you."
    assert Activity.objects.filter(verb="answered").count() == 1
    answer_comment(comment, answer="", actor=moderator)
    comment.refresh_from_db()
    assert comment.answer == ""


def test_only_what_readers_see_stamps_the_comments(summary):
    comment = comment_on(summary, email="a@example.org")
    assert changed_by(lambda: comment_on(summary)) == set()
    assert changed_by(lambda: publish_comment(comment, actor=None)) == {"comments"}
    told = Comment.objects.filter(pk=comment.pk)
    assert changed_by(lambda: told.update(email="")) == set()
    assert changed_by(lambda: answer_comment(comment, answer="A", actor=None)) == {
        "comments"
    }
    assert changed_by(comment.delete) == {"comments"}
