"""What readers say about the newest summary: published, waiting and refused."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from civic import languages
from civic.management.demonstration.conversations import submission
from civic.management.demonstration.moments import city_moment
from civic.management.demonstration.texts import part
from civic.models import User
from engagement.models import Comment, Summary
from surveys import flags

State, Rule = Comment.State, Comment.Rule
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Written:
    """A comment of each language; one without ``sent`` came just now and waits."""

    key: str
    sent: str = ""
    state: str = State.WAITING
    hours_ago: int = 0
    email: str = ""
    flags: tuple[str, ...] = ()


WRITTEN = (
    Written(key="first", sent="2025-11-08 18:20", state=State.PUBLISHED),
    Written(key="second", sent="2025-11-11 09:05", state=State.PUBLISHED),
    Written(key="waiting", hours_ago=26, email="reader@example.org"),
    Written(key="doubted", hours_ago=3, flags=(flags.PACE,)),
    Written(key="refused", sent="2025-11-14 22:40", state=State.REFUSED),
)
RULES = {
    "en": Rule.ACCUSING,
    "vi": Rule.SUBJECT,
    "pl": Rule.INSULTING,
    "fa": Rule.LANGUAGE,
    "it": Rule.SUBJECT,
}


def load_comments(moderator: User | None) -> None:
    summary = Summary.objects.get(year=2025, season="fall")
    for code in languages.CODES:
        for written in WRITTEN:
            load_comment(summary, code, written, moderator)


def load_comment(
    summary: Summary, code: str, written: Written, moderator: User | None
) -> None:
    """Make it once: what a moderator decided about it since then stays."""
    is_refused = written.state == State.REFUSED
    sent_at = moment_of(written)
    is_decided = written.state != State.WAITING
    Comment.objects.get_or_create(
        submission=submission("comment", code, written.key),
        defaults={
            "summary": summary,
            "language": code,
            **part("comments", code)[written.key],
            "sent_at": sent_at,
            "state": written.state,
            "rule": RULES[code] if is_refused else "",
            "email": written.email,
            "flags": list(written.flags),
            "moderated_at": sent_at + DAY if is_decided else None,
            "moderated_by": moderator if is_decided else None,
            "is_demonstration": True,
        },
    )


def moment_of(written: Written) -> dt.datetime:
    if written.sent:
        return city_moment(written.sent)
    return timezone.now() - dt.timedelta(hours=written.hours_ago)
