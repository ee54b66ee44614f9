"""Published results as lines of a file: the figures and masks of the page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from civic import languages, numbers
from surveys.estimates import Mean
from surveys.looking import PartView, View
from surveys.models import Question
from surveys.tabulation import PartResults, QuestionResults, SurveyResults

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines_of(results: SurveyResults) -> Iterator[list[object]]:
    yield [
        _("question code"),
        _("question"),
        _("row code"),
        _("row"),
        _("answer code"),
        _("answer"),
        _("people"),
        _("share of those who answered"),
        _("note"),
    ]
    for question in results.questions:
        for line in _question_lines(question):
            yield list(line)


def _question_lines(results: QuestionResults) -> Iterator[tuple[object, ...]]:
    """Yield code and text of question and row, then what ``_table_lines`` says."""
    question = results.question
    for part in results.parts:
        row = (part.row.code, part.row.label) if part.row else ("", "")
        for line in _table_lines(results, part):
            yield question.code, question.text, *row, *line
    for ranked in results.ranks:
        for rank, people in enumerate(ranked.people, start=1):
            share = round(people / sum(ranked.people), 2)
            place = _("place %(place)s") % {"place": rank}
            yield (
                *(question.code, question.text, "", ""),
                *(ranked.cell.code, ranked.cell.label, people, share, place),
            )


def _table_lines(
    results: QuestionResults, part: PartResults
) -> Iterator[tuple[object, ...]]:
    """Yield answer code, answer, people, share and note of each line."""
    hidden = _("not shown")
    answered = part.answered if part.row else results.answered
    note = hidden if answered is None else _note(results)
    yield "", _("all who answered this question"), answered, None, note
    for row in part.rows:
        share = None if row.share is None else round(row.share, 2)
        note = hidden if row.people is None else ""
        if results.question.kind == Question.Kind.RANKING and not note:
            note = _("put first")
        yield row.cell.code, row.cell.label, row.people, share, note


def _note(results: QuestionResults) -> str:
    return mean_note(results.mean) if results.mean else ""


def mean_note(found: Mean) -> str:
    here = languages.current()
    mean = _("mean: %(mean)s") % {"mean": numbers.number(found.value, here)}
    if found.low is None or found.high is None:
        return mean
    return _("%(mean)s (95%% interval: %(low)s to %(high)s)") % {
        "mean": mean,
        "low": numbers.number(found.low, here),
        "high": numbers.number(found.high, here),
    }


def safe(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(STARTS_FORMULA):
        return f"'{value}"
    return value


def lines_by(view: View, results: SurveyResults) -> Iterator[list[object]]:
    """Yield a line for each answer and group; a question may have none."""
    yield [
        _("question code"),
        _("question"),
        _("row code"),
        _("row"),
        _("answer code"),
        _("answer"),
        _("group"),
        _("people"),
        _("share of those who answered"),
        _("note"),
    ]
    for figure in view.took_part:
        if view.chosen in {None, figure.column}:
            people = _("all who took part")
            yield [
                "",
                "",
                "",
                "",
                "",
                people,
                figure.column.label,
                figure.people,
                "",
                "",
            ]
    for question in results.questions:
        for part in view.parts.get(question.question.pk, []):
            yield from _part_lines(part)


def _part_lines(view: PartView) -> Iterator[list[object]]:
    part = view.part
    row = (part.row.code, part.row.label) if part.row else ("", "")
    name = (part.question.code, part.question.text, *row)
    means = dict(view.means)
    everybody = _("all who answered this question")
    for figure in view.answered:
        mean = means.get(figure.column)
        note = mean_note(mean) if mean else ""
        yield [*name, "", everybody, figure.column.label, figure.people, "", note]
    for line in view.lines:
        codes = " ".join(cell.code for cell in line.cells)
        for figure in line.figures:
            share = round(figure.share, 2)
            label = figure.column.label
            yield [*name, codes, line.label, label, figure.people, share, ""]
