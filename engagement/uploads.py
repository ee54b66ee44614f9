"""Entries that a device kept until it had a connection: each is answered for itself.

What they all need is read once; each is then checked by the log's own forms and stored
by its own actions, within a savepoint. What is stored already is said to be, whatever
became of its event or guide since: sending again is always harmless.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from civic import languages
from civic.models import User
from engagement import upload_rules as rules
from engagement.actions import (
    Board,
    ConversationEntry,
    correct_conversation,
    log_board,
    log_conversation,
)
from engagement.forms.queued import board_of, conversation_of
from engagement.models import Conversation, OutreachEvent
from engagement.queued_entries import (
    Kind,
    QueuedEntry,
    Unreadable,
    as_sent,
    read_entry,
)
from engagement.upload_context import Stored, UploadContext, lines_sent
from engagement.upload_rules import Reason, Refused
from surveys.actions import SubmissionMismatch
from surveys.models import Survey

STORED, ALREADY_THERE, REFUSED, LATER = "stored", "already_there", "refused", "later"
MOST_ROWS = 2000  # a talk is one, a board as many as it has lines; the rest waits


@dataclass(frozen=True)
class Outcome:
    """What became of one entry: ``id`` as it was sent, and why if it was refused."""

    id: str
    state: str
    refusal: Refused | None = None

    def as_json(self) -> dict[str, object]:
        if self.refusal is None:
            return {"id": self.id, "state": self.state}
        said = languages.current().with_digits
        return {
            "id": self.id,
            "state": self.state,
            "reason": self.refusal.reason,
            "messages": [
                {"field": name, "text": said(text)}
                for name, text in self.refusal.messages
            ],
            "guide": self.refusal.guide,
        }


@dataclass
class Upload:
    """One upload by ``actor``; with ``takes_others`` also of what others wrote."""

    actor: User
    takes_others: bool = False
    now: dt.datetime = field(default_factory=timezone.now)
    context: UploadContext = field(init=False)

    def store(self, sent: Sequence[object]) -> list[Outcome]:
        """Store what can be stored; return what became of each, in the same order."""
        outcomes: dict[int, Outcome] = {}
        entries: dict[int, QueuedEntry] = {}
        rows = 0
        for place, raw in enumerate(sent):
            try:
                entry = read_entry(raw)
            except Unreadable as error:
                refusal = rules.unreadable(error)
                outcomes[place] = Outcome(as_sent(raw), REFUSED, refusal)
                continue
            rows += lines_sent(entry)
            if rows > MOST_ROWS and entries:
                outcomes[place] = Outcome(as_sent(raw), LATER)
            else:
                entries[place] = entry
        outcomes |= self._store_all(entries, sent)
        return [outcomes[place] for place in range(len(sent))]

    @transaction.atomic
    def _store_all(
        self, entries: dict[int, QueuedEntry], sent: Sequence[object]
    ) -> dict[int, Outcome]:
        self.context = UploadContext(entries.values(), actor=self.actor)
        # In one order, so that two uploads of the same entries wait for each other
        # once, and not each for the other.
        in_order = sorted(entries.items(), key=lambda item: item[1].id)
        return {
            place: self._outcome(as_sent(sent[place]), entry)
            for place, entry in in_order
        }

    def _outcome(self, sent_id: str, entry: QueuedEntry) -> Outcome:
        try:
            return Outcome(sent_id, self._store(entry))
        except Refused as refusal:
            return Outcome(sent_id, REFUSED, refusal)

    def _store(self, entry: QueuedEntry) -> str:
        is_other = entry.user != self.actor.pk and not self.takes_others
        author = self.context.authors.get(entry.user)
        author = rules.refuse_author(author, is_other=is_other)
        stored = self.context.stored(entry)
        if stored is not None:
            return self._stored_before(entry, stored, author)
        event = rules.refuse_event(self.context.events.get(entry.event))
        guide = self._guide(entry)
        made_at = rules.time_of(entry, event, self.now)
        told = replace(
            self._told(entry, event, guide),
            made_at=made_at,
            started_at=min(entry.started_at, made_at),
        )
        try:
            is_new = self._log(told, event, guide, author)
        except ValidationError as error:
            messages = [("", text) for text in error.messages]
            raise Refused(Reason.INVALID, messages) from error
        except SubmissionMismatch:
            rules.refuse_id_taken()
        return STORED if is_new else ALREADY_THERE

    def _guide(self, entry: QueuedEntry) -> Survey:
        guide = self.context.guides.get(entry.guide)
        return rules.refuse_guide(guide, self.context.newer(guide))

    def _told(
        self, entry: QueuedEntry, event: OutreachEvent, guide: Survey
    ) -> ConversationEntry | Board:
        branches = self.context.branches(event)
        if entry.kind == Kind.BOARD:
            return board_of(entry, branches=branches, guide=guide)
        classes = self.context.form_classes(guide)
        return conversation_of(entry, branches=branches, guide=guide, classes=classes)

    def _log(
        self,
        told: ConversationEntry | Board,
        event: OutreachEvent,
        guide: Survey,
        author: User,
    ) -> bool:
        """Store it; return whether it is new."""
        actor, collector = self.actor, self.context.collector(event, guide)
        if isinstance(told, Board):
            notes = log_board(
                event, board=told, actor=actor, author=author, collector=collector
            )
            return notes > 0
        _conversation, is_new = log_conversation(
            event,
            guide=guide,
            entry=told,
            actor=actor,
            author=author,
            collector=collector,
        )
        return is_new

    def _stored_before(self, entry: QueuedEntry, stored: Stored, author: User) -> str:
        """Say that it is there, or correct it if it was changed on the device since.

        The answer to an earlier upload may have been lost: then the device could not
        know that it was changing something stored.
        """
        if stored.staff != author.pk:
            rules.refuse_id_taken()
        if not entry.edits:
            return ALREADY_THERE
        conversation = self._correctable(stored.pk, author)
        guide = self.context.guides.get(entry.guide)
        is_same = (stored.event, stored.guide) == (entry.event, entry.guide)
        if conversation is None or guide is None or not is_same:
            rules.refuse_stored_before()
        told = self._told(entry, conversation.event, guide)
        if isinstance(told, Board):
            rules.refuse_stored_before()
        correct_conversation(conversation, entry=told, actor=self.actor)
        return STORED

    def _correctable(self, pk: int, author: User) -> Conversation | None:
        entries = Conversation.objects.editable_by(author).counted().in_talks()
        return entries.select_related("response", "event").filter(pk=pk).first()
