"""Entries from a device, checked by the forms of the log's own pages."""

from collections.abc import Collection, Sequence

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from civic.forms_as_one import FormsAsOne
from civic.models import Branch
from engagement import upload_rules as rules
from engagement.actions import Board, ConversationEntry
from engagement.forms.board import BoardForm, BoardLineFormSet, board_questions
from engagement.forms.entry import EntryForm
from engagement.forms.privacy import settle_findings
from engagement.queued_entries import QueuedEntry, Unreadable
from engagement.upload_rules import Reason, Refused
from surveys.forms import SurveyPageForm
from surveys.models import Survey


def _sent(entry: QueuedEntry) -> MultiValueDict[str, str]:
    """What a browser would have sent; the entry's id is its submission."""
    sent = entry.fields.copy()
    sent.setlist("submission", [str(entry.id)])
    sent.setlist("opened", [""])
    return sent


def conversation_of(
    entry: QueuedEntry,
    *,
    branches: Sequence[Branch],
    guide: Survey,
    classes: Sequence[type[SurveyPageForm]],
    places: Collection[str],
) -> ConversationEntry:
    """Return what a talk tells; raise Refused with all that is wrong with it."""
    known = {name for one in classes for name in one.base_fields}
    rules.refuse_unknown_questions(entry, known)
    form = EntryForm(
        _sent(entry),
        branches=branches,
        guide=guide,
        initial={},
        classes=classes,
        places=places,
    )
    if not form.is_valid():
        rules.refuse_form(form, entry, guide, has_findings=form.has_findings)
    return form.entry()


def board_of(
    entry: QueuedEntry,
    *,
    branches: Sequence[Branch],
    guide: Survey,
    places: Collection[str],
) -> Board:
    """Return what a board tells; raise Refused with all that is wrong with it."""
    sent = _sent(entry)
    form = BoardForm(sent, branches=branches, guide=guide, initial={})
    asked = board_questions(guide)
    question = next((q for q in asked if q.code == sent.get("question")), None)
    lines = BoardLineFormSet(sent, prefix="lines", form_kwargs={"question": question})
    if not lines.management_form.is_valid():
        raise rules.unreadable(Unreadable("fields"))
    board = FormsAsOne([form, *lines], also_wrong=lines.non_form_errors())
    if board.errors or question is None:
        rules.refuse_form(board, entry, guide)
    if not settle_findings(lines, form, places=places):
        rules.refuse_form(board, entry, guide, has_findings=True)
    question.survey = guide  # known: spares a query for every board
    told = form.board(question, lines)
    if all(line.is_left_out for line in told.lines):
        text = _("Write down at least one note.")
        raise Refused(Reason.INVALID, [("notes", text)])
    return told
