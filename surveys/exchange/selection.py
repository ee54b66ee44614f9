"""Which responses are exported, and the SQL that reads their columns.

The database takes the answers apart, puts labels in the place of codes and writes the
lines itself: a million responses never become Python objects.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from psycopg.sql import SQL, Composable, Identifier, Literal
from psycopg.types.json import Jsonb

from surveys.exchange.columns import Column, Shape, best, columns_of
from surveys.models import Collector, Response, Survey

CHUNK = 64 * 1024  # bytes
ROWS_AT_ONCE = 2000
# Cells beginning so are formulas to a spreadsheet, full-width signs in some languages.
STARTS_FORMULA = "=+-@\t\r\n＝＋－＠"
# Left out of every file but JSON, which escapes them: all but tab and line breaks.
CONTROLS = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), 0x7F]))


@dataclass(frozen=True)
class Selection:
    """What is exported of ``survey``, in whose words.

    Excluded responses are left out unless ``with_excluded``.
    """

    survey: Survey
    language: str
    has_codes: bool = False
    all_versions: bool = False
    with_excluded: bool = False

    @cached_property
    def versions(self) -> list[Survey]:
        """The survey, or all its versions, the newest first."""
        surveys = Survey.objects.with_questions().order_by("-version")
        if self.all_versions:
            return list(surveys.filter(family=self.survey.family))
        return list(surveys.filter(pk=self.survey.pk))

    @cached_property
    def columns(self) -> list[Column]:
        return columns_of(self.versions)

    def responses(self) -> QuerySet[Response]:
        found = Response.objects.filter(survey__in=[one.pk for one in self.versions])
        return found if self.with_excluded else found.counted()

    def count(self) -> int:
        """Return the number of rows there will be."""
        return self.responses().count()

    def label(self, texts: dict[str, str]) -> str:
        return best(texts, self.language)


def query(
    selection: Selection,
    *,
    is_labeled: bool,
    is_guarded: bool = False,
    more: Sequence[Composable] = (),
) -> Composable:
    """Return the SELECT of all columns, each under its name, in order of arrival.

    Guarded text is safe to open in a spreadsheet: an apostrophe stands before what
    would be a formula. ``more`` expressions come behind the columns.
    """
    fields = [
        SQL("{} AS {}").format(
            _expression(
                column, selection, is_labeled=is_labeled, is_guarded=is_guarded
            ),
            Identifier(column.name),
        )
        for column in selection.columns
    ]
    kept = (
        SQL("") if selection.with_excluded else SQL(" AND review_state <> 'excluded'")
    )
    return SQL(
        "SELECT {} FROM surveys_response r{} WHERE survey_id = ANY({}){} ORDER BY id"
    ).format(
        SQL(", ").join([*fields, *more]),
        SQL("").join(_rankings(selection)),
        Literal([survey.pk for survey in selection.versions]),
        kept,
    )


def copied(statement: Composable) -> Iterator[bytes]:
    """Yield the output of a COPY … TO STDOUT as it comes, in larger pieces."""
    piece = bytearray()
    with _reading(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        for line in copy:
            piece += line
            if len(piece) >= CHUNK:
                yield bytes(piece)
                piece.clear()
    yield bytes(piece)


def rows(statement: Composable) -> Iterator[tuple[Any, ...]]:
    """Yield rows from a server-side cursor."""
    with _reading(), connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while found := cursor.fetchmany(ROWS_AT_ONCE):
            yield from found


@contextmanager
def _reading() -> Iterator[None]:
    """A transaction in which hundreds of expressions are not compiled first."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off")
        yield


# Expressions


def _expression(
    column: Column, selection: Selection, *, is_labeled: bool, is_guarded: bool
) -> Composable:
    value = _EXPRESSIONS[column.shape](column, selection)
    if column.shape.is_number or column.shape.is_date:
        return value
    plain = _guarded(value) if is_guarded else value
    if not (is_labeled and column.is_coded and column.shape != Shape.LIST):
        return plain
    labels = {
        one.code: _safe(selection.label(one.label), is_guarded=is_guarded)
        for one in column.values
    }
    return SQL("coalesce({}::jsonb ->> ({}), {})").format(
        Literal(Jsonb(labels)), value, plain
    )


def _guarded(value: Composable) -> Composable:
    first = SQL("nullif(left({}, 1), '')").format(value)
    return SQL("repeat('''', least(strpos({}, {}), 1)) || {}").format(
        # A control character goes later, and what comes behind it begins the cell.
        Literal(STARTS_FORMULA + CONTROLS),
        first,
        value,
    )


def _safe(text: str, *, is_guarded: bool) -> str:
    return f"'{text}" if is_guarded and text.startswith(tuple(STARTS_FORMULA)) else text


Expression = Callable[[Column, Selection], Composable]


