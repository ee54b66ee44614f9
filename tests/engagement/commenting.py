"""Comments and their forms, the way a reader sends them."""

import datetime as dt
import re
from uuid import uuid4

import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from civic.languages import BY_CODE, latin_digits
from engagement.actions import publish_summary
from engagement.actions.comments import publish_comment
from engagement.models import Comment, Summary
from tests.engagement.factories import ConversationFactory, OutreachEventFactory
from tests.engagement.writing import fall_summary
from tests.surveys.forms_in_pages import hidden

PAGE = "/en/summaries/2025/fall/comments/"
SUM = re.compile(r"<bdi dir=\"ltr\" data-sum>(\S+) \+ (\S+)</bdi>")
HERE = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


def published_summary() -> Summary:
    autumn = dt.datetime(2025, 10, 1, 19, tzinfo=dt.UTC)
    ConversationFactory(event=OutreachEventFactory(starts_at=autumn))
    return publish_summary(fall_summary(), actor=None)


def comment_on(summary: Summary, **fields) -> Comment:
    values = {"text": "More evening hours, please.", "language": "en"} | fields
    return Comment.objects.create(summary=summary, submission=uuid4(), **values)


def published_comment(summary: Summary, **fields) -> Comment:
    comment = comment_on(summary, **fields)
    publish_comment(comment, actor=None)
    comment.refresh_from_db()
    return comment


def opened(client: Client, language: str = "en", seconds_ago: int = 60) -> HttpResponse:
    """Open the page of comments some time ago."""
    moment = timezone.now() - dt.timedelta(seconds=seconds_ago)
    with time_machine.travel(moment, tick=False):
        return client.get(PAGE.replace("/en/", f"/{language}/"))


def result(page: HttpResponse) -> int:
    ((first, second),) = set(SUM.findall(page.content.decode()))
    return int(latin_digits(first)) + int(latin_digits(second))


def sent(client: Client, page: HttpResponse, **fields) -> HttpResponse:
    """Send the form of ``page``, with the right sum unless another one is given."""
    language = BY_CODE[page["Content-Language"]]
    right = language.with_digits(str(result(page)))
    typed = hidden(page) | {"text": "More evening hours, please.", "sum": right}
    return client.post(page.request["PATH_INFO"], typed | fields, headers=HERE)
