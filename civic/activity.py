"""The record of who did what."""

from django.db.models import Model

from civic.models import Activity, User


def record(verb: str, subject: Model, *, actor: User | None, **details: object) -> None:
    """Add one row: ``verb`` was done to ``subject`` by ``actor`` (None: the portal).

    ``details`` holds JSON values, never what a resident wrote.
    """
    Activity.objects.create(
        actor=actor,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        details=details,
    )
