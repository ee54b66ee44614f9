"""What staff write down of the talks and boards of an outreach event."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from civic.activity import record
from civic.models import Branch, User
from engagement.boards import BoardLine, board_choices
from engagement.models import Conversation, OutreachEvent
from surveys.actions import SubmissionMismatch, submit_response
from surveys.fields import OTHER, unknown_choice
from surveys.models import Collector, Question, Survey

Method = Conversation.Method
LONGEST_SLUG = 120  # that of a collector


@dataclass(frozen=True, kw_only=True)
class ConversationEntry:
    """What one talk told; ``answers`` are those of the guide, by question code.

    ``made_at`` is when it was written down, if that was earlier than now.
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
class Reach:
    """How many people an event reached; what was not counted is None."""

    attendance: int | None
    attendance_is: str
    stopped_by: int | None
    staff_hours: Decimal | None


@transaction.atomic
def log_conversation(  # noqa: PLR0913 - whose it is, and what a batch knows already
    event: OutreachEvent,
    *,
    guide: Survey,
    entry: ConversationEntry,
    actor: User,
    author: User | None = None,
    collector: Collector | None = None,
) -> tuple[Conversation, bool]:
    """Store one talk with its answers; return it and whether it is new.

    ``author`` wrote it down where that was not ``actor``. Sending the same submission
    again stores nothing. A canceled event or one to come, or a closed guide, raises
    ValidationError; a submission that belongs to something else SubmissionMismatch.
    """
    refuse_unless_it_takes_entries(event)
    refuse_unless_open(guide)
    collector = collector or conversation_collector(event, guide)
    conversation, is_new = _store(event, collector, entry, author or actor)
    if is_new:
        record("logged", conversation, actor=actor, event=event.pk)
    return conversation, is_new


@transaction.atomic
def log_board(
    event: OutreachEvent,
    *,
    board: Board,
    actor: User,
    author: User | None = None,
    collector: Collector | None = None,
) -> int:
    """Store each line of a board as an entry of its own; return the new notes.

    A line counts for as many notes as people wrote it. Sending the board again stores
    only what is missing. A line that the question does not offer raises
    ValidationError. ``author`` wrote it down where that was not ``actor``.
    """
    refuse_unless_it_takes_entries(event)
    guide = board.question.survey
    refuse_unless_open(guide)
    offered = board_choices(board.question)
    collector = collector or conversation_collector(event, guide)
    lines = notes = 0
    for submission, line in board.submissions():
        if (line.choice or OTHER) not in offered:
            raise ValidationError(unknown_choice(board.question))
        entry = ConversationEntry(
            submission=submission,
            answers=line.answers(board.question),
            language=board.language,
            started_at=board.started_at,
            made_at=board.made_at,
            people=line.people,
            branch=board.branch,
            method=board.method,
        )
        _conversation, is_new = _store(event, collector, entry, author or actor)
        lines += is_new
        notes += line.people if is_new else 0
    if lines:
        details = {"question": board.question.code, "lines": lines, "notes": notes}
        record("logged_board", event, actor=actor, **details)
    return notes


@transaction.atomic
def record_reach(event: OutreachEvent, *, reach: Reach, actor: User) -> OutreachEvent:
    """Keep how many people the event reached; from then on it counts as held."""
    refuse_unless_it_takes_entries(event)
    event.attendance = reach.attendance
    event.attendance_is = reach.attendance_is
    event.stopped_by = reach.stopped_by
    event.staff_hours = reach.staff_hours
    event.status = OutreachEvent.Status.HELD
    event.validate_constraints()
    event.save()
    hours = None if reach.staff_hours is None else str(reach.staff_hours)
    record(
        "recorded_reach",
        event,
        actor=actor,
        attendance=reach.attendance,
        attendance_is=reach.attendance_is,
        stopped_by=reach.stopped_by,
        staff_hours=hours,
    )
    return event


def refuse_unless_it_takes_entries(event: OutreachEvent) -> None:
    """Raise ValidationError for a canceled event and for one still to come."""
    if event.is_canceled:
        raise ValidationError(
            _("This event is canceled: choose the one you were at."),
            code="event_canceled",
        )
    if not event.has_begun:
        raise ValidationError(
            _("This event is still to come: choose the one you were at."),
            code="event_to_come",
        )


def refuse_unless_open(guide: Survey) -> None:
    """Raise ValidationError for a guide that takes no answers now."""
    if not guide.is_open:
        raise ValidationError(
            _("This conversation guide is closed: choose one that is open."),
            code="guide_closed",
        )


def _store(
    event: OutreachEvent, collector: Collector, entry: ConversationEntry, staff: User
) -> tuple[Conversation, bool]:
    response, is_new = submit_response(
        collector.survey,
        collector=collector,
        submission=entry.submission,
        answers=dict(entry.answers),
        language=entry.language,
        people=entry.people,
        started_at=entry.started_at,
        submitted_at=entry.made_at,
    )
    if not is_new:
        stored = Conversation.objects.filter(response=response, event=event)
        conversation = stored.filter(staff=staff).first()
        if conversation is None:
            raise SubmissionMismatch
        return conversation, False
    conversation = Conversation.objects.create(
        response=response,
        event=event,
        staff=staff,
        branch=entry.branch,
        method=entry.method,
        quotation=entry.quotation,
        quotation_consent=entry.quotation_consent,
        reading=entry.reading,
        wants_follow_up=entry.wants_follow_up,
    )
    return conversation, True


def conversation_collector(event: OutreachEvent, guide: Survey) -> Collector:
    """Return the collector by which this event's talks answer ``guide``."""
    kind = Collector.Kind.CONVERSATION
    own = event.all_collectors().filter(survey=guide, kind=kind).first()
    if own is not None:
        return own
    slug = f"{event.slug}-{guide.slug}"
    is_taken = Collector.objects.filter(slug=slug).exclude(survey=guide, kind=kind)
    if len(slug) > LONGEST_SLUG or is_taken.exists():
        slug = f"talks-{event.pk}-{guide.pk}"
    collector, _is_new = Collector.objects.get_or_create(
        slug=slug,
        defaults={"survey": guide, "kind": kind, "name": event.title},
    )
    event.collectors.add(collector)
    return collector
