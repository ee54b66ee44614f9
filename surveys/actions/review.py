"""Staff look at responses that were flagged, exclude them and take them back in."""

from collections.abc import Collection

from django.db import transaction

from civic.activity import record
from civic.models import User
from surveys import tallying
from surveys.models import Response, ResponseReview, Survey

State = Response.ReviewState


@transaction.atomic
def review_responses(
    survey: Survey,
    *,
    responses: Collection[int],
    state: str,
    actor: User | None,
    note: str = "",
) -> int:
    """Put ``responses`` of ``survey`` into ``state``; return how many it changed.

    The figures follow in the same transaction. Those of other surveys, and those that
    are in that state already, are left as they are.
    """
    locked = list(
        Response.objects.locked()
        .filter(survey=survey, pk__in=responses)
        .exclude(review_state=state)
        .order_by("pk")
    )
    if not locked:
        return 0
    _count_anew(locked, state)
    ResponseReview.objects.bulk_create(
        ResponseReview(
            response=response,
            state_before=response.review_state,
            state_after=state,
            note=note,
            reviewer=actor,
        )
        for response in locked
    )
    changed = [response.pk for response in locked]
    Response.objects.filter(pk__in=changed).update(review_state=state)
    record("reviewed_responses", survey, actor=actor, state=state, responses=changed)
    return len(changed)


def _count_anew(responses: list[Response], state: str) -> None:
    """Take out of the figures what ``state`` excludes; put in what it restores."""
    if state == State.EXCLUDED:
        tallying.apply([one.pk for one in responses], -1)
        return
    excluded = [one.pk for one in responses if one.review_state == State.EXCLUDED]
    if excluded:
        tallying.apply(excluded, 1)
