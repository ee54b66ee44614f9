"""What changes answers: saving drafts and storing responses.

A ``submission`` is the id that a form carries. Its draft has that id, its response
only a hash of it: see ``civic.receipts``.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import timezone

from civic import prepared, receipts
from civic.models import District
from surveys.models import Collector, Draft, Question, Response, Survey

DRAFT_LIFETIME = dt.timedelta(days=14)
PURGED_AT_ONCE = 1000


class SubmissionMismatch(Exception):
    """A submission id came again for another survey or collector."""


def submit_response(  # noqa: PLR0913 - one keyword for each thing that is kept
    survey: Survey,
    *,
    collector: Collector,
    submission: UUID,
    answers: Mapping[str, object],
    language: str,
    started_at: dt.datetime,
    people: int = 1,
    submitted_at: dt.datetime | None = None,
    flags: Iterable[str] = (),
) -> tuple[Response, bool]:
    """Store one set of answers, once, and remove its draft in the same statement.

    Return the response and whether it is new: the same ``submission`` again returns
    the stored one untouched. Raise SubmissionMismatch if that one belongs to another
    survey or collector. ``flags`` are reasons for staff to look at it; it counts all
    the same.
    """
    response = unsaved_response(
        survey,
        collector=collector,
        submission=submission,
        answers=answers,
        language=language,
        started_at=started_at,
        people=people,
        submitted_at=submitted_at,
        flags=flags,
    )
    if Response.objects.insert_once(response, draft=submission):
        return response, True
    return _stored(response), False


def unsaved_response(  # noqa: PLR0913 - as submit_response
    survey: Survey,
    *,
    collector: Collector,
    submission: UUID,
    answers: Mapping[str, object],
    language: str,
    started_at: dt.datetime,
    people: int = 1,
    submitted_at: dt.datetime | None = None,
    flags: Iterable[str] = (),
) -> Response:
    """Return one set of answers as it is stored; see ``submit_response``.

    The district is read from the answer to the district question.
    """
    reasons = ", ".join(flags)
    return Response(
        submission=receipts.stored_id(submission),
        survey=survey,
        collector=collector,
        language=language,
        district_id=_district_id(survey, answers),
        people=people,
        answers=dict(answers),
        receipt_hash=receipts.hash_code(receipts.code_for(submission)),
        review_state=Response.ReviewState.FLAGGED
        if reasons
        else Response.ReviewState.ACCEPTED,
        review_reason=reasons,
        started_at=started_at,
        submitted_at=submitted_at or timezone.now(),
    )


def _stored(repeated: Response) -> Response:
    stored = Response.objects.get(submission=repeated.submission)
    if (stored.survey_id, stored.collector_id) != (
        repeated.survey_id,
        repeated.collector_id,
    ):
        raise SubmissionMismatch
    return stored


def _district_id(survey: Survey, answers: Mapping[str, object]) -> int | None:
    """The district named in the answers; the ids are kept with a warm survey."""
    code = next(
        (
            answers[question.code]
            for question in survey.questions
            if question.kind == Question.Kind.DISTRICT and question.code in answers
        ),
        None,
    )
    if code is None:
        return None
    known = survey.__dict__.setdefault("_district_ids", {})
    if code not in known:
        known[code] = District.objects.values_list("pk", flat=True).get(code=code)
    return known[code]


def save_draft(
    survey: Survey,
    *,
    collector: Collector,
    submission: UUID,
    sent: Mapping[str, list[str]],
    started_at: dt.datetime,
) -> Draft | None:
    """Keep what was sent for some fields, right or wrong, beside what is kept already.

    Return the whole draft; None if the submission is a response already or belongs
    to another survey. Concurrent saves of different pages lose nothing: the database
    merges them.
    """
    table, responses = Draft._meta.db_table, Response._meta.db_table
    row = prepared.fetch_one(
        f"""
        INSERT INTO {table}
            (submission, survey_id, collector_id, answers, started_at, saved_at)
        SELECT %(submission)s, %(survey)s, %(collector)s, %(sent)s::jsonb,
               %(started_at)s, %(now)s
        WHERE NOT EXISTS
            (SELECT 1 FROM {responses} WHERE submission = %(stored)s)
        ON CONFLICT (submission) DO UPDATE
            SET answers = {table}.answers || EXCLUDED.answers,
                saved_at = EXCLUDED.saved_at
            WHERE {table}.survey_id = EXCLUDED.survey_id
        RETURNING collector_id, answers, started_at, saved_at
        """,  # noqa: S608 - only names of our own tables are put in
        {
            "submission": submission,
            "stored": receipts.stored_id(submission),
            "survey": survey.pk,
            "collector": collector.pk,
            "sent": json.dumps(sent),
            "started_at": started_at,
            "now": timezone.now(),
        },
    )
    return Draft.from_row(submission, survey, row) if row else None


def purge_drafts(*, now: dt.datetime | None = None) -> int:
    """Delete drafts that nobody came back to, and those sent; return how many.

    A page that is saved in the very moment in which another tab sends the survey
    leaves a draft behind, and with it the id that the receipt's code is made from.
    """
    limit = (now or timezone.now()) - DRAFT_LIFETIME
    deleted, _by_model = Draft.objects.filter(saved_at__lt=limit).delete()
    drafts = list(Draft.objects.values_list("submission", flat=True))
    for at in range(0, len(drafts), PURGED_AT_ONCE):
        deleted += _purge_sent(drafts[at : at + PURGED_AT_ONCE])
    return deleted


def _purge_sent(drafts: list[UUID]) -> int:
    stored = {receipts.stored_id(draft): draft for draft in drafts}
    sent = Response.objects.filter(submission__in=stored)
    ids = [stored[one] for one in sent.values_list("submission", flat=True)]
    deleted, _by_model = Draft.objects.filter(pk__in=ids).delete()
    return deleted
