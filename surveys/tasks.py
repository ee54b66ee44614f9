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
    """Delete drafts that nobody came back to, and those that were sent."""
    actions.purge_drafts()


@shared_task
def write_exports() -> None:
    """Write the exports that wait; several may run at once, or twice."""
    while actions.write_next_export():
        pass


@shared_task
def purge_exports() -> None:
    """Delete exported files after a week."""
    actions.purge_exports()
