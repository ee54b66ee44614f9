"""Published comments as Atom feeds in the page's language."""

import datetime as dt

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext, gettext_lazy

from civic import languages
from civic.context import portal_name
from engagement.feeds import identifier
from engagement.models import Comment, Summary
from engagement.models.comments import SUBJECTS, CommentQuerySet

MOST_ENTRIES = 100


class CommentFeed(Feed):
    """All comments in one language, what was published last first."""

    feed_type = Atom1Feed
    subtitle = gettext_lazy("What readers say about it, once staff have read it.")

    def title(self, subject: Summary | None) -> str:
        if subject is None:
            return gettext("Comments")
        title = SUBJECTS["summary"].title(subject)
        return gettext("Comments on “%(title)s”") % {"title": title}

    def author_name(self) -> str:
        return portal_name()

    def link(self, subject: Summary | None) -> str:
        if subject is None:
            return reverse("engagement:summary-list")
        return SUBJECTS["summary"].address(subject)

    def feed_guid(self, subject: Summary | None) -> str:
        return identifier(f"comments-{subject.pk}" if subject else "comments")

    def items(self, subject: Summary | None) -> CommentQuerySet:
        comments = Comment.objects.public().filter(language=languages.current().code)
        if subject is not None:
            comments = comments.filter(summary=subject)
        return comments.with_subject().order_by("-moderated_at", "-pk")[:MOST_ENTRIES]

    def item_guid(self, comment: Comment) -> str:
        return identifier(f"comment-{comment.pk}")

    def item_title(self, comment: Comment) -> str:
        return comment.subject_title

    def item_author_name(self, comment: Comment) -> str:
        return comment.name or gettext("A reader")

    def item_description(self, comment: Comment) -> str:
        text = linebreaks(comment.text, autoescape=True)
        if not comment.answer:
            return text
        answer = linebreaks(comment.answer, autoescape=True)
        return f"{text}<p><strong>{gettext('The library answers')}</strong></p>{answer}"

    def item_pubdate(self, comment: Comment) -> dt.datetime:
        return comment.sent_at

    def item_updateddate(self, comment: Comment) -> dt.datetime | None:
        return comment.moderated_at


class SummaryCommentFeed(CommentFeed):
    """Those on one summary."""

    def get_object(self, request: HttpRequest, year: int, season: str) -> Summary:
        return get_object_or_404(Summary.objects.published(), year=year, season=season)
