"""The record of who did what."""

from collections.abc import Mapping, Sequence

from django.db.models import Model

from civic.models import Activity, User


def record(verb: str, subject: Model, *, actor: User | None, **details: object) -> None:
    """Add one row: ``verb`` was done to ``subject`` by ``actor`` (None: the portal).

    ``details`` holds JSON values, never what a resident wrote.
    """
    _activity(verb, subject, actor, details).save()


def record_all(
    verb: str,
    subjects: Sequence[tuple[Model, Mapping[str, object]]],
    *,
    actor: User | None,
) -> None:
    """Add a row for each of ``subjects``, with its own details, in one statement."""
    rows = [_activity(verb, subject, actor, own) for subject, own in subjects]
    Activity.objects.bulk_create(rows)


def _activity(
    verb: str, subject: Model, actor: User | None, details: Mapping[str, object]
) -> Activity:
    return Activity(
        actor=actor,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        details=dict(details),
    )
