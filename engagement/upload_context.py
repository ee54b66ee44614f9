"""What the entries of one upload need of the database, each thing read once."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from uuid import UUID

from civic import receipts
from civic.models import Branch, User
from engagement.actions.entries import line_submission
from engagement.forms.board import MOST_LINES
from engagement.forms.entry import form_classes
from engagement.forms.log import branches_for, own_branches
from engagement.models import Conversation, OutreachEvent
from engagement.public_places import public_places
from engagement.queued_entries import Kind, QueuedEntry
from surveys.forms import SurveyPageForm
from surveys.models import Survey

LINES_SENT = "lines-TOTAL_FORMS"


@dataclass(frozen=True)
class Stored:
    """An entry that is in the database already; ``staff`` is who logged it.

    ``edits`` says which of the device's versions it is.
    """

    pk: int
    staff: int | None
    event: int
    guide: str
    edits: int


def lines_sent(entry: QueuedEntry) -> int:
    """Return how many lines a board says to have; a talk counts as one."""
    said = entry.fields.get(LINES_SENT) or ""
    is_number = entry.kind == Kind.BOARD and said.isascii() and said.isdecimal()
    return min(int(said[:4]), MOST_LINES) if is_number else 1


def submissions(entry: QueuedEntry) -> Iterator[UUID]:
    """Return the submissions under which ``entry`` is stored."""
    if entry.kind == Kind.CONVERSATION:
        yield entry.id
        return
    places = count()
    for number in range(lines_sent(entry)):
        choice = entry.fields.get(f"lines-{number}-choice") or ""
        yield line_submission(entry.id, 0 if choice else next(places), choice)


class UploadContext:
    """Events, guides and what is stored, as far as ``entries`` name them."""

    def __init__(self, entries: Iterable[QueuedEntry], *, actor: User) -> None:
        self.entries = list(entries)
        self.actor = actor
        self._classes: dict[str, list[type[SurveyPageForm]]] = {}

    @cached_property
    def events(self) -> dict[int, OutreachEvent]:
        wanted = {entry.event for entry in self.entries}
        events = OutreachEvent.objects.visible_to(self.actor).filter(pk__in=wanted)
        return {event.pk: event for event in events.prefetch_related("branches")}

    @cached_property
    def guides(self) -> dict[str, Survey]:
        """By slug; those that are still drafts nobody can have answered."""
        wanted = {entry.guide for entry in self.entries}
        guides = Survey.objects.guides().exclude(status=Survey.Status.DRAFT)
        return {
            one.slug: one for one in guides.filter(slug__in=wanted).with_questions()
        }

    @cached_property
    def _open_versions(self) -> dict[UUID, Survey]:
        return {one.family: one for one in Survey.objects.guides().open()}

    def newer(self, guide: Survey | None) -> Survey | None:
        """Return the version of ``guide`` that is open now, if there is one."""
        return self._open_versions.get(guide.family) if guide else None

    @cached_property
    def authors(self) -> dict[int, User]:
        return User.objects.in_bulk({entry.user for entry in self.entries})

    @cached_property
    def _own_branches(self) -> set[int]:
        return own_branches(self.actor)

    def branches(self, event: OutreachEvent) -> list[Branch]:
        return branches_for(self.actor, event, self._own_branches)

    @cached_property
    def places(self) -> Collection[str]:
        """The public ones; they are read with the first text in which one may stand."""
        return public_places()

    def form_classes(self, guide: Survey) -> list[type[SurveyPageForm]]:
        if guide.slug not in self._classes:
            self._classes[guide.slug] = form_classes(guide)
        return self._classes[guide.slug]

    def stored(self, entry: QueuedEntry) -> Stored | None:
        """Return what is stored of ``entry``; of a board, one of its lines."""
        found = (self._stored.get(one) for one in submissions(entry))
        return next((one for one in found if one), None)

    @cached_property
    def _stored(self) -> dict[UUID, Stored]:
        ids = {
            receipts.stored_id(one): one
            for entry in self.entries
            for one in submissions(entry)
        }
        rows = Conversation.objects.filter(response__submission__in=ids).values_list(
            "response__submission",
            "pk",
            "staff",
            "event",
            "response__survey__slug",
            "edits",
        )
        return {
            ids[submission]: Stored(pk, staff, event, guide, edits)
            for submission, pk, staff, event, guide, edits in rows
        }
