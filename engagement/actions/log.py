"""What staff write down of the talks and boards of an outreach event."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from civic.activity import record_all
from civic.models import User
from engagement.actions.entries import Board, ConversationEntry, Logged
from engagement.actions.storing import Row, store_rows
from engagement.models import Conversation, OutreachEvent
from surveys.models import Collector, Survey

LONGEST_SLUG = 120  # that of a collector


@transaction.atomic
def log_conversation(
    event: OutreachEvent,
    *,
    guide: Survey,
    entry: ConversationEntry,
    actor: User,
    author: User | None = None,
) -> tuple[Conversation, bool]:
    """Store one talk with its answers; return it and whether it is new.

    ``author`` wrote it down where that was not ``actor``. Sending the same submission
    again stores nothing. A canceled event or one to come, or a closed guide, raises
    ValidationError; a submission that belongs to something else SubmissionMismatch.
    """
    logged = Logged(event=event, guide=guide, told=entry, author=author or actor)
    [[(conversation, is_new)]] = _store([logged], actor)
    return conversation, is_new


@transaction.atomic
def log_board(
    event: OutreachEvent, *, board: Board, actor: User, author: User | None = None
) -> int:
    """Store each line of a board as an entry of its own; return the new notes.

    A line counts for as many notes as people wrote it. Sending the board again stores
    only what is missing. Raises as ``log_conversation`` does, and ValidationError for a
    line that the question does not offer.
    """
    guide = board.question.survey
    logged = Logged(event=event, guide=guide, told=board, author=author or actor)
    [stored] = _store([logged], actor)
    return _new_notes(stored)


@transaction.atomic
def log_all(entries: Sequence[Logged], *, actor: User) -> list[bool]:
    """Store talks and boards of any events in a few statements; say which are new.

    Nothing is stored if one of them raises what ``log_conversation`` would.
    """
    return [_new_notes(stored) > 0 for stored in _store(entries, actor)]


Stored = list[tuple[Conversation, bool]]


def _new_notes(stored: Stored) -> int:
    return sum(entry.response.people for entry, is_new in stored if is_new)


def _store(entries: Sequence[Logged], actor: User) -> list[Stored]:
    collectors: dict[tuple[int, int], Collector] = {}
    rows: list[list[Row]] = []
    for logged in entries:
        refuse_unless_it_takes_entries(logged.event)
        refuse_unless_open(logged.guide)
        key = logged.event.pk, logged.guide.pk
        if key not in collectors:
            collectors[key] = conversation_collector(logged.event, logged.guide)
        rows.append(
            [
                Row(logged.event, logged.guide, collectors[key], entry, logged.author)
                for entry in logged.entries()
            ]
        )
    found = iter(store_rows([row for own in rows for row in own]))
    stored = [list(islice(found, len(own))) for own in rows]
    _record(zip(entries, stored, strict=True), actor)
    return stored


def _record(stored: Iterable[tuple[Logged, Stored]], actor: User) -> None:
    talks: list[tuple[Model, dict[str, object]]] = []
    boards: list[tuple[Model, dict[str, object]]] = []
    for logged, rows in stored:
        new = [conversation for conversation, is_new in rows if is_new]
        if new and isinstance(logged.told, Board):
            code = logged.told.question.code
            told = {"question": code, "lines": len(new), "notes": _new_notes(rows)}
            boards.append((logged.event, told))
        else:
            talks += [(one, {"event": logged.event.pk}) for one in new]
    record_all("logged", talks, actor=actor)
    record_all("logged_board", boards, actor=actor)


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
