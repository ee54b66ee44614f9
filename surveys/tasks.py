"""Background work of the surveys."""

from celery import shared_task

from surveys import actions, tallying


@shared_task
def fold_responses() -> None:
    """Fold what waits in the queue; several may run at once, or twice."""
    while tallying.fold_responses():
        pass


@shared_task
def purge_drafts() -> None:
    """Delete drafts that nobody came back to."""
    actions.purge_drafts()
