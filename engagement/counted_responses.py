"""Remembering which responses a published summary and its findings count."""

from django.db import connection
from django.db.models import Q, QuerySet

from engagement.evidence import Evidence
from engagement.evidence_sets import responses_between, responses_of
from engagement.models import CountedResponse, Finding, Summary
from surveys.models import Response


def remember_counted(summary: Summary) -> None:
    """Write down which responses count in a summary and in each of its findings.

    Takes one whose evidence is frozen: of surveys those count whose number it tells.
    """
    CountedResponse.objects.filter(summary=summary).delete()
    _remember(_counted(summary), summary, None)
    for finding in summary.findings.all():
        remember_finding(finding)


def remember_finding(finding: Finding) -> None:
    """Write down which responses one finding rests on."""
    _remember(responses_of(finding), finding.summary, finding)


def _counted(summary: Summary) -> QuerySet[Response]:
    surveys = Evidence.from_json(summary.evidence).surveys if summary.evidence else ()
    told = [one.slug for one in surveys if one.people is not None]
    is_told = Q(conversation__isnull=False) | Q(survey__slug__in=told)
    return responses_between(summary.starts_on, summary.ends_on).filter(is_told)


def _remember(
    responses: QuerySet[Response], summary: Summary, finding: Finding | None
) -> None:
    """Copy the keys within the database, whatever their number."""
    chosen, params = responses.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {CountedResponse._meta.db_table}
                (summary_id, finding_id, response_id)
            SELECT %s, %s, counted.id FROM ({chosen}) AS counted(id)
            ON CONFLICT DO NOTHING
            """,  # noqa: S608 - the name of our own table, and SQL that Django made
            [summary.pk, finding.pk if finding else None, *params],
        )
