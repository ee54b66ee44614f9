"""Counting responses into tallies, each exactly once.

A database trigger queues every inserted response. Folding takes queued responses
that no other worker holds, deletes them from the queue and adds them to the tallies
in one transaction. Submitting only ever adds a row, so it waits for nobody.
"""

from collections.abc import Collection
from typing import Any, Literal

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from surveys.models import Survey, UnfoldedResponse

BATCH = 20_000

# Folding and corrections hold this lock together, rebuilding holds it alone.
LOCK = 0x7A11E5

# The cells that responses add to: one for the whole response, one for each answered
# question and, where answers are codes, one for each chosen code. A code repeated
# within one answer counts once. ``{which}`` says which responses are counted. Equal
# answers are counted before they are taken apart: they are many, and few differ. Were
# that not a step of its own, the planner would sort them all instead of hashing.
CELLS = """
WITH given AS NOT MATERIALIZED (
    SELECT survey_id, collector_id, language, district_id, people, answers,
           (submitted_at AT TIME ZONE %(zone)s)::date AS day
    FROM surveys_response r WHERE {which}
), equal_answers AS MATERIALIZED (
    SELECT survey_id, q.id AS question_id, collector_id, language, district_id, day,
           CASE WHEN q.kind IN ('short_text', 'long_text') THEN '[]'
                ELSE answer.value END AS value,
           sum(people) AS people, count(*) AS answers
    FROM given CROSS JOIN LATERAL jsonb_each(answers) AS answer
    JOIN surveys_question q USING (survey_id)
    WHERE q.code = answer.key AND answer.value NOT IN ('null', '""', '[]')
    GROUP BY survey_id, q.id, collector_id, language, district_id, day, 7
)
SELECT survey_id, NULL::bigint AS question_id, '' AS choice, collector_id, language,
       district_id, day, sum(people) AS people, count(*) AS answers
FROM given GROUP BY survey_id, collector_id, language, district_id, day
UNION ALL
SELECT survey_id, question_id, cell.choice, collector_id, language,
       district_id, day, sum(people), sum(answers)
FROM equal_answers CROSS JOIN LATERAL (
    SELECT '' AS choice
    UNION
    SELECT left(code #>> '{{}}', 40) FROM jsonb_path_query(value, '$[*]') AS code
) AS cell
GROUP BY survey_id, question_id, cell.choice, collector_id, language, district_id, day
"""

# In one order for all workers, so that none waits for another that waits for it.
ADD = """
INSERT INTO surveys_tally AS tally (survey_id, question_id, choice, collector_id,
                                    language, district_id, day, people, answers)
SELECT * FROM ({cells}) AS cells
ORDER BY survey_id, question_id, choice, collector_id, language, district_id, day
ON CONFLICT ON CONSTRAINT tally_cell_unique DO UPDATE
SET people = tally.people + excluded.people,
    answers = tally.answers + excluded.answers
"""

SUBTRACT = """
UPDATE surveys_tally AS tally
SET people = tally.people - cell.people, answers = tally.answers - cell.answers
FROM (
    SELECT t.id, cells.people, cells.answers
    FROM surveys_tally t JOIN ({cells}) AS cells ON (
        t.survey_id = cells.survey_id
        AND t.question_id IS NOT DISTINCT FROM cells.question_id
        AND t.choice = cells.choice AND t.collector_id = cells.collector_id
        AND t.language = cells.language
        AND t.district_id IS NOT DISTINCT FROM cells.district_id
        AND t.day = cells.day
    )
    ORDER BY t.survey_id, t.question_id, t.choice, t.collector_id, t.language,
             t.district_id, t.day
    FOR UPDATE OF t
) AS cell
WHERE tally.id = cell.id
"""

# Materialized, because a plan that runs the locking part again for each row would
# take more than the limit.
TAKE = """
WITH first AS MATERIALIZED (
    SELECT response_id FROM surveys_unfoldedresponse
    ORDER BY response_id LIMIT %s FOR UPDATE SKIP LOCKED
)
DELETE FROM surveys_unfoldedresponse queued USING first
WHERE queued.response_id = first.response_id RETURNING queued.response_id
"""

# One statement and so one snapshot: what it counts is what it takes from the queue.
RECOUNT = """
WITH taken AS (
    DELETE FROM surveys_unfoldedresponse queued USING surveys_response r
    WHERE r.id = queued.response_id AND r.survey_id = %(survey)s
)
{add}
"""

