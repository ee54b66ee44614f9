"""Background work of the surveys."""

from celery import shared_task

from surveys import tallying


@shared_task
def fold_responses() -> None:
    """Fold what waits in the queue; several may run at once, or twice."""
    while tallying.fold_responses():
        pass
