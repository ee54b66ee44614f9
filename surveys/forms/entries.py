"""The questions of a page as a template shows them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.forms.boundfield import BoundField, BoundWidget

from surveys import fields
from surveys.fields import OTHER
from surveys.models import Choice, Question, QuestionRow

Option = tuple[BoundWidget, Choice | None]
MOST_COLUMNS = 6
FIRST, SHUFFLED, EXCLUSIVE, LAST = range(4)


@dataclass(frozen=True)
class Part:
    """A row of a matrix or a choice to be ranked, with its own field."""

    row: QuestionRow | Choice
    field: BoundField
    choices: dict[str, Choice]

    @property
    def options(self) -> list[Option]:
        """The radio buttons of a matrix row."""
        return _options(self.field, self.choices)


@dataclass(frozen=True)
class Entry:
    """A question with what answers it.

    That is a ``field``, or the ``parts`` of a matrix or ranking, or nothing below an
    information text. ``seed`` decides the order of choices where that is random.
    """

    question: Question
    field: BoundField | None
    other: BoundField | None = None
    parts: tuple[Part, ...] = ()
    seed: str = ""
    id_pattern: str = "id_%s"  # the form's own

    @property
    def options(self) -> list[Option]:
        """Each radio button, checkbox or line of a list; None is no choice of ours."""
        if self.field is None:
            return []
        choices = {choice.code: choice for choice in self.question.choices.all()}
        found = _options(self.field, choices)
        if not self.is_shuffled:
            return found
        return sorted(found, key=lambda option: self._place(*option))

    @property
    def shown_parts(self) -> list[Part]:
        """The parts in the order in which they are shown."""
        if not self.is_shuffled:
            return list(self.parts)
        return sorted(self.parts, key=lambda part: self._digest(part.row.code))

    @property
    def is_shuffled(self) -> bool:
        return self.question.is_randomized and bool(self.seed)

    def _place(self, option: BoundWidget, choice: Choice | None) -> tuple[int, str]:
        if choice is None:
            return (LAST if str(option.data["value"]) == OTHER else FIRST), ""
        if choice.is_exclusive:
            return EXCLUSIVE, f"{choice.position:06}"
        return SHUFFLED, self._digest(choice.code)

    def _digest(self, code: str) -> str:
        text = f"{self.seed}/{self.question.code}/{code}"
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_group(self) -> bool:
        """Whether it is answered with radio buttons or checkboxes."""
        return self.field is not None and self.field.use_fieldset

    @property
    def hint(self) -> str:
        return fields.hint(self.question)

    @property
    def is_wide(self) -> bool:
        """Whether the choices of a matrix find room beside each other."""
        return len(self.question.choices.all()) <= MOST_COLUMNS

    @property
    def most_ranks(self) -> int:
        return fields.most_ranks(self.question)

    @property
    def auto_id(self) -> str:
        """The id of the question's element on the page."""
        if self.field:
            return self.field.auto_id
        return self.id_pattern % self.question.field_name

    @property
    def has_errors(self) -> bool:
        every = [self.field, self.other, *(part.field for part in self.parts)]
        return any(field.errors for field in every if field is not None)


def _options(field: BoundField, choices: dict[str, Choice]) -> list[Option]:
    return [
        (option, choices.get(str(option.data["value"]))) for option in field.subwidgets
    ]


def parts_of(
    question: Question, fields_by_code: Iterable[BoundField]
) -> tuple[Part, ...]:
    """Pair the fields of a matrix or ranking with the rows or choices they are for."""
    choices = list(question.choices.all())
    is_matrix = question.kind == Question.Kind.MATRIX
    rows: Iterable[QuestionRow | Choice] = question.rows.all() if is_matrix else choices
    by_code = {choice.code: choice for choice in choices}
    return tuple(
        Part(row, field, by_code)
        for row, field in zip(rows, fields_by_code, strict=True)
    )
