"""What staff write down of a talk or a board, as the log's actions take it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError

from civic.models import Branch, User
from engagement.boards import BoardLine, board_choices
from engagement.models import Conversation, OutreachEvent
from surveys.fields import OTHER, unknown_choice
from surveys.models import Question, Survey

Method = Conversation.Method


@dataclass(frozen=True, kw_only=True)
class ConversationEntry:
    """What one talk told; ``answers`` are those of the guide, by question code.

    ``slip`` is the code on the receipt slip that the person took, if any.
    ``made_at`` is when it was written down, if that was earlier than now; ``edits``
    how often a device changed it since.
    """

    submission: UUID
    answers: Mapping[str, object]
    language: str
    started_at: datetime
    made_at: datetime | None = None
    people: int = 1
    branch: Branch | None = None
    method: str = Method.CONVERSATION
    quotation: str = ""
    quotation_consent: str = Conversation.Consent.NONE
    reading: str = ""
    wants_follow_up: bool = False
    edits: int = 0
    slip: str = ""


@dataclass(frozen=True, kw_only=True)
class Board:
    """The notes or stickers under one question of a board."""

    submission: UUID
    question: Question
    method: str
    language: str
    started_at: datetime
    lines: list[BoardLine]  # one that is left out keeps its place
    made_at: datetime | None = None
    branch: Branch | None = None
    edits: int = 0

    def entries(self) -> Iterator[ConversationEntry]:
        """Each line that counts as an entry of its own.

        A line that the question does not offer raises ValidationError.
        """
        offered = board_choices(self.question)
        for submission, line in self.submissions():
            if (line.choice or OTHER) not in offered:
                raise ValidationError(unknown_choice(self.question))
            yield ConversationEntry(
                submission=submission,
                answers=line.answers(self.question),
                language=self.language,
                started_at=self.started_at,
                made_at=self.made_at,
                people=line.people,
                branch=self.branch,
                method=self.method,
                edits=self.edits,
            )

    def submissions(self) -> Iterator[tuple[UUID, BoardLine]]:
        """Each line that counts, with a submission that follows from the board's."""
        places = count()
        for line in self.lines:
            place = 0 if line.choice else next(places)
            if not line.is_left_out:
                yield line_submission(self.submission, place, line.choice), line


def line_submission(board: UUID, place: int, choice: str = "") -> UUID:
    """Return the submission of a line: a note's by its place, stickers' by choice."""
    return uuid5(board, f"choice {choice}" if choice else str(place))


@dataclass(frozen=True, kw_only=True)
class Logged:
    """A talk or a board, with the event it was at and who wrote it down."""

    event: OutreachEvent
    guide: Survey
    told: ConversationEntry | Board
    author: User

    def entries(self) -> Iterator[ConversationEntry]:
        """The talk itself, or each line of the board that counts."""
        if isinstance(self.told, Board):
            yield from self.told.entries()
        else:
            yield self.told
