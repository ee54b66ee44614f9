"""Entries that a device kept until it had a connection: each is answered for itself.

What they all need is read once; each is then checked by the log's own forms, and those
that are right are stored together, by the log's own action. What is stored already is
said to be, whatever became of its event or guide since: sending again is harmless.
"""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from civic import languages
from civic.models import User
from engagement import upload_rules as rules
from engagement.actions import (
    Board,
    ConversationEntry,
    Logged,
    correct_conversation,
    log_all,
)
from engagement.forms.queued import board_of, conversation_of
from engagement.log_receipts import receipt_address, receipt_reference
from engagement.models import Conversation, OutreachEvent
from engagement.queued_entries import (
    Kind,
    QueuedEntry,
    Unreadable,
    as_sent,
    read_entry,
)
from engagement.upload_context import Stored, UploadContext, lines_sent
from engagement.upload_rules import Refused
from surveys.actions import SubmissionMismatch
from surveys.models import Survey

STORED, ALREADY_THERE, REFUSED, LATER = "stored", "already_there", "refused", "later"
MOST_ROWS = 2000  # a talk is one, a board as many as it has lines; the rest waits
UNSTORABLE = (DataError, IntegrityError)
NOT_ALL = (SubmissionMismatch, ValidationError, *UNSTORABLE)
Answer = tuple[str, Refused | None]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one entry: ``id`` as it was sent, and why if it was refused."""

    id: str
    state: str
    refusal: Refused | None = None
    receipt: str = ""  # its address, of a talk that has no slip

    def as_json(self) -> dict[str, object]:
        if self.refusal is None:
            own = {"receipt": self.receipt} if self.receipt else {}
            return {"id": self.id, "state": self.state, **own}
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
                unreadable = rules.unreadable(error)
                outcomes[place] = Outcome(as_sent(raw), REFUSED, unreadable)
                continue
            rows += lines_sent(entry)
            if rows > MOST_ROWS and entries:
                outcomes[place] = Outcome(as_sent(raw), LATER)
            else:
                entries[place] = entry
        for place, (state, refusal) in self._store_all(entries).items():
            address = "" if refusal else self._receipt(entries[place])
            outcomes[place] = Outcome(as_sent(sent[place]), state, refusal, address)
        return [outcomes[place] for place in range(len(sent))]

    def _receipt(self, entry: QueuedEntry) -> str:
        """Where whoever sent a talk can show its receipt for a while."""
        event = self.context.events.get(entry.event)
        guide = self.context.guides.get(entry.guide)
        is_talk = entry.kind == Kind.CONVERSATION
        if not (is_talk and event and guide) or entry.fields.get("slip"):
            return ""
        spoken = entry.fields.get("language") or ""
        reference = receipt_reference(guide, entry.id, spoken)
        return receipt_address(event, guide, reference)

    @transaction.atomic
    def _store_all(self, entries: dict[int, QueuedEntry]) -> dict[int, Answer]:
        self.context = UploadContext(entries.values(), actor=self.actor)
        answers: dict[int, Answer] = {}
        to_log: dict[int, Logged] = {}
        for place, entry in entries.items():
            try:
                checked = self._check(entry)
            except Refused as refusal:
                answers[place] = REFUSED, refusal
                continue
            if isinstance(checked, Logged):
                to_log[place] = checked
            else:
                answers[place] = checked, None
        # In one order, so that two uploads of the same entries wait for each other
        # once, and not each for the other.
        places = sorted(to_log, key=lambda place: to_log[place].told.submission)
        logged = self._log([to_log[place] for place in places])
        return answers | dict(zip(places, logged, strict=True))

    def _check(self, entry: QueuedEntry) -> Logged | str:
        """Return what is to be logged, or else the state that it is in already."""
        is_other = entry.user != self.actor.pk and not self.takes_others
        author = self.context.authors.get(entry.user)
        author = rules.refuse_author(author, is_other=is_other)
        stored = self.context.stored(entry)
        if stored is not None:
            return self._stored_before(entry, stored, author)
        event = rules.refuse_event(self.context.events.get(entry.event))
        guide = self.context.guides.get(entry.guide)
        guide = rules.refuse_guide(guide, self.context.newer(guide))
        made_at = rules.time_of(entry, event, self.now)
        told = replace(
            self._told(entry, event, guide),
            edits=entry.edits,
            made_at=made_at,
            started_at=min(entry.started_at, made_at),
        )
        return Logged(event=event, guide=guide, told=told, author=author)

    def _told(
        self, entry: QueuedEntry, event: OutreachEvent, guide: Survey
    ) -> ConversationEntry | Board:
        branches, places = self.context.branches(event), self.context.places
        if entry.kind == Kind.BOARD:
            return board_of(entry, branches=branches, guide=guide, places=places)
        return conversation_of(
            entry,
            branches=branches,
            guide=guide,
            classes=self.context.form_classes(guide),
            places=places,
        )

    def _stored_before(self, entry: QueuedEntry, stored: Stored, author: User) -> str:
        """Say that it is there, or correct it if it was changed on the device since.

        The answer to an earlier upload may have been lost: then the device could not
        know that it was changing something stored. An older version comes again in a
        file, and what was corrected at the desk stands.
        """
        if stored.staff != author.pk:
            raise rules.id_taken()
        if entry.edits <= stored.edits:
            return ALREADY_THERE
        conversation = self._correctable(stored.pk, author)
        guide = self.context.guides.get(entry.guide)
        is_same = (stored.event, stored.guide) == (entry.event, entry.guide)
        if conversation is None or guide is None or not is_same:
            rules.refuse_stored_before()
        if conversation.corrected_at:
            rules.refuse_stored_before()
        told = self._told(entry, conversation.event, guide)
        if isinstance(told, Board):
            rules.refuse_stored_before()
        told = replace(told, edits=entry.edits)
        correct_conversation(conversation, entry=told, actor=self.actor)
        return STORED

    def _correctable(self, pk: int, author: User) -> Conversation | None:
        entries = Conversation.objects.editable_by(author).counted().in_talks()
        return entries.select_related("response", "event").filter(pk=pk).first()

    def _log(self, entries: Sequence[Logged]) -> list[Answer]:
        """Store all at once; if that fails, each by itself to find which one it is."""
        try:
            is_new = log_all(entries, actor=self.actor)
        except NOT_ALL:
            return [self._log_one(logged) for logged in entries]
        return [(STORED if one else ALREADY_THERE, None) for one in is_new]

    def _log_one(self, logged: Logged) -> Answer:
        try:
            [is_new] = log_all([logged], actor=self.actor)
        except SubmissionMismatch:
            return REFUSED, rules.id_taken()
        except ValidationError as error:
            return REFUSED, rules.invalid(error)
        except UNSTORABLE:
            logger.exception("An entry of an upload could not be stored.")
            return REFUSED, rules.unreadable(Unreadable("fields"))
        return (STORED if is_new else ALREADY_THERE), None
