"""The desk's page for a question board: write it down, look it over, save."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic import languages, numbers
from civic.forms_as_one import FormsAsOne
from civic.typed import only_changes_language, unchecked
from engagement.actions import Board, log_board
from engagement.forms.board import (
    BoardForm,
    BoardLineFormSet,
    NotesForm,
    board_questions,
    content_form,
    line_templates,
    lines_of,
)
from engagement.forms.privacy import flag_findings, settle_findings
from engagement.log_entries import own_entries
from engagement.views.log import EventLogView
from surveys.actions import SubmissionMismatch
from surveys.models import Question


class BoardCreateView(EventLogView):
    """Three steps under one address: write, review, save."""

    template_name = "engagement/board_form.html"

    @cached_property
    def questions(self) -> list[Question]:
        return board_questions(self.guide) if self.guide else []

    @cached_property
    def question(self) -> Question | None:
        """The question that was chosen, or else the only one with a free answer."""
        sent = self.request.POST or self.request.GET
        if "question" in sent:
            return next((q for q in self.questions if q.code == sent["question"]), None)
        free = [one for one in self.questions if not one.is_closed]
        return free[0] if len(free) == 1 else None

    def form(self, data=None, **initial) -> BoardForm:
        setting = self.usual_setting() | initial
        setting.setdefault("question", self.question and self.question.code)
        return BoardForm(
            data, branches=self.branches, guide=self.guide, initial=setting
        )

    def lines(self, data) -> BoardLineFormSet:
        return BoardLineFormSet(
            data, prefix="lines", form_kwargs={"question": self.question}
        )

    def get_context_data(self, **kwargs):
        notes = self.event.conversations.on_boards()
        return super().get_context_data(
            own_entries=own_entries(notes, self.guide, self.request.user),
            question=self.question,
            questions=self.questions,
            line_templates=line_templates(self.question) if self.question else [],
            **kwargs,
        )

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if self.question is None:
            return self.page()
        return self.page(form=self.form(), notes_form=content_form(self.question))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if not self.questions:
            return self.page(status=409)
        if only_changes_language(request):
            return self._as_typed()
        step = request.POST.get("step")
        if step == "save" or "blanks_findings" in request.POST:
            return self._save()
        if step == "edit":
            return self._edit()
        return self._review()

    def _review(self) -> HttpResponse:
        form = self.form(self.request.POST)
        notes_form = content_form(self.question, self.request.POST)
        if not (form.is_valid() & notes_form.is_valid()):
            return self._notes_page(form, notes_form)
        lines = self.lines(lines_of(notes_form.lines()))
        has_findings = lines.is_valid() and flag_findings(*lines)
        return self._review_page(form, lines, has_findings=has_findings)

    def _as_typed(self) -> HttpResponse:
        """What is being written, or else what is being looked over, as notes again."""
        if "lines-TOTAL_FORMS" in self.request.POST:
            return self._edit()
        return self.page(
            form=unchecked(self.form(self.request.POST)),
            notes_form=unchecked(content_form(self.question, self.request.POST)),
        )

    def _edit(self) -> HttpResponse:
        """Go back to what was written, with what was changed in the review."""
        form = self.form(**self.request.POST.dict())
        return self.page(form=form, notes_form=self._notes_again())

    def _save(self) -> HttpResponse:
        form = self.form(self.request.POST)
        lines = self.lines(self.request.POST)
        if not form.is_valid():
            return self._notes_page(form, self._notes_again())
        if not lines.is_valid():
            return self._review_page(form, lines)
        if not settle_findings(lines, form):
            return self._review_page(form, lines, has_findings=True)
        if not self._store(form, lines):
            return self._review_page(form, lines)
        return self.again()

    def _store(self, form: BoardForm, lines: BoardLineFormSet) -> bool:
        board = form.board(self.question, lines)
        try:
            stored = log_board(self.event, board=board, actor=self.request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return False
        except SubmissionMismatch:
            form.renew_submission()
            form.add_error(
                None, _("This form belongs to another entry. Save it again.")
            )
            return False
        self._say_saved(board, stored)
        return True

    def _say_saved(self, board: Board, stored: int) -> None:
        if not stored:
            messages.info(
                self.request, _("This board was already saved and counts once.")
            )
            return
        text = ngettext(
            "Saved: %(shown)s note of the board.",
            "Saved: %(shown)s notes of the board.",
            stored,
        )
        if board.question.is_closed:
            text = _("Saved from the board, stickers and notes together: %(shown)s.")
        shown = numbers.number(stored, languages.current())
        messages.success(self.request, text % {"shown": shown})

    def _notes_page(self, form: BoardForm, notes_form: NotesForm) -> HttpResponse:
        board = FormsAsOne([form, notes_form])
        return self.page(form=form, notes_form=notes_form, board=board, status=422)

    def _review_page(
        self, form: BoardForm, lines: BoardLineFormSet, **context
    ) -> HttpResponse:
        board = FormsAsOne([form, *lines], also_wrong=lines.non_form_errors())
        status = 422 if board.errors else 200
        return self.page(form=form, lines=lines, board=board, status=status, **context)

    def _notes_again(self) -> NotesForm:
        typed = self.lines(self.request.POST).as_typed()
        return content_form(self.question, initial=typed)
