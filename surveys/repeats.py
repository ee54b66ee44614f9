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
# the bounds keep the comparison as small as the flood that it looks at. What somebody
# is reviewing at this moment is skipped: both would wait for each other.
FLAG = """
WITH lately AS MATERIALIZED (
    SELECT r.id, survey_id, collector_id, submitted_at, answers
    FROM surveys_response r JOIN surveys_survey s ON s.id = survey_id
    WHERE r.id = ANY(%(responses)s) AND review_state = 'accepted'
      AND purpose = 'survey' AND submitted_at > now() - interval '1 day'
      AND ((SELECT count(*) FROM jsonb_object_keys(answers)) >= %(answers)s
           OR jsonb_path_exists(answers,
              '$.* ? (@.type() == "string" && @ like_regex "^.{{{words},}}" flag "s")'))
), repeated AS (
    SELECT lately.id FROM lately WHERE EXISTS (
        SELECT FROM surveys_response earlier
        WHERE earlier.submitted_at >= (SELECT min(submitted_at) FROM lately)
                                      - make_interval(mins => %(minutes)s)
          AND earlier.survey_id = lately.survey_id
          AND earlier.collector_id = lately.collector_id
          AND earlier.answers = lately.answers
          AND earlier.id < lately.id
          AND earlier.submitted_at >= lately.submitted_at
                                      - make_interval(mins => %(minutes)s)
    )
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
