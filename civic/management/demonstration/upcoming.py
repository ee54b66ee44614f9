"""Events of the day of loading and of the weeks after it."""

from collections.abc import Iterator

from civic.management.demonstration.outings import Outing, load_event
from civic.management.demonstration.upcoming_plans import PLANS
from engagement.models import OutreachEvent


def load_upcoming() -> None:
    """Set their days anew, except where somebody has logged an entry since."""
    logged = OutreachEvent.objects.filter(conversations__isnull=False)
    kept = set(logged.values_list("slug", flat=True))
    for outing in upcoming_outings():
        if outing.slug not in kept:
            load_event(outing)


def upcoming_outings() -> Iterator[Outing]:
    for start, facts in PLANS:
        yield Outing(starts=start(), **facts)
