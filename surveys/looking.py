"""What the results page shows of a survey looked at by language, channel and so on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from civic import calendars, languages
from civic.breakdowns import Class, Table
from civic.models import District
from surveys.breakdowns import Breakdowns, By
from surveys.cells import Cell, Part, parts_of
from surveys.estimates import Mean, mean_of_scale
from surveys.models import Collector, Question, Survey
from surveys.tabulation import Tabulated, survey_key


@dataclass(frozen=True)
class Column:
    """Groups put together: ``code`` is the first one's, ``label`` names them all."""

    code: str
    label: str


@dataclass(frozen=True)
class Figure:
    """How many people of one column, and their share of those who answered in it."""

    column: Column
    people: int
    share: float


@dataclass(frozen=True)
class Line:
    """Answers put together, with a figure for each column."""

    cells: list[Cell]
    figures: list[Figure]

    @property
    def label(self) -> str:
        return " / ".join(cell.label for cell in self.cells)

    @property
    def shares(self) -> list[float]:
        return [figure.share for figure in self.figures]


@dataclass(frozen=True)
class PartView:
    """One table: lines of answers by columns of groups; no lines without codes.

    ``answered`` has who answered the question in each column, ``means`` has their
    mean where there is one.
    """

    part: Part
    lines: list[Line]
    answered: list[Figure]
    means: list[tuple[Column, Mean]]


@dataclass(frozen=True)
class View:
    """A survey looked at by one dimension; ``parts`` by their question's key.

    ``took_part`` has how many people of each column took part in the survey.
    """

    by: str
    columns: list[Column]
    took_part: list[Figure]
    parts: Mapping[int, list[PartView]]
    chosen: Column | None


def view_by(
    tabulated: Tabulated, made: Breakdowns, by: str, group: str = ""
) -> View | None:
    """Return the survey by dimension ``by``, or only the column that holds ``group``.

    None where nothing can be shown by it.
    """
    tables = made.tables.get(by, {})
    if not tables:
        return None
    classes = next(iter(tables.values())).groups
    columns = [_column(by, groups, tabulated.districts) for groups in classes]
    chosen = next(
        (
            column
            for column, groups in zip(columns, classes, strict=True)
            if group and group in groups
        ),
        None,
    )
    own = tables.get(survey_key(tabulated.survey))
    parts: dict[int, list[PartView]] = {}
    for question in tabulated.survey.questions:
        for part in parts_of(question):
            if part.key in tables:
                shown = _part(part, tables[part.key], columns, tabulated, made, by)
                parts.setdefault(question.pk, []).append(_only(shown, chosen))
    took_part = _figures(columns, own.answered, sum(own.answered)) if own else []
    if chosen:
        took_part = [figure for figure in took_part if figure.column == chosen]
    return View(by, columns, took_part, parts, chosen)


def _figures(columns: list[Column], people: tuple[int, ...], of: int) -> list[Figure]:
    return [
        Figure(column, n, n / of) for column, n in zip(columns, people, strict=True)
    ]


def _part(  # noqa: PLR0913, PLR0917 - what a table is shown with
    part: Part,
    table: Table,
    columns: list[Column],
    tabulated: Tabulated,
    made: Breakdowns,
    by: str,
) -> PartView:
    cells = {cell.code: cell for cell in tabulated.cells[part.question.pk]}
    lines = [
        Line(
            [cells[code] for code in codes if code in cells],
            [
                Figure(column, n, n / of)
                for column, n, of in zip(columns, people, table.answered, strict=True)
            ],
        )
        for codes, people in zip(table.answers, table.people, strict=True)
    ]
    means = _means(part, table, columns, tabulated.survey, made, by)
    answered = _figures(columns, table.answered, sum(table.answered))
    return PartView(part, lines, answered, means)


def _means(  # noqa: PLR0913, PLR0917 - what a table is shown with
    part: Part,
    table: Table,
    columns: list[Column],
    survey: Survey,
    made: Breakdowns,
    by: str,
) -> list[tuple[Column, Mean]]:
    design = survey.sample_design
    if part.question.kind == Question.Kind.NUMBER:
        # Squares are not kept by group, so there is no interval.
        means = [made.mean(part.key, by, groups) for groups in table.groups]
        return [
            (column, Mean(round(mean, 1)))
            for column, mean in zip(columns, means, strict=True)
        ]
    is_whole = all(len(codes) == 1 for codes in table.answers)
    if part.question.kind != Question.Kind.RATING or not is_whole:
        return []
    codes = [answers[0] for answers in table.answers]
    found = [
        (column, mean_of_scale(dict(zip(codes, people, strict=True)), design=design))
        for column, people in zip(columns, zip(*table.people, strict=True), strict=True)
    ]
    return [(column, mean) for column, mean in found if mean]


def _only(part: PartView, chosen: Column | None) -> PartView:
    """Return the table with one column left: a view onto the same figures."""
    if chosen is None:
        return part
    return PartView(
        part.part,
        [
            Line(line.cells, [one for one in line.figures if one.column == chosen])
            for line in part.lines
        ],
        [one for one in part.answered if one.column == chosen],
        [(column, mean) for column, mean in part.means if column == chosen],
    )


# Names of groups


def _column(by: str, groups: Class, districts: list[District]) -> Column:
    if by == By.MONTH:
        return Column(groups[0], _months(groups))
    names = {str(district.pk): district.name for district in districts}
    label = " / ".join(_name(by, group, names) for group in groups)
    return Column(groups[0], label)


def _name(by: str, group: str, districts: Mapping[str, str]) -> str:
    if by == By.LANGUAGE and group in languages.BY_CODE:
        return languages.name_of(group)
    if by == By.CHANNEL:
        return channel(group)
    return districts.get(group) or _("District not given")


def channel(kind: str) -> str:
    """How answers came in, as a reader says it."""
    names: dict[str, str] = {
        Collector.Kind.LINK: pgettext("channel", "On the web"),
        Collector.Kind.EVENT: pgettext("channel", "At an event"),
        Collector.Kind.KIOSK: pgettext("channel", "On a library tablet"),
        Collector.Kind.PAPER: pgettext("channel", "On paper"),
        Collector.Kind.CONVERSATION: pgettext("channel", "In conversation"),
    }
    return names.get(kind, kind)


def _months(groups: Class) -> str:
    """The months of the city's own calendar, as the reader's calendar names them."""
    first = dt.date.fromisoformat(f"{groups[0]}-01")
    year, month = divmod(int(groups[-1][:4]) * 12 + int(groups[-1][5:]), 12)
    last = dt.date(year, month + 1, 1) - dt.timedelta(days=1)
    return calendars.month_range(first, last, languages.current())
