"""The results of a survey, ready to be shown: counts and shares behind their masks.

What is counted are people (``Response.people``) of all responses that staff have not
excluded, whatever the channel and language they came in. They are those who answered,
not a sample of the city, so there is no margin of error.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from civic import disclosure, languages, numbers
from civic.disclosure import Edition
from civic.models import District
from surveys.models import Question, Survey
from surveys.tallying import counts_of

Counted = Mapping[tuple[int | None, str], int]


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
class Row:
    """One answer with the people who gave it; None where that is not shown.

    ``share`` is of those who answered the question, between 0 and 1.
    """

    cell: Cell
    people: int | None
    share: float | None


@dataclass(frozen=True)
class QuestionResults:
    """What is shown of one question; of a question for free text only how many wrote.

    ``answered`` and ``passed_over`` count people, None below the threshold. ``mean``
    is that of a rating, None as soon as one cell of its distribution is hidden.
    """

    question: Question
    rows: list[Row]
    answered: int | None
    passed_over: int | None
    mean: float | None

    @property
    def has_hidden_rows(self) -> bool:
        return any(row.people is None for row in self.rows)


@dataclass(frozen=True)
class SurveyResults:
    """What is shown of a survey; ``people`` took part, None below the threshold."""

    survey: Survey
    people: int | None
    questions: list[QuestionResults]


def survey_results(survey: Survey, *, is_public: bool) -> SurveyResults:
    """Return what is to be shown of ``survey``, which needs ``with_questions``.

    With ``is_public`` the figures are those of the edition that is public now; staff
    who look before publication see the present ones, behind the same masks.
    """
    counted = {
        key: figures.people for key, figures in counts_of(survey).overall.items()
    }
    cells = {question: _cells(question, counted) for question in survey.questions}
    editions = {
        _key(question): _edition(question, cells[question], counted)
        for question in survey.questions
    }
    editions[_key(survey)] = Edition(total=counted.get((None, ""), 0), counts={})
    if is_public:
        editions = disclosure.remembered(editions)
    return SurveyResults(
        survey=survey,
        people=disclosure.figure(editions[_key(survey)].total),
        questions=[
            _question_results(question, cells[question], editions)
            for question in survey.questions
        ],
    )


def _key(subject: Survey | Question) -> str:
    """Return the name under which a table is remembered."""
    return f"{subject._meta.label_lower} {subject.pk}"


def _cells(question: Question, counted: Counted) -> list[Cell]:
    """Return every cell of a question in the questionnaire's order."""
    if not question.is_closed:
        return []
    cells = list(_offered(question))
    known = {cell.code for cell in cells}
    # A choice that is gone still has its people; without them nothing would add up.
    gone = sorted(
        choice
        for key, choice in counted
        if key == question.pk and choice and choice not in known
    )
    return [*cells, *(Cell(code, text=code) for code in gone)]


def _offered(question: Question) -> Iterator[Cell]:
    if question.kind == Question.Kind.RATING:
        yield from _ratings(question)
    elif question.kind == Question.Kind.DISTRICT:
        for district in District.objects.all():
            yield Cell(district.code, district, "name")
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


def _edition(question: Question, cells: list[Cell], counted: Counted) -> Edition:
    counts = {cell.code: counted.get((question.pk, cell.code), 0) for cell in cells}
    is_exclusive = question.kind != Question.Kind.MULTIPLE
    answered = counted.get((question.pk, ""), 0)
    if counts and is_exclusive:
        answered = sum(counts.values())
    return Edition(
        total=answered,
        counts=counts,
        is_exclusive=is_exclusive,
        out_of=counted.get((None, ""), 0),
    )


def _question_results(
    question: Question, cells: list[Cell], editions: Mapping[str, Edition]
) -> QuestionResults:
    edition = editions[_key(question)]
    shown = edition.shown() if edition.counts else {}
    rows = [
        Row(cell, people, people / edition.total if people is not None else None)
        for cell, people in ((cell, shown.get(cell.code)) for cell in cells)
    ]
    return QuestionResults(
        question=question,
        rows=rows,
        answered=disclosure.figure(edition.total),
        passed_over=disclosure.figure(edition.out_of - edition.total),
        mean=_mean(question, rows, edition.total),
    )


def _mean(question: Question, rows: list[Row], answered: int) -> float | None:
    if question.kind != Question.Kind.RATING:
        return None
    if not rows or any(row.people is None for row in rows):
        return None
    points = sum(int(row.cell.code) * row.people for row in rows if row.people)
    return round(points / answered, 1)
