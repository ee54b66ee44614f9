"""The results of a survey, ready to be shown: counts and shares behind their masks.

What is counted are people (``Response.people``) of all responses that staff have not
excluded, whatever the channel and language they came in. They are those who answered,
not a sample of the city unless the survey says so, and only then is there an interval
beside a mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from civic import disclosure
from civic.disclosure import THRESHOLD, Edition
from civic.models import District
from surveys.cells import NOT, YES, Cell, Part, cells_of, parts_of
from surveys.estimates import LEAST_FOR_MEAN, Mean, mean_of, mean_of_scale
from surveys.models import Question, QuestionRow, Survey
from surveys.tallying import NOTHING, Counts, counts_of

Editions = Mapping[str, Edition]


@dataclass(frozen=True)
class Row:
    """One answer with the people who gave it; None where that is not shown.

    ``share`` is of those who answered the question, between 0 and 1.
    """

    cell: Cell
    people: int | None
    share: float | None


@dataclass(frozen=True)
class PartResults:
    """One table of answers that is shown: a question's, or that of a matrix's row.

    ``answered`` counts people, None below the threshold.
    """

    part: Part
    rows: list[Row]
    answered: int | None

    @property
    def row(self) -> QuestionRow | None:
        return self.part.row

    @property
    def has_hidden_rows(self) -> bool:
        return any(row.people is None for row in self.rows)


@dataclass(frozen=True)
class Ranked:
    """How often one choice was given each rank, and its mean rank."""

    cell: Cell
    people: list[int]
    mean: float


@dataclass(frozen=True)
class QuestionResults:
    """What is shown of one question; of one without codes only how many answered.

    ``answered`` and ``passed_over`` count people, None below the threshold.
    ``passed_over`` is also None where it is not known, because only some were asked
    (``is_conditional``). ``mean`` is that of a rating, where no cell of the
    distribution is hidden, or of a number that enough people gave. ``ranks`` has all
    ranks of a ranking, where none is too rare; its rows are first places.
    """

    question: Question
    parts: list[PartResults]
    answered: int | None
    passed_over: int | None
    is_conditional: bool
    mean: Mean | None
    ranks: list[Ranked]

    @property
    def rows(self) -> list[Row]:
        """The answers; of a matrix none, as each of its rows has its own."""
        return [] if self.is_matrix else self.parts[0].rows

    @property
    def is_in_words(self) -> bool:
        return self.question.kind in Question.KINDS_IN_WORDS

    @property
    def is_matrix(self) -> bool:
        return self.question.kind == Question.Kind.MATRIX

    @property
    def has_hidden_rows(self) -> bool:
        return any(part.has_hidden_rows for part in self.parts)


@dataclass(frozen=True)
class SurveyResults:
    """What is shown of a survey; ``people`` took part, None below the threshold."""

    survey: Survey
    people: int | None
    questions: list[QuestionResults]


@dataclass(frozen=True)
class Tabulated:
    """One survey's counts, the cells of its questions and what may be shown of them.

    ``current`` are the tables as they are now, ``editions`` those that are shown.
    """

    survey: Survey
    counts: Counts
    cells: dict[int, list[Cell]]
    current: Editions
    editions: Editions
    districts: list[District]


def survey_results(survey: Survey, *, is_public: bool) -> SurveyResults:
    """Return what is to be shown of ``survey``, which needs ``with_questions``.

    With ``is_public`` the figures are those of the edition that is public now; staff
    who look before publication see the present ones, behind the same masks.
    """
    return results_of(tabulated(survey, is_public=is_public))


def tabulated(survey: Survey, *, is_public: bool) -> Tabulated:
    counts = counts_of(survey)
    districts = list(District.objects.all()) if survey.asks_district else []
    counted: dict[int | None, set[str]] = {}
    for question, key in counts.overall:
        counted.setdefault(question, set()).add(key)
    cells = {
        question.pk: cells_of(question, counted.get(question.pk, ()), districts)
        for question in survey.questions
    }
    current = _editions(survey, cells, counts)
    editions = disclosure.remembered(current) if is_public else current
    return Tabulated(survey, counts, cells, current, editions, districts)


def results_of(tabulated: Tabulated) -> SurveyResults:
    return SurveyResults(
        survey=tabulated.survey,
        people=disclosure.figure(
            tabulated.editions[survey_key(tabulated.survey)].total
        ),
        questions=[
            _question_results(question, tabulated)
            for question in tabulated.survey.questions
            if question.kind != Question.Kind.INFORMATION
        ],
    )


def survey_key(survey: Survey) -> str:
    """Return the name under which the number of people who took part is remembered."""
    return f"{survey._meta.label_lower} {survey.pk}"


# Tables as they are counted


def _editions(
    survey: Survey, cells: Mapping[int, list[Cell]], counts: Counts
) -> dict[str, Edition]:
    editions = {
        survey_key(survey): Edition(total=counts.people(None), counts={}),
    }
    for question in survey.questions:
        for part in parts_of(question):
            editions[part.key] = _edition(part, cells[question.pk], counts)
        if question.kind == Question.Kind.MATRIX:
            editions[_answered_key(question)] = Edition(
                total=counts.people(question.pk),
                counts={},
                out_of=counts.people(None),
            )
        if question.kind == Question.Kind.RANKING:
            editions[_ranks_key(question)] = _ranks(
                question, cells[question.pk], counts
            )
    return editions


def _edition(part: Part, cells: list[Cell], counts: Counts) -> Edition:
    question = part.question
    figures = counts.overall.get((question.pk, ""), NOTHING)
    took_part = counts.people(None)
    table = {
        cell.code: counts.people(question.pk, part.tally(cell.code)) for cell in cells
    }
    if question.kind == Question.Kind.CONSENT:
        table = {YES: figures.people, NOT: took_part - figures.people}
    is_exclusive = question.kind != Question.Kind.MULTIPLE
    answered = counts.people(question.pk, part.tally(""))
    if table and is_exclusive:
        answered = sum(table.values())
    return Edition(
        total=answered,
        counts=table,
        is_exclusive=is_exclusive,
        out_of=took_part,
        points=str(figures.points),
        squares=str(figures.squares),
    )


def _answered_key(question: Question) -> str:
    return f"{question._meta.label_lower} {question.pk}"


def _ranks_key(question: Question) -> str:
    return f"{question._meta.label_lower} {question.pk} ranks"


def _ranks(question: Question, cells: list[Cell], counts: Counts) -> Edition:
    ranks = range(1, len(cells) + 1)
    return Edition(
        total=counts.people(question.pk),
        counts={
            f"{cell.code}:{rank}": counts.people(question.pk, f"{cell.code}:{rank}")
            for cell in cells
            for rank in ranks
        },
        is_exclusive=False,
    )


# What is shown of them


def _question_results(question: Question, tabulated: Tabulated) -> QuestionResults:
    editions, cells = tabulated.editions, tabulated.cells[question.pk]
    parts = [
        _part_results(part, cells, editions[part.key]) for part in parts_of(question)
    ]
    edition = editions[_answered_key(question)]
    is_conditional = bool(
        question.shown_if.get("conditions") or question.page.shown_if.get("conditions")
    )
    answered = edition.total
    if question.kind == Question.Kind.CONSENT:
        answered = edition.counts[YES]
    return QuestionResults(
        question=question,
        parts=parts,
        answered=disclosure.figure(answered),
        passed_over=None
        if is_conditional
        else disclosure.figure(edition.out_of - answered),
        is_conditional=is_conditional,
        mean=_mean(question, parts[0].rows if parts else [], edition, tabulated.survey),
        ranks=_ranked(cells, editions, question),
    )


def _part_results(part: Part, cells: list[Cell], edition: Edition) -> PartResults:
    shown = edition.shown() if edition.counts else {}
    rows = [
        Row(cell, people, people / edition.total if people is not None else None)
        for cell, people in ((cell, shown.get(cell.code)) for cell in cells)
    ]
    return PartResults(part, rows, disclosure.figure(edition.total))


def _mean(
    question: Question, rows: list[Row], edition: Edition, survey: Survey
) -> Mean | None:
    design = survey.sample_design
    if question.kind == Question.Kind.NUMBER and edition.total >= LEAST_FOR_MEAN:
        return mean_of(
            edition.total,
            float(edition.points),
            float(edition.squares),
            design=design,
        )
    if question.kind != Question.Kind.RATING:
        return None
    people = {row.cell.code: row.people for row in rows if row.people is not None}
    if not rows or len(people) < len(rows):
        return None
    return mean_of_scale(people, design=design)


def _ranked(cells: list[Cell], editions: Editions, question: Question) -> list[Ranked]:
    """Return all ranks, if none is rare and they are of the same moment as the rows."""
    edition = editions.get(_ranks_key(question))
    first = editions[_answered_key(question)]
    if edition is None or min(edition.counts.values(), default=0) < THRESHOLD:
        return []
    if any(edition.counts[f"{code}:1"] != n for code, n in first.counts.items()):
        return []
    return [_ranked_cell(cell, len(cells), edition.counts) for cell in cells]


def _ranked_cell(cell: Cell, ranks: int, counts: Mapping[str, int]) -> Ranked:
    people = [counts[f"{cell.code}:{rank}"] for rank in range(1, ranks + 1)]
    points = sum(rank * n for rank, n in enumerate(people, start=1))
    return Ranked(cell, people, round(points / sum(people), 1))
