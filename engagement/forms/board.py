"""What stands on a question board: written down, then looked over.

Under a question with a free answer stand notes, typed one per line. Under a question
with choices people put stickers: those at each choice are counted, and notes with
other answers are typed below.
"""

import re

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from civic import languages, numbers
from civic.languages import latin_digits
from civic.number_fields import WholeNumberField
from engagement.actions import Board
from engagement.board_notes import Note, as_typed, parse_notes
from engagement.boards import BoardLine, board_choices, fits_on_board, line_of
from engagement.forms.fields import NoteField, choose
from engagement.forms.log import MOST_PEOPLE, SettingForm
from engagement.forms.privacy import PrivacyForm, watch
from engagement.models import Conversation
from surveys.fields import OTHER, unknown_choice
from surveys.models import Question, Survey

MOST_LINES = 300
LONGEST_NOTE = 500
MANY_PEOPLE = 50  # above it a number at the end may belong to the note: Xbox 360


def board_questions(guide: Survey) -> list[Question]:
    """The questions of ``guide`` that notes or stickers can answer."""
    return [one for one in guide.questions if fits_on_board(one)]


class BoardForm(PrivacyForm, SettingForm):
    """What holds for a whole board: its question, and how it was kept."""

    question = forms.ChoiceField(
        label=_("Question on the board"),
        widget=forms.HiddenInput,
        error_messages=choose(_("Choose the question on the board.")),
    )
    method = forms.ChoiceField(
        label=_("Kind of board"),
        choices=[(one.value, one.label) for one in Conversation.BOARDS],
        widget=forms.RadioSelect,
        initial=Conversation.Method.QUESTION_BOARD,
        error_messages=choose(_("Choose the kind of board.")),
    )

    def __init__(self, *args, guide: Survey, **kwargs):
        super().__init__(*args, **kwargs)
        questions = board_questions(guide)
        self.fields["question"].choices = [(one.code, one.text) for one in questions]

    def board(self, question: Question, lines: "BaseBoardLineFormSet") -> Board:
        """Return what this form and its ``lines`` tell, once both are valid."""
        told = self.cleaned_data
        return Board(
            submission=told["submission"],
            question=question,
            method=told["method"],
            language=told["language"],
            started_at=told["opened"],
            branch=told["branch"],
            lines=[line.line for line in lines],
        )


def _notes_field(**options) -> NoteField:
    return NoteField(
        help_text=_("“more manga ×3” counts the note for three people."),
        max_length=MOST_LINES * (LONGEST_NOTE + 10),
        error_messages={
            "required": _("Write down at least one note."),
            "max_length": _("This is too long for one board: save it in parts."),
        },
        **options,
    )


def _people_field(**options) -> WholeNumberField:
    return WholeNumberField(
        max_value=MOST_PEOPLE,
        error_messages={
            "required": _("Enter how many people this note stands for."),
            "invalid": _("Enter how many people this note stands for, such as 3."),
            "min_value": _("A note stands for at least 1 person."),
            "max_value": _("A note stands for at most %(limit_value)s people."),
        },
        **options,
    )


def _stickers_field(label: str) -> WholeNumberField:
    """How many stickers are at one answer; none is as good as zero."""
    return WholeNumberField(
        label=label,
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        error_messages={
            "invalid": _("Write the number of stickers in digits, such as 3."),
            "min_value": _("Write 0 where there is no sticker."),
            "max_value": _("At most %(limit_value)s stickers fit at one answer."),
        },
    )


class NotesForm(forms.Form):
    """The notes as they are typed or pasted, one per line."""

    notes = _notes_field(
        label=_("Notes, one per line"),
        widget=forms.Textarea({"rows": 10, "dir": "auto"}),
    )

    def clean_notes(self) -> list[Note]:
        notes = parse_notes(self.cleaned_data["notes"])
        if len(notes) > MOST_LINES:
            raise forms.ValidationError(
                _("At most %(most)s notes can be saved at a time; here are %(found)s."),
                params={"most": MOST_LINES, "found": len(notes)},
            )
        return notes

    def lines(self) -> list[BoardLine]:
        """What a valid form tells."""
        return [
            BoardLine(note.text, note.people) for note in self.cleaned_data["notes"]
        ]