COMPARE = """
SELECT count(*) FROM (
    SELECT FROM (
        ({cells})
        UNION ALL
        SELECT survey_id, question_id, choice, collector_id, language, district_id,
               day, -people, -answers
        FROM surveys_tally
    ) AS both_counts
    GROUP BY survey_id, question_id, choice, collector_id, language, district_id, day
    HAVING sum(people) <> 0 OR sum(answers) <> 0
) AS differences
"""

SUM = """
SELECT question_id, choice, sum(people)::bigint FROM (
    SELECT question_id, choice, people FROM surveys_tally
    WHERE survey_id = %(survey)s
    UNION ALL
    SELECT question_id, choice, people FROM ({cells}) AS cells
) AS counted
GROUP BY question_id, choice
"""

IS_COUNTED = "r.review_state <> 'excluded'"
IS_AMONG = "r.id = ANY(%(responses)s)"
IS_OF_SURVEY = "r.survey_id = %(survey)s"
IS_QUEUED = "r.id IN (SELECT response_id FROM surveys_unfoldedresponse)"
IS_FOLDED = (
    "NOT EXISTS (SELECT FROM surveys_unfoldedresponse u WHERE u.response_id = r.id)"
)


def fold_responses(limit: int = BATCH) -> int:
    """Fold up to ``limit`` queued responses; return how many left the queue.

    Safe to run by several workers at once: each takes what no other holds.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
        cursor.execute(TAKE, [limit])
        taken = [response for (response,) in cursor.fetchall()]
        if taken:
            # A statement of its own sees a response as it is now that it is ours.
            _add(cursor, f"{IS_COUNTED} AND {IS_AMONG}", responses=taken)
    return len(taken)


def apply(responses: Collection[int], sign: Literal[1, -1]) -> None:
    """Add the responses to the tallies, or subtract them, in this transaction.

    For restoring (1) and excluding (-1): set their new state in the same transaction.
    Those still queued are left out, as folding will find them in their new state.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
        queued = UnfoldedResponse.objects.select_for_update().order_by("pk")
        waiting = set(queued.filter(pk__in=responses).values_list("pk", flat=True))
        folded = [response for response in responses if response not in waiting]
        if sign == 1:
            _add(cursor, IS_AMONG, responses=folded)
        else:
            subtract = SUBTRACT.format(cells=CELLS.format(which=IS_AMONG))
            cursor.execute(subtract, _parameters(responses=folded))


def rebuild_tallies(survey: Survey) -> None:
    """Count all responses of a survey afresh, while others go on submitting."""
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("DELETE FROM surveys_tally WHERE survey_id = %s", [survey.pk])
        cells = CELLS.format(which=f"{IS_COUNTED} AND {IS_OF_SURVEY}")
        recount = RECOUNT.format(add=ADD.format(cells=cells))
        cursor.execute(recount, _parameters(survey=survey.pk))


def count_differences() -> int:
    """Return how many cells differ between the tallies and a recount.

    Responses that wait in the queue belong to neither.
    """
    cells = CELLS.format(which=f"{IS_COUNTED} AND {IS_FOLDED}")
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        cursor.execute(COMPARE.format(cells=cells), _parameters())
        return cursor.fetchone()[0]


def people_by_choice(survey: Survey) -> dict[tuple[int | None, str], int]:
    """Return how many people gave each answer: the key is (question, choice code).

    (None, "") counts everybody who took part, (question, "") those who answered that
    question. What is not folded yet is counted with the rest, in one snapshot, so
    that a response is neither missed nor counted twice.
    """
    cells = CELLS.format(which=f"{IS_COUNTED} AND {IS_OF_SURVEY} AND {IS_QUEUED}")
    with transaction.atomic(), connection.cursor() as cursor:
        _begin(cursor)
        cursor.execute(SUM.format(cells=cells), _parameters(survey=survey.pk))
        return {
            (question, choice): people
            for question, choice, people in cursor.fetchall()
            if people
        }


def _begin(cursor: CursorWrapper) -> None:
    # The planner overrates JSON functions: it would compile queries and sort on disk.
    cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")


def _add(cursor: CursorWrapper, which: str, **parameters: object) -> None:
    add = ADD.format(cells=CELLS.format(which=which))
    cursor.execute(add, _parameters(**parameters))


def _parameters(**parameters: Any) -> dict[str, Any]:
    """Return the parameters of a query; days are those of the city."""
    return {"zone": settings.TIME_ZONE, **parameters}
