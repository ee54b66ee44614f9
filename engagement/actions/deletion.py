"""Deleting a summary that was begun by mistake, before it was ever published."""

from django.db import transaction
from django.db.models import ProtectedError

from civic import activity
from civic.models import User
from engagement.models import Summary
from engagement.summary_refusals import (
    PublishedForGood,
    ScheduledStill,
    UsedElsewhere,
)


def refuse_deletion(summary: Summary) -> None:
    """Raise why it stays: it is or was public, or waits for its time."""
    if summary.is_published or summary.versions.exists():
        raise PublishedForGood(summary)
    if summary.status == Summary.Status.SCHEDULED:
        raise ScheduledStill(summary)


@transaction.atomic
def delete_summary(summary: Summary, *, actor: User | None) -> None:
    """Delete a draft with all that is written in it; what was logged stays.

    Refuses with ``PublishedForGood``, ``ScheduledStill`` and ``UsedElsewhere``.
    """
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    refuse_deletion(locked)
    activity.record(
        "deleted",
        locked,
        actor=actor,
        year=locked.year,
        season=locked.season,
        starts_on=locked.starts_on.isoformat(),
        ends_on=locked.ends_on.isoformat(),
        status=locked.status,
    )
    locked.commitments.all().delete()
    try:
        locked.delete()
    except ProtectedError as error:
        raise UsedElsewhere(locked) from error
