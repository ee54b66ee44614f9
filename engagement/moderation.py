"""Comments as a moderator reads them: what to look at twice stands out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from civic import languages
from engagement import privacy
from engagement.models import Comment
from engagement.models.comments import CommentQuerySet
from engagement.privacy import Finding, Kind
from engagement.public_places import public_places
from surveys import flags

DOUBTS: dict[str, Promise] = {
    flags.TRAP: flags.REASONS[flags.TRAP],
    flags.PACE: _("It was sent faster than anyone reads and writes."),
}


@dataclass(frozen=True)
class Piece:
    """A part of a comment's text, marked if it may lead to a person."""

    text: str
    kind: Kind | None = None


@dataclass(frozen=True)
class ReadComment:
    """A comment with what its moderator should not overlook."""

    comment: Comment
    findings: list[Finding]

    @property
    def doubts(self) -> list[Promise]:
        return [DOUBTS[flag] for flag in self.comment.flags if flag in DOUBTS]

    @property
    def pieces(self) -> list[Piece]:
        text, pieces, end = self.comment.text, [], 0
        for one in self.findings:
            pieces += [Piece(text[end : one.start]), Piece(one.passage, one.kind)]
            end = one.end
        return [*pieces, Piece(text[end:])]


def ways_to_people(text: str) -> list[Finding]:
    """Return what in a comment may lead to a person: numbers, addresses, names."""
    return privacy.findings(text, public=public_places())


def read(comments: Iterable[Comment]) -> list[ReadComment]:
    """Return comments as their moderator reads them, at one query for all of them."""
    places = public_places()
    return [
        ReadComment(one, privacy.findings(one.text, public=places)) for one in comments
    ]


@dataclass(frozen=True)
class Counted:
    """How many comments are in each state, or of one state in each language."""

    rows: list[tuple[str, str, int]]

    @classmethod
    def of(cls, comments: CommentQuerySet) -> "Counted":
        rows = comments.order_by().values_list("state", "language")
        return cls(list(rows.annotate(n=Count("pk"))))

    def states(self) -> list[tuple[str, str, int]]:
        """Value, name and number of each state."""
        return [
            (
                value,
                str(name),
                sum(n for state, _code, n in self.rows if state == value),
            )
            for value, name in Comment.State.choices
        ]

    def languages(self, state: str) -> list[tuple[str, str, int]]:
        """Code, name and number of each language that has comments of this state."""
        found = {code: n for one, code, n in self.rows if one == state}
        return [
            (code, languages.name_of(code), found[code])
            for code in languages.CODES
            if code in found
        ]
