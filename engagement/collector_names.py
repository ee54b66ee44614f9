"""What the collectors of events are called."""

from collections.abc import Sequence

from django.db.models import F

from engagement.models import OutreachEvent
from surveys.models import Collector


def names_by_events(collectors: Sequence[Collector]) -> dict[int, str]:
    """Return the event's title for each that has its name from its event.

    What staff called otherwise keeps its name.
    """
    own = {one.pk: one.name for one in collectors}
    events = OutreachEvent.objects.filter(collectors__in=list(own))
    names: dict[int, str] = {}
    for event in events.annotate(collector=F("collectors")):
        if own[event.collector] in event.titles:
            names.setdefault(event.collector, event.title)
    return names
