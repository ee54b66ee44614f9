"""Remembering which responses a published summary and its findings count."""

from django.db import connection
from django.db.models import QuerySet

from engagement.evidence_sets import responses_of
from engagement.models import CountedResponse, Finding, Summary
from surveys.models import Response


def remember_counted(summary: Summary) -> None:
    """Write down which responses count in a summary and in each of its findings."""
    CountedResponse.objects.filter(summary=summary).delete()
    logged = Response.objects.counted().filter(
        conversation__event__starts_at__date__range=(
            summary.starts_on,
            summary.ends_on,
        )
    )
    _remember(logged, summary, None)
    for finding in summary.findings.all():
        remember_finding(finding)


def remember_finding(finding: Finding) -> None:
    """Write down which responses one finding rests on."""
    _remember(responses_of(finding), finding.summary, finding)


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
