"""How many people answered surveys in a period, from their tallies.

They are no part of the people heard: nobody met them. Answers to a conversation guide
that staff wrote down are in the log and not counted here.
"""

import datetime as dt

from django.db import connection
from django.utils import timezone

from civic import disclosure
from engagement.evidence_parts import SurveyAnswered, labels_of
from surveys.models import Survey

# What is tallied and what waits to be, in one snapshot; each month apart, and of one
# that the period cuts both parts.
TOTALS = """
WITH answered AS (
    SELECT t.survey_id, t.collector_id, t.day, t.people
    FROM surveys_tally t WHERE t.question_id IS NULL
    UNION ALL
    SELECT r.survey_id, r.collector_id,
           (r.submitted_at AT TIME ZONE %(zone)s)::date, r.people
    FROM surveys_unfoldedresponse u JOIN surveys_response r ON r.id = u.response_id
    WHERE r.review_state <> 'excluded'
), parts AS (
    SELECT answered.survey_id, day BETWEEN %(first)s AND %(last)s AS is_within,
           sum(people) AS people
    FROM answered JOIN surveys_collector c ON c.id = collector_id
    WHERE c.kind <> 'conversation'
    GROUP BY answered.survey_id, is_within, date_trunc('month', day)
    HAVING sum(people) > 0
)
SELECT survey_id, (sum(people) FILTER (WHERE is_within))::bigint, min(people)::bigint
FROM parts GROUP BY survey_id HAVING bool_or(is_within)
"""


def surveys_between(first: dt.date, last: dt.date) -> tuple[SurveyAnswered, ...]:
    """Return the surveys answered on these days of the city, most answered first."""
    with connection.cursor() as cursor:
        zone = timezone.get_current_timezone_name()
        cursor.execute(TOTALS, {"first": first, "last": last, "zone": zone})
        totals = {survey: (people, least) for survey, people, least in cursor}
    surveys = Survey.objects.filter(pk__in=totals).order_by("slug")
    answered = [_answered(one, *totals[one.pk]) for one in surveys]
    return tuple(sorted(answered, key=lambda one: -(one.people or 0)))


def _answered(survey: Survey, people: int, least: int) -> SurveyAnswered:
    return SurveyAnswered(
        slug=survey.slug,
        labels=labels_of(survey, "title"),
        people=people,
        may_be_told=is_told_elsewhere(survey) and least >= disclosure.THRESHOLD,
    )


def is_told_elsewhere(survey: Survey) -> bool:
    """Whether anybody may know how many answered: not of one open with closed books."""
    return survey.has_public_results or not survey.is_open
