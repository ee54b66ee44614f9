"""What stands on a question board: written down, then looked over.

Under a question with a free answer stand notes, typed one a line. Under a question
with choices people put stickers: those at each choice are counted, and notes with
other answers are typed below.
"""

import re
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.languages import latin_digits
from engagement.boards import BoardLine, board_choices
from engagement.forms.fields import NoteField, WholeNumberField
from engagement.forms.log import MOST_PEOPLE, SettingForm
from engagement.models import Conversation
from surveys.fields import OTHER, unknown_choice
from surveys.models import Question, Survey

MOST_LINES = 300
LONGEST_NOTE = 500
COUNT_AT_END = re.compile(r"^(.*\S)\s*[x×✕*]\s?(\d{1,6})\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Note:
    """One line of a board: what is written on it, and for how many people."""

    text: str
    people: int = 1


def parse_notes(text: str) -> list[Note]:
    """Return the notes of ``text``, one a line; “×3” at its end counts for three.

    The count may be written with x or × and with Latin, Persian or Arabic digits.
    """
    lines = (line.strip() for line in text.splitlines())
    return [_parse_note(line) for line in lines if line]


def _parse_note(line: str) -> Note:
    hit = COUNT_AT_END.match(latin_digits(line))
    if hit is None:
        return Note(line)
    # The text keeps the digits it was written with; positions are the same.
    return Note(line[: hit.end(1)], int(hit.group(2)))


def board_questions(guide: Survey) -> list[Question]:
    """The questions of ``guide`` that fit on a board: all but that for the district."""
    return [one for one in guide.questions if one.kind != Question.Kind.DISTRICT]


class BoardForm(SettingForm):
    """What holds for a whole board: its question, and how it was kept."""

    question = forms.ChoiceField(
        label=_("Question on the board"), widget=forms.HiddenInput
    )
    method = forms.ChoiceField(
        label=_("Kind of board"),
        choices=[(one.value, one.label) for one in Conversation.BOARDS],
        widget=forms.RadioSelect,
        initial=Conversation.Method.QUESTION_BOARD,
    )
    confirms_privacy = forms.BooleanField(
        label=_("None of it leads to a person: save it as it is"), required=False
    )

    def __init__(self, *args, guide: Survey, **kwargs):
        super().__init__(*args, **kwargs)
        questions = board_questions(guide)
        self.fields["question"].choices = [(one.code, one.text) for one in questions]


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
            "required": _("Write for how many people this note stands."),
            "invalid": _("Write for how many people this note stands, such as 3."),
            "min_value": _("A note stands for at least 1 person."),
            "max_value": _("A note stands for at most %(limit_value)s people."),
        },
        **options,
    )


class NotesForm(forms.Form):
    """The notes as they are typed or pasted, one a line."""

    notes = _notes_field(
        label=_("Notes, one a line"), widget=forms.Textarea({"rows": 10, "dir": "auto"})
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
            self.fields[f"choice-{code}"] = _people_field(
                label=offered[code], min_value=0, required=False
            )
        if OTHER in offered:
            self.fields["notes"].label = _("Other answers, one a line")
            self.fields["notes"].widget.attrs["rows"] = 4
            self.fields["notes"].required = False
        else:
            del self.fields["notes"]

    def counters(self) -> list[forms.BoundField]:
        return [self[f"choice-{code}"] for code in self._choices]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not self.lines():
            raise forms.ValidationError(_("Write down at least one note."))
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


class BoardLineForm(forms.Form):
    """One note as it was understood, to be corrected before it is saved."""

    text = NoteField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
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
            self.fields["people"] = _people_field(
                label=self._offered.get(self["choice"].value(), ""),
                min_value=0,
                required=False,
            )

    def clean_choice(self) -> str:
        choice = self.cleaned_data["choice"]
        if self._question and (choice or OTHER) not in self._offered:
            raise forms.ValidationError(unknown_choice(self._question))
        return choice

    @property
    def line(self) -> BoardLine:
        """The line, once valid; one without text or people is to be left out."""
        told = self.cleaned_data
        text = "" if told["choice"] else told["text"]
        return BoardLine(text, told["people"] or 0, told["choice"])

    @property
    def as_typed(self) -> str:
        """The line as it is typed in the first step, whether valid or not."""
        text, people = self["text"].value() or "", self["people"].value() or "1"
        return text if latin_digits(str(people)).strip() == "1" else f"{text} ×{people}"


class BaseBoardLineFormSet(forms.BaseFormSet):
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
