"""The same answers again within minutes: flagged for staff, never dropped.

A tablet on a bad network, a form reloaded and filled in alike, a program: staff see
which it was. Answers so short or so few that neighbors may well agree are left alone.
"""

from collections.abc import Collection

from django.db import connection

from surveys.flags import REPEATED as REPEATED_FLAG

WITHIN_MINUTES = 10
TELLING_ANSWERS = 5
TELLING_WORDS = 15  # characters of one free text

# Three statements without a join between what is new and what came before: the planner
# knows little of rows that were just written, and would compare each with each.

# Only what came lately is compared: what is older was brought in from elsewhere.
LATELY = """
SELECT array_agg(DISTINCT survey_id), min(submitted_at)
FROM surveys_response r JOIN surveys_survey s ON s.id = survey_id
WHERE r.id = ANY(%(responses)s) AND review_state = 'accepted'
  AND purpose = 'survey' AND submitted_at > now() - interval '1 day'
"""

REPEATED = """
SELECT id FROM (
    SELECT id, answers, submitted_at,
           id = ANY(%(responses)s) AND review_state = 'accepted' AS is_new,
           submitted_at - lag(submitted_at) OVER (
               PARTITION BY survey_id, collector_id, md5(answers::text)
               ORDER BY submitted_at, id
           ) AS passed
    FROM surveys_response
    WHERE survey_id = ANY(%(surveys)s)
      AND submitted_at >= %(since)s - make_interval(mins => %(minutes)s)
) AS compared
WHERE is_new AND passed <= make_interval(mins => %(minutes)s)
  AND submitted_at >= %(since)s
  AND ((SELECT count(*) FROM jsonb_object_keys(answers)) >= %(answers)s
       OR jsonb_path_exists(answers,
          '$.* ? (@.type() == "string" && @ like_regex "^.{{{words},}}" flag "s")'))
"""

# What somebody is reviewing at this moment is skipped: both would wait for each other.
FLAG = """
UPDATE surveys_response SET review_state = 'flagged', review_reason = %(reason)s
WHERE id IN (SELECT id FROM surveys_response WHERE id = ANY(%(repeated)s)
             FOR UPDATE SKIP LOCKED)
"""


def flag_repeats(responses: Collection[int]) -> int:
    """Flag those of ``responses`` that repeat an earlier one; return how many."""
    new = list(responses)
    with connection.cursor() as cursor:
        cursor.execute(LATELY, {"responses": new})
        surveys, since = cursor.fetchone()
        if not surveys:
            return 0
        cursor.execute(
            REPEATED.format(words=TELLING_WORDS),
            {
                "responses": new,
                "surveys": surveys,
                "since": since,
                "answers": TELLING_ANSWERS,
                "minutes": WITHIN_MINUTES,
            },
        )
        repeated = [response for (response,) in cursor.fetchall()]
        if repeated:
            cursor.execute(FLAG, {"repeated": repeated, "reason": REPEATED_FLAG})
    return len(repeated)
