"""Counting responses into tallies and their sums, each exactly once.

A database trigger queues every inserted response. Folding takes queued responses
that no other worker holds, deletes them from the queue, adds them to the tallies and
reads their answers in words, in one transaction. Submitting only ever adds a row, so
it waits for nobody.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.errors import LockNotAvailable

from surveys import counting_sql as sql
from surveys import open_answers
from surveys.models import Survey, UnfoldedResponse
from surveys.repeats import flag_repeats

BATCH = 20_000
FEW = 500

# Folding and corrections hold this lock together, rebuilding holds it alone.
LOCK = 0x7A11E5

IS_COUNTED = "r.review_state <> 'excluded'"
IS_AMONG = "r.id = ANY(%(responses)s)"
IS_OF_SURVEY = "r.survey_id = %(survey)s"
IS_QUEUED = "r.id IN (SELECT response_id FROM surveys_unfoldedresponse)"
IS_FOLDED = (
    "NOT EXISTS (SELECT FROM surveys_unfoldedresponse u WHERE u.response_id = r.id)"
)

# A question's id, None for the whole response, and the key of one of its answers
Key = tuple[int | None, str]


@dataclass(frozen=True)
class Figures:
    """People who gave an answer; of numbers also the sums of value and square."""

    people: int = 0
    points: Decimal = Decimal(0)
    squares: Decimal = Decimal(0)


NOTHING = Figures()


@dataclass(frozen=True)
class Counts:
    """What one survey's responses add up to, in one snapshot.

    ``overall`` is of all responses together, ``by_group`` of each group of each
    dimension (see ``TallySum``). The key (None, "") counts everybody who took part,
    (question, "") those who answered that question.
    """

    overall: dict[Key, Figures]
    by_group: dict[str, dict[str, dict[Key, Figures]]]

    def people(self, question: int | None, choice: str = "") -> int:
        return self.overall.get((question, choice), NOTHING).people


def fold_responses(limit: int = BATCH) -> int:
    """Fold up to ``limit`` queued responses; return how many left the queue.

    Safe to run by several workers at once: each takes what no other holds.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
        cursor.execute(sql.TAKE, [limit])
        taken = [response for (response,) in cursor.fetchall()]
        if taken:
            # A statement of its own sees a response as it is now that it is ours.
            which = f"{IS_COUNTED} AND {IS_AMONG}"
            _change(cursor, sql.ADD, which, responses=taken)
            open_answers.read(cursor, IS_AMONG, _parameters(responses=taken))
            flag_repeats(taken)
    return len(taken)


def fold_a_few() -> None:
    """Fold what waits if it is little, for staff who look for what they just logged.

    Nobody waits long for it: what is much, or at work elsewhere, comes by itself.
    """
    waiting = UnfoldedResponse.objects.all()[: FEW + 1].count()
    if not 0 < waiting <= FEW:
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
            fold_responses(FEW)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise


def apply(responses: Collection[int], sign: Literal[1, -1]) -> None:
    """Add the responses to the figures, or subtract them, in this transaction.

    For restoring (1) and excluding (-1): set their new state in the same transaction.
    Those still queued are left out, as folding will find them in their new state.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        parameters = _parameters(responses=_folded(cursor, responses))
        change = sql.ADD if sign == 1 else sql.SUBTRACT
        _change(cursor, change, IS_AMONG, **parameters)
        if sign == 1:
            open_answers.read(cursor, IS_AMONG, parameters, counted="TRUE")
            open_answers.remove_gone(cursor, IS_AMONG, parameters)
        else:
            open_answers.uncount(cursor, parameters)


def read_words_again(responses: Collection[int]) -> None:
    """Follow a correction of responses that no figure counts, in this transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        parameters = _parameters(responses=_folded(cursor, responses))
        open_answers.read(cursor, IS_AMONG, parameters)
        open_answers.remove_gone(cursor, IS_AMONG, parameters)


def _folded(cursor: CursorWrapper, responses: Collection[int]) -> list[int]:
    """Return those of ``responses`` that left the queue; none leaves it meanwhile."""
    _begin(cursor)
    cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
    queued = UnfoldedResponse.objects.select_for_update().order_by("pk")
    waiting = set(queued.filter(pk__in=responses).values_list("pk", flat=True))
    return [response for response in responses if response not in waiting]


def rebuild_tallies(survey: Survey) -> None:
    """Count all responses of a survey afresh, while others go on submitting."""
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for table in ("surveys_tally", "surveys_tallysum"):
            cursor.execute(f"DELETE FROM {table} WHERE survey_id = %s", [survey.pk])  # noqa: S608 - our own tables
        cells = sql.CELLS.format(which=f"{IS_COUNTED} AND {IS_OF_SURVEY}")
        recount = sql.RECOUNT.format(add=sql.ADD.format(cells=cells))
        parameters = _parameters(survey=survey.pk)
        cursor.execute(recount, parameters)
        which = f"{IS_OF_SURVEY} AND {IS_FOLDED}"
        open_answers.read(cursor, which, parameters)
        open_answers.remove_gone(cursor, which, parameters)


def count_differences(surveys: Iterable[Survey] | None = None) -> int:
    """Return how many cells, and answers in words, differ from a recount.

    One statement each for each survey. Responses that wait belong to neither.
    """
    folded = f"{IS_OF_SURVEY} AND {IS_FOLDED}"
    cells = sql.CELLS.format(which=f"{IS_COUNTED} AND {folded}")
    differences = 0
    for survey in Survey.objects.order_by("pk") if surveys is None else surveys:
        with transaction.atomic(), connection.cursor() as cursor:
            _begin(cursor)
            parameters = _parameters(survey=survey.pk)
            cursor.execute(sql.COMPARE.format(cells=cells), parameters)
            differences += cursor.fetchone()[0]
            differences += open_answers.count_differences(cursor, folded, parameters)
    return differences


def counts_of(survey: Survey) -> Counts:
    """Return what the survey's responses add up to, those not folded yet included."""
    which = f"{IS_COUNTED} AND {IS_OF_SURVEY} AND {IS_QUEUED}"
    read = sql.READ.format(cells=sql.CELLS.format(which=which))
    counts = Counts({}, {})
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        cursor.execute(read, _parameters(survey=survey.pk))
        for question, choice, dimension, group, people, *sums in cursor.fetchall():
            # Equal sums are to look equal, however many zeros stand behind them.
            figures = Figures(people, *(one.normalize() for one in sums))
            place = counts.overall
            if dimension:
                groups = counts.by_group.setdefault(dimension, {})
                place = groups.setdefault(group, {})
            place[question, choice] = figures
    return counts


def _begin(cursor: CursorWrapper) -> None:
    # The planner overrates JSON functions: it would compile queries and sort on disk.
    cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")


def _change(
    cursor: CursorWrapper, change: str, which: str, **parameters: object
) -> None:
    statement = change.format(cells=sql.CELLS.format(which=which))
    cursor.execute(f"WITH {statement}", _parameters(**parameters))


def _parameters(**parameters: Any) -> dict[str, Any]:
    """Return the parameters of a query; days are those of the city."""
    return {"zone": settings.TIME_ZONE, **parameters}
