"""Reading the answers in words out of responses, one row each, and keeping them so.

``tallying`` calls it where it counts: under its lock and in its transaction, so that
the rows say what the responses say. They are brought up to date rather than made
anew, because themes hang on them: these stay where words are corrected, and go where
the words are taken away.
"""

# ruff: noqa: S608 - statements are put together from their own parts only

from typing import Any

from django.db.backends.utils import CursorWrapper

from surveys.models import OpenAnswer

_FOLLOW = "collector_id, district_id, text, language, people, day, is_counted"
_COLUMNS = f"response_id, question_id, {_FOLLOW}"


def _of(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in _FOLLOW.split(", "))


# The answers to questions in words, and what was typed for “other”. What is blank is
# none, nor is what no form lets through. ``{counted}`` says whether figures count it.
WORDS = """
SELECT r.id AS response_id, q.id AS question_id, r.collector_id, r.district_id,
       words.text, r.language, r.people,
       (r.submitted_at AT TIME ZONE %(zone)s)::date AS day, {counted} AS is_counted
FROM surveys_response r JOIN surveys_question q USING (survey_id)
CROSS JOIN LATERAL (
    SELECT r.answers -> (q.code || CASE WHEN q.has_other THEN '-other' ELSE '' END)
) AS answer(given)
CROSS JOIN LATERAL (SELECT given #>> '{{}}') AS words(text)
WHERE {which} AND (q.has_other OR q.kind IN ('short_text', 'long_text'))
    AND jsonb_typeof(given) = 'string' AND btrim(words.text, E' \\t\\n') <> ''
"""

# In one order for all workers, so that none waits for another that waits for it.
READ = f"""
INSERT INTO surveys_openanswer AS stored ({_COLUMNS})
SELECT {_COLUMNS} FROM ({WORDS}) AS found ORDER BY response_id, question_id
ON CONFLICT ON CONSTRAINT open_answer_once DO UPDATE
SET ({_FOLLOW}) = ROW ({_of("excluded")})
WHERE ({_of("stored")}) IS DISTINCT FROM ({_of("excluded")})
"""

GONE = f"""
SELECT stored.id FROM surveys_openanswer stored
JOIN surveys_response r ON r.id = stored.response_id
WHERE {{which}} AND NOT EXISTS (
    SELECT FROM ({WORDS}) AS found
    WHERE (response_id, question_id) = (stored.response_id, stored.question_id)
)
"""

UNCOUNT = """
UPDATE surveys_openanswer SET is_counted = FALSE
WHERE response_id = ANY(%(responses)s) AND is_counted
"""

DIFFERENCES = f"""
SELECT count(*) FROM ({WORDS}) AS found FULL JOIN (
    SELECT stored.* FROM surveys_openanswer stored
    JOIN surveys_question q ON q.id = stored.question_id
    WHERE q.survey_id = %(survey)s
) AS stored USING (response_id, question_id)
WHERE ({_of("found")}) IS DISTINCT FROM ({_of("stored")})
"""

BY_REVIEW = "r.review_state <> 'excluded'"

Parameters = dict[str, Any]


def read(
    cursor: CursorWrapper, which: str, parameters: Parameters, counted: str = BY_REVIEW
) -> None:
    """Bring the answers in words of ``which`` responses up to date."""
    cursor.execute(READ.format(which=which, counted=counted), parameters)


def remove_gone(cursor: CursorWrapper, which: str, parameters: Parameters) -> None:
    """Remove those that ``which`` responses no longer hold, with their themes."""
    cursor.execute(GONE.format(which=which, counted=BY_REVIEW), parameters)
    gone = [answer for (answer,) in cursor.fetchall()]
    OpenAnswer.objects.filter(pk__in=gone).delete()


def uncount(cursor: CursorWrapper, parameters: Parameters) -> None:
    """Leave the answers of excluded ``responses`` out of figures."""
    cursor.execute(UNCOUNT, parameters)


def count_differences(cursor: CursorWrapper, which: str, parameters: Parameters) -> int:
    """Return how many answers in words a survey has otherwise than it was answered."""
    cursor.execute(DIFFERENCES.format(which=which, counted=BY_REVIEW), parameters)
    return cursor.fetchone()[0]
