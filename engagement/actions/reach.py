"""What staff keep of an event afterwards: whom it reached, and what they heard."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from civic.activity import record
from civic.models import User
from engagement.actions.log import refuse_unless_it_takes_entries
from engagement.models import Debrief, OutreachEvent, ReachCount

Group = tuple[str, str]  # a dimension and the code of a group in it
FIELDS = ("attendance", "attendance_is", "stopped_by", "staff_hours", "methods")


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How many people an event reached; what was not counted is None.

    ``tallies`` are people by dimension and group; None leaves those that are there.
    """

    attendance: int | None
    attendance_is: str
    stopped_by: int | None
    staff_hours: Decimal | None
    methods: list[str] = field(default_factory=list)
    tallies: Mapping[Group, int] | None = None


@transaction.atomic
def record_reach(event: OutreachEvent, *, reach: Reach, actor: User) -> OutreachEvent:
    """Keep how many people the event reached; from then on it counts as held.

    The tallies that are given replace all that are there.
    """
    stored = OutreachEvent.objects.select_for_update().get(pk=event.pk)
    refuse_unless_it_takes_entries(stored)
    told: dict[str, Any] = {name: getattr(reach, name) for name in FIELDS}
    for name, value in told.items():
        setattr(stored, name, value)
    stored.status = OutreachEvent.Status.HELD
    stored.validate_constraints()
    stored.save(update_fields=[*FIELDS, "status", "updated_at"])
    if reach.tallies is not None:
        _replace_tallies(stored, reach.tallies)
    hours = None if reach.staff_hours is None else str(reach.staff_hours)
    record("recorded_reach", stored, actor=actor, **told | {"staff_hours": hours})
    return stored


def _replace_tallies(event: OutreachEvent, tallies: Mapping[Group, int]) -> None:
    event.reach_counts.all().delete()
    ReachCount.objects.bulk_create(
        ReachCount(event=event, dimension=dimension, group=group, people=people)
        for (dimension, group), people in tallies.items()
        if people
    )


@transaction.atomic
def write_debrief(
    event: OutreachEvent,
    *,
    heard: list[str],
    promises: list[str],
    language: str,
    actor: User,
) -> Debrief:
    """Keep what staff heard at the event and what they promised, one text each.

    It replaces an earlier one. Refuses an event that takes no entries, more things
    heard than fit, and a debrief that says nothing.
    """
    # Locked, because two people may write the first one at once.
    stored = OutreachEvent.objects.select_for_update().get(pk=event.pk)
    refuse_unless_it_takes_entries(stored)
    if not heard and not promises:
        raise ValidationError(_("Write down one thing you heard, or one promise."))
    debrief = Debrief.objects.filter(event=stored).first() or Debrief(event=stored)
    debrief.heard, debrief.promises = heard, promises
    debrief.language, debrief.written_by = language, actor
    debrief.validate_constraints()
    debrief.save()
    record("debriefed", stored, actor=actor, heard=len(heard), promises=len(promises))
    return debrief
