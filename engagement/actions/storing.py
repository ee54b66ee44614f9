"""Storing rows of the log: what is there already stays as it is."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from civic import receipts
from civic.models import User
from engagement.actions.entries import ConversationEntry
from engagement.actions.slips import refuse_slips_taken
from engagement.models import Conversation, OutreachEvent
from surveys.actions import SubmissionMismatch, unsaved_response
from surveys.models import Collector, Response, Survey


class Row(NamedTuple):
    """One entry with all that it belongs to; ``staff`` is who wrote it down."""

    event: OutreachEvent
    guide: Survey
    collector: Collector
    entry: ConversationEntry
    staff: User


def store_rows(rows: Sequence[Row]) -> list[tuple[Conversation, bool]]:
    """Store what is new of ``rows``; return each with whether it is new.

    As many statements for many rows as for one. A submission that belongs to another
    event, guide or person raises SubmissionMismatch, a receipt slip that another entry
    has ValidationError.
    """
    responses = [_response(row) for row in rows]
    refuse_slips_taken(
        {
            one.submission: row.entry.slip
            for row, one in zip(rows, responses, strict=True)
        }
    )
    new = {id(one) for one in Response.objects.insert_new(responses)}
    pairs = list(zip(rows, responses, strict=True))
    made = Conversation.objects.bulk_create(
        _conversation(row, response) for row, response in pairs if id(response) in new
    )
    fresh = {one.response.submission: one for one in made}
    before = [(row, one) for row, one in pairs if id(one) not in new]
    found = _stored_before(one.submission for _row, one in before)
    for row, response in before:
        _refuse_mismatch(row, found.get(response.submission))
    return [
        (fresh[one.submission], True)
        if id(one) in new
        else (found[one.submission], False)
        for one in responses
    ]


def _response(row: Row) -> Response:
    entry = row.entry
    response = unsaved_response(
        row.guide,
        collector=row.collector,
        submission=entry.submission,
        answers=dict(entry.answers),
        language=entry.language,
        people=entry.people,
        started_at=entry.started_at,
        submitted_at=entry.made_at,
    )
    if entry.slip:
        response.receipt_hash = receipts.hash_code(entry.slip)
    return response


def _conversation(row: Row, response: Response) -> Conversation:
    entry = row.entry
    return Conversation(
        response=response,
        event=row.event,
        staff=row.staff,
        branch=entry.branch,
        method=entry.method,
        quotation=entry.quotation,
        quotation_consent=entry.quotation_consent,
        reading=entry.reading,
        wants_follow_up=entry.wants_follow_up,
        edits=entry.edits,
    )


def _stored_before(submissions: Iterable[UUID]) -> dict[UUID, Conversation]:
    wanted = list(submissions)
    if not wanted:
        return {}
    entries = Conversation.objects.filter(response__submission__in=wanted)
    return {one.response.submission: one for one in entries.select_related("response")}


def _refuse_mismatch(row: Row, stored: Conversation | None) -> None:
    if stored is None or (
        stored.event_id,
        stored.staff_id,
        stored.response.survey_id,
    ) != (row.event.pk, row.staff.pk, row.guide.pk):
        raise SubmissionMismatch
