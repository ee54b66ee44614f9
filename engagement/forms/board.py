"""The notes of a question board: typed one a line, then looked over."""

import re
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.languages import latin_digits
from engagement.forms.fields import NoteField, WholeNumberField
from engagement.forms.log import MOST_PEOPLE, SettingForm
from engagement.models import Conversation
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
    """The questions of ``guide`` that notes can answer: those with a free answer."""
    return [question for question in guide.questions if not question.is_closed]


class BoardForm(SettingForm):
    """What holds for a whole board: its question, and how it was kept."""

    question = forms.ChoiceField(
        label=_("Question on the board"), widget=forms.RadioSelect
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
        self._questions = {one.code: one for one in questions}
        if len(questions) == 1:
            self.fields["question"].initial = questions[0].code

    @property
    def asked(self) -> Question:
        """The question on the board, once the form is valid."""
        return self._questions[self.cleaned_data["question"]]


class NotesForm(forms.Form):
    """The notes as they are typed or pasted, one a line."""

    notes = NoteField(
        label=_("Notes, one a line"),
        help_text=_("“more manga ×3” counts the note for three people."),
        max_length=MOST_LINES * (LONGEST_NOTE + 10),
        widget=forms.Textarea({"rows": 10, "dir": "auto"}),
        error_messages={
            "required": _("Write down at least one note."),
            "max_length": _("This is too long for one board: save it in parts."),
        },
    )

    def clean_notes(self) -> list[Note]:
        notes = parse_notes(self.cleaned_data["notes"])
        if len(notes) > MOST_LINES:
            raise forms.ValidationError(
                _("At most %(most)s notes can be saved at a time; here are %(found)s."),
                params={"most": MOST_LINES, "found": len(notes)},
            )
        return notes


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
    people = WholeNumberField(
        label=_("People"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        error_messages={
            "required": _("Write for how many people this note stands."),
            "invalid": _("Write for how many people this note stands, such as 3."),
            "min_value": _("A note stands for at least 1 person."),
            "max_value": _("A note stands for at most %(limit_value)s people."),
        },
    )

    @property
    def line(self) -> tuple[str, int]:
        """The note and its people, once valid; an emptied text is to be left out."""
        return self.cleaned_data["text"], self.cleaned_data["people"]

    @property
    def as_typed(self) -> str:
        """The line as it is typed in the first step, whether valid or not."""
        text, people = self["text"].value() or "", self["people"].value() or "1"
        return text if latin_digits(str(people)).strip() == "1" else f"{text} ×{people}"


BoardLineFormSet = forms.formset_factory(
    BoardLineForm,
    extra=0,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES,
    validate_max=True,
)


def lines_of(notes: list[Note]) -> dict[str, object]:
    """Return ``notes`` as the data of a BoardLineFormSet, to be checked and shown."""
    data: dict[str, object] = {
        "lines-TOTAL_FORMS": len(notes),
        "lines-INITIAL_FORMS": len(notes),
    }
    for number, note in enumerate(notes):
        data[f"lines-{number}-text"] = note.text
        data[f"lines-{number}-people"] = note.people
    return data