class StickersForm(NotesForm):
    """The stickers at each choice of a question; other answers as notes."""

    def __init__(self, *args, question: Question, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offered = board_choices(question)
        self._choices = [code for code in offered if code != OTHER]
        for code in self._choices:
            self.fields[f"choice-{code}"] = _stickers_field(offered[code])
        if OTHER in offered:
            self.fields["notes"].label = _("Other answers, one per line")
            self.fields["notes"].widget.attrs["rows"] = 4
            self.fields["notes"].required = False
        else:
            del self.fields["notes"]

    def counters(self) -> list[forms.BoundField]:
        return [self[f"choice-{code}"] for code in self._choices]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not self.lines():
            raise forms.ValidationError(
                _("Write down at least one sticker or one other answer.")
            )
        return cleaned

    def lines(self) -> list[BoardLine]:
        told = self.cleaned_data
        counted = [(told[f"choice-{code}"] or 0, code) for code in self._choices]
        stickers = [BoardLine("", people, code) for people, code in counted if people]
        notes = [BoardLine(note.text, note.people) for note in told.get("notes", [])]
        return stickers + notes


def content_form(question: Question | None, *args, **kwargs) -> NotesForm:
    """Return the form for what stands under ``question``."""
    if question is None or not question.is_closed:
        return NotesForm(*args, **kwargs)
    return StickersForm(*args, question=question, **kwargs)


def _in_one_line(text: str) -> str:
    """A note stays one line, however it was broken in its field."""
    return re.sub(r"\s*[\r\n]\s*", " ", text)


class BoardLineForm(forms.Form):
    """One note as it was understood, to be corrected before it is saved."""

    text = NoteField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 2}),
        error_messages={
            "max_length": _(
                "A note has at most %(limit_value)d characters: shorten it."
            )
        },
    )
    people = _people_field(label=_("People"), min_value=1, initial=1)
    choice = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, question: Question | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._question = question
        self._offered = board_choices(question) if question else {OTHER: ""}
        if self["choice"].value():
            self.fields["people"] = _stickers_field(
                self._offered.get(self["choice"].value(), "")
            )
        watch(self)

    def clean_text(self) -> str:
        return _in_one_line(self.cleaned_data["text"])

    def clean_choice(self) -> str:
        choice = self.cleaned_data["choice"]
        if self._question and (choice or OTHER) not in self._offered:
            raise forms.ValidationError(
                unknown_choice(self._question), code="invalid_choice"
            )
        return choice

    @property
    def line(self) -> BoardLine:
        """The line, once valid; one without text or people is to be left out."""
        told = self.cleaned_data
        text = "" if told["choice"] else told["text"]
        return BoardLine(text, told["people"] or 0, told["choice"])

    def number(self, place: str) -> None:
        """Name the fields of a note by its place among the lines."""
        if self["choice"].value():
            return
        texts = {"line_number": place}
        self.fields["text"].label = gettext("Note %(line_number)s") % texts
        self.fields["people"].label = (
            gettext("Number of people for note %(line_number)s") % texts
        )
        self.fields["people"].help_text = self._doubt()

    def _doubt(self) -> str:
        """A question back where the number may be part of the note."""
        typed = latin_digits(str(self.data.get(self.add_prefix("people"), ""))).strip()
        people = int(typed) if re.fullmatch(r"\d{1,6}", typed) else 0
        if not MANY_PEOPLE < people <= MOST_PEOPLE:
            return ""
        question = ngettext(
            "Is it really %(shown)s person? If the number belongs to the note, "
            "write it there.",
            "Is it really %(shown)s people? If the number belongs to the note, "
            "write it there.",
            people,
        )
        return question % {"shown": numbers.number(people, languages.current())}

    @property
    def counts_for(self) -> int:
        """How many notes or stickers the line stands for; none while it is wrong."""
        told = self.cleaned_data if self.is_bound and not self.errors else {}
        says = told.get("text") or told.get("choice")
        return (told.get("people") or 0) if says else 0

    @property
    def as_typed(self) -> str:
        """The line as it is typed in the first step, whether valid or not."""
        people = str(self["people"].value() or "1")
        return as_typed(_in_one_line(self["text"].value() or ""), people)


