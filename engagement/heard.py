"""How many people were heard in each district and language, counted by the database.

People heard are those of ``engagement.evidence``: in talks and panels as many as each
entry stands for; at the boards of an event the notes under its fullest question, of
two equal ones that which was written on last.
"""

import datetime as dt
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from engagement.models import Conversation


class Heard(NamedTuple):
    """People heard in one language at events of one district, or of none."""

    district: int | None
    language: str
    people: int


# Numbers and texts that were passed over are no answers, as in the evidence
_COUNT = """
WITH entries AS (
    SELECT c.id, c.event_id, c.method, c.logged_at, e.district_id,
           r.survey_id, r.language, r.people, r.answers
    FROM engagement_outreachevent e
    JOIN engagement_conversation c ON c.event_id = e.id
    JOIN surveys_response r ON r.id = c.response_id
    WHERE e.starts_at >= %(first)s AND e.starts_at < %(after)s
        AND r.review_state <> 'excluded'
), boards AS (
    SELECT n.event_id, n.district_id, q.id AS question_id, n.language,
           sum(n.people) AS people, max(n.logged_at) AS latest, max(n.id) AS newest
    FROM entries n CROSS JOIN LATERAL jsonb_each(n.answers) AS answer
    JOIN surveys_question q ON q.survey_id = n.survey_id AND q.code = answer.key
    WHERE n.method = ANY(%(boards)s) AND q.kind <> 'information'
        AND answer.value NOT IN ('null', '""', '[]', '{}')
    GROUP BY n.event_id, n.district_id, q.id, n.language
), fullest AS (
    SELECT DISTINCT ON (event_id) event_id, question_id FROM boards
    GROUP BY event_id, question_id
    ORDER BY event_id, sum(people) DESC, max(latest) DESC, max(newest) DESC,
             question_id
)
SELECT district_id, language, sum(people)::bigint FROM (
    SELECT district_id, language, people FROM entries
    WHERE NOT method = ANY(%(boards)s)
    UNION ALL
    SELECT district_id, language, people FROM boards
    JOIN fullest USING (event_id, question_id)
) heard
GROUP BY district_id, language
"""


def people_heard(first: dt.date, last: dt.date) -> list[Heard]:
    """Count the log of the events that began from ``first`` to ``last``; one query.

    Exact, for staff only. Not counted: excluded responses.
    """
    span: dict[str, Any] = {
        "first": _beginning_of(first),
        "after": _beginning_of(last + dt.timedelta(days=1)),
        "boards": [str(method) for method in Conversation.BOARDS],
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, span)
        return [Heard(*row) for row in cursor.fetchall()]


def _beginning_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
