"""The same answers again within minutes: flagged for staff, never dropped.

A tablet on a bad network, a form reloaded and filled in alike, a program: staff see
which it was. Answers so short or so few that neighbors may well agree are left alone.
"""

from collections.abc import Collection

from django.db import connection

from surveys.flags import REPEATED

WITHIN_MINUTES = 10
TELLING_ANSWERS = 5
TELLING_WORDS = 15  # characters of one free text

# Only what came lately is compared: what is older was brought in from elsewhere, and
# the bounds keep the comparison as small as the flood that it looks at. Equal answers
# are found by sorting: a join could become one of each with each. What somebody is
# reviewing at this moment is skipped: both would wait for each other.
FLAG = """
WITH lately AS MATERIALIZED (
    SELECT r.id, survey_id, submitted_at
    FROM surveys_response r JOIN surveys_survey s ON s.id = survey_id
    WHERE r.id = ANY(%(responses)s) AND review_state = 'accepted'
      AND purpose = 'survey' AND submitted_at > now() - interval '1 day'
      AND ((SELECT count(*) FROM jsonb_object_keys(answers)) >= %(answers)s
           OR jsonb_path_exists(answers,
              '$.* ? (@.type() == "string" && @ like_regex "^.{{{words},}}" flag "s")'))
), since_last AS (
    SELECT id, submitted_at - lag(submitted_at) OVER (
        PARTITION BY survey_id, collector_id, md5(answers::text)
        ORDER BY submitted_at, id
    ) AS passed
    FROM surveys_response
    WHERE survey_id IN (SELECT survey_id FROM lately)
      AND submitted_at >= (SELECT min(submitted_at) FROM lately)
                          - make_interval(mins => %(minutes)s)
), repeated AS (
    SELECT id FROM lately JOIN since_last USING (id)
    WHERE passed <= make_interval(mins => %(minutes)s)
)
UPDATE surveys_response SET review_state = 'flagged', review_reason = %(reason)s
WHERE id IN (SELECT id FROM surveys_response WHERE id IN (SELECT id FROM repeated)
             FOR UPDATE SKIP LOCKED)
"""


def flag_repeats(responses: Collection[int]) -> int:
    """Flag those of ``responses`` that repeat an earlier one; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            FLAG.format(words=TELLING_WORDS),
            {
                "responses": list(responses),
                "answers": TELLING_ANSWERS,
                "minutes": WITHIN_MINUTES,
                "reason": REPEATED,
            },
        )
        return cursor.rowcount