class NoteCorrectionForm(PrivacyForm, BoardLineForm):
    """One stored line of a board, to be corrected; its choice stays."""

    def __init__(self, data, *, note: Conversation, question: Question) -> None:
        line = line_of(note.response.answers, question, note.response.people)
        initial = line._asdict()
        if data is not None:  # what is sent cannot make it another choice
            data = {**data.dict(), "choice": line.choice}
        super().__init__(data, initial=initial, question=question)
        people = _people_field(label=_("How many people"), min_value=1)
        self.fields["people"] = people
        if line.choice:
            del self.fields["text"]
            people.label = self._offered.get(line.choice, line.choice)
        else:
            self.fields["text"].required = True
            self.fields["text"].error_messages["required"] = _(
                "Write the words of the note, or take the entry back."
            )

    @property
    def line(self) -> BoardLine:
        told = self.cleaned_data
        return BoardLine(told.get("text", ""), told["people"], told["choice"])


class BaseBoardLineFormSet(forms.BaseFormSet):
    def get_form_kwargs(self, index: int | None) -> dict:
        """Check every line, also one that somebody left as it was offered."""
        return {**super().get_form_kwargs(index), "empty_permitted": False}

    def add_fields(self, form: BoardLineForm, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None:
            form.number(numbers.number(index + 1, languages.current()))

    @property
    def people(self) -> int:
        """How many notes and stickers are to be saved."""
        return sum(line.counts_for for line in self)

    @property
    def filled(self) -> int:
        """How many lines are to be saved."""
        return sum(1 for line in self if line.counts_for)

    def as_typed(self) -> dict[str, object]:
        """The lines as the first step takes them, whether valid or not."""
        lines = list(self) if self.management_form.is_valid() else []
        stickers = {
            f"choice-{line['choice'].value()}": line["people"].value()
            for line in lines
            if line["choice"].value()
        }
        notes = [line.as_typed for line in lines if not line["choice"].value()]
        return {**stickers, "notes": "\n".join(notes)}


BoardLineFormSet = forms.formset_factory(
    BoardLineForm,
    formset=BaseBoardLineFormSet,
    extra=0,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES,
    validate_max=True,
)


def line_templates(question: Question, auto_id: str = "id_%s") -> list[BoardLineForm]:
    """Return an empty note and, where they are offered, empty stickers.

    A script copies them: ``__prefix__`` and ``__number__`` stand for a line's place,
    ``__choice__`` and ``__label__`` for the answer at which stickers are.
    """
    offered = board_choices(question)
    line = {"prefix": "lines-__prefix__", "question": question}
    note = BoardLineForm(**line, auto_id=auto_id)
    note.number("__number__")
    if offered.keys() == {OTHER}:
        return [note]
    stickers = BoardLineForm(
        **line,
        auto_id=f"stickers_{auto_id}",
        initial={"choice": "__choice__", "people": ""},
    )
    stickers.fields["people"].label = "__label__"
    return [note, stickers] if OTHER in offered else [stickers]


def lines_of(lines: list[BoardLine]) -> dict[str, object]:
    """Return ``lines`` as the data of a BoardLineFormSet, to be checked and shown."""
    data: dict[str, object] = {
        "lines-TOTAL_FORMS": len(lines),
        "lines-INITIAL_FORMS": len(lines),
    }
    for number, line in enumerate(lines):
        for name, value in line._asdict().items():
            data[f"lines-{number}-{name}"] = value
    return data
