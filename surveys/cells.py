"""The answers of a question that can be counted, in the questionnaire's order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from civic import languages, numbers
from civic.models import District
from surveys.models import Question, QuestionRow

YES, NOT = "yes", "no"


@dataclass(frozen=True)
class Cell:
    """One answer that can be counted: its code and whose text it is shown by.

    Without a source the ``text`` is shown; with both, the text stands first.
    """

    code: str
    source: Model | None = None
    source_field: str = ""
    text: str = ""

    @property
    def label(self) -> str:
        """The answer in words, in the page's language or the first that has them."""
        words = getattr(self.source, self.source_field) if self.source else ""
        return " – ".join(part for part in (self.text, words) if part)


@dataclass(frozen=True)
class Part:
    """A question whose answers are counted in one table, or one row of a matrix.

    ``prefix`` and ``suffix`` stand around a cell's code in the tallies.
    """

    question: Question
    row: QuestionRow | None = None

    @property
    def key(self) -> str:
        """The name under which its table is remembered."""
        subject = self.row or self.question
        return f"{subject._meta.label_lower} {subject.pk}"

    def tally(self, code: str) -> str:
        """The key of an answer in the tallies; of "" that of all who answered."""
        if self.row:
            return f"{self.row.code}:{code}"
        if self.question.kind == Question.Kind.RANKING and code:
            return f"{code}:1"
        return code


def parts_of(question: Question) -> list[Part]:
    """Return the tables of a question: one, or one for each row of a matrix.

    That of a ranking counts first places.
    """
    if question.kind == Question.Kind.MATRIX:
        return [Part(question, row) for row in question.rows.all()]
    return [Part(question)]


def cells_of(
    question: Question, counted: Iterable[str], districts: Iterable[District]
) -> list[Cell]:
    """Return every cell of a question; ``counted`` are the keys in its tallies."""
    if not question.is_closed:
        return []
    cells = list(_offered(question, districts))
    known = {cell.code for cell in cells}
    # A choice that is gone still has its people; without them nothing would add up.
    gone = sorted({_code(question, key) for key in counted} - {""} - known)
    return [*cells, *(Cell(code, text=code) for code in gone)]


def _code(question: Question, key: str) -> str:
    if question.kind == Question.Kind.MATRIX:
        return key.partition(":")[2]
    if question.kind == Question.Kind.RANKING:
        return key.partition(":")[0]
    return key


def _offered(question: Question, districts: Iterable[District]) -> Iterator[Cell]:
    if question.kind == Question.Kind.RATING:
        yield from _ratings(question)
    elif question.kind == Question.Kind.DISTRICT:
        for district in districts:
            yield Cell(district.code, district, "name")
    elif question.kind == Question.Kind.CONSENT:
        yield Cell(YES, text=_("Agreed"))
        yield Cell(NOT, text=_("Did not agree"))
    else:
        for choice in question.choices.all():
            yield Cell(choice.code, choice, "label")
    if question.has_other:
        yield Cell("other", text=_("Something else"))


def _ratings(question: Question) -> Iterator[Cell]:
    ends = {question.minimum: "minimum_label", question.maximum: "maximum_label"}
    for value in question.scale:
        field = ends.get(value, "")
        has_words = bool(field and getattr(question, field))
        yield Cell(
            str(value),
            question if has_words else None,
            field if has_words else "",
            text=numbers.number(value, languages.current()),
        )