def _own(column: Column, selection: Selection) -> Composable:
    return {
        "response_number": lambda: SQL("r.id"),
        "survey_version": lambda: _mapped(
            SQL("r.survey_id"),
            {one.pk: one.version for one in selection.versions},
            "int",
        ),
        "response_language": lambda: SQL("r.language::text"),
        "response_channel": lambda: _of_collector(selection, "kind"),
        "response_collector": lambda: _of_collector(selection, "slug"),
        "response_people": lambda: SQL("r.people"),
        "response_review": lambda: SQL("r.review_state::text"),
        "response_day": lambda: SQL(
            "(r.submitted_at AT TIME ZONE {})::date::text"
        ).format(Literal(settings.TIME_ZONE)),
    }[column.name]()


def _of_collector(selection: Selection, name: str) -> Composable:
    found = Collector.objects.filter(survey__in=selection.versions)
    return _mapped(SQL("r.collector_id"), dict(found.values_list("pk", name)), "text")


def _mapped(key: Composable, values: dict[int, Any], cast: str) -> Composable:
    """Look a number up in a constant: cheaper than a join, and the order stays."""
    known = {str(number): value for number, value in values.items()}
    return SQL("({}::jsonb ->> {}::text)::{}").format(
        Literal(Jsonb(known)), key, SQL(cast)
    )


def _code(column: Column, _selection: Selection) -> Composable:
    return SQL("(r.answers ->> {})").format(Literal(column.code))


def _cell(column: Column, _selection: Selection) -> Composable:
    return SQL("(r.answers -> {} ->> {})").format(
        Literal(column.code), Literal(column.part)
    )


def _other_words(column: Column, _selection: Selection) -> Composable:
    return SQL("(r.answers ->> {})").format(Literal(f"{column.code}-other"))


def _number(column: Column, _selection: Selection) -> Composable:
    code = Literal(column.code)
    return SQL(
        "CASE WHEN jsonb_typeof(r.answers -> {}) = 'number'"
        " THEN (r.answers -> {})::numeric END"
    ).format(code, code)


def _tick(column: Column, selection: Selection) -> Composable:
    """0 where the box was left alone, NULL where it may not have been shown at all."""
    always = [
        survey.pk
        for survey in selection.versions
        if survey.pk in column.survey_ids and _is_always_shown(survey, column)
    ]
    return SQL(
        "CASE WHEN r.answers ? {} THEN 1"
        " WHEN r.survey_id = ANY({}::bigint[]) THEN 0 END"
    ).format(Literal(column.code), Literal(always))


def _is_always_shown(survey: Survey, column: Column) -> bool:
    return any(
        question.code == column.code and not question.shown_if and not page.shown_if
        for page in survey.pages.all()
        for question in page.questions.all()
    )


def _pick(column: Column, selection: Selection) -> Composable:
    code = Literal(column.code)
    picked = SQL(
        "CASE WHEN r.answers ? {} THEN (r.answers -> {} ? {})::int END"
    ).format(code, code, Literal(column.part))
    if len(column.survey_ids) == len(selection.versions):
        return picked
    return SQL("CASE WHEN r.survey_id = ANY({}) THEN {} END").format(
        Literal(column.survey_ids), picked
    )


def _rank(column: Column, selection: Selection) -> Composable:
    return SQL("array_position({}.codes, {})").format(
        _ranking_name(column), Literal(column.part)
    )


def _list(column: Column, _selection: Selection) -> Composable:
    return SQL("array_to_string({}, ' ')").format(_codes(Literal(column.code)))


def _codes(code: Literal) -> Composable:
    """The codes of a list, in its order; none where the answer is no list."""
    return SQL(
        "ARRAY(SELECT jsonb_array_elements_text(CASE WHEN"
        " jsonb_typeof(r.answers -> {}) = 'array' THEN r.answers -> {} END))"
    ).format(code, code)


def _ranking_name(column: Column) -> Composable:
    return Identifier(f"ranking {column.code}")


def _rankings(selection: Selection) -> Iterator[Composable]:
    """Join the list of each ranking, once for all its columns.

    OFFSET keeps the planner from copying the list into each of them.
    """
    ranked = {
        column.code: column
        for column in selection.columns
        if column.shape == Shape.RANK
    }
    for code, column in ranked.items():
        yield SQL(" CROSS JOIN LATERAL (SELECT {} AS codes OFFSET 0) AS {}").format(
            _codes(Literal(code)), _ranking_name(column)
        )


_EXPRESSIONS: dict[Shape, Expression] = {
    Shape.OWN: _own,
    Shape.OWN_NUMBER: _own,
    Shape.OWN_DATE: _own,
    Shape.CODE: _code,
    Shape.DATE: _code,
    Shape.CELL: _cell,
    Shape.WORDS: _code,
    Shape.OTHER_WORDS: _other_words,
    Shape.NUMBER: _number,
    Shape.SCALE: _number,
    Shape.TICK: _tick,
    Shape.PICK: _pick,
    Shape.RANK: _rank,
    Shape.LIST: _list,
}
