"""Ways to a survey that belong to one event: a QR code to hang up, a tablet."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from civic.activity import record
from civic.models import User
from engagement.actions.events import locked
from engagement.models import OutreachEvent
from surveys.actions.collectors import AddressTaken, create_collector, proposed_slug
from surveys.models import Collector, Survey

KINDS = (Collector.Kind.EVENT, Collector.Kind.KIOSK)
LONGEST_NAME = 200  # that of a collector
TRIES = 5


@transaction.atomic
def link_survey(
    event: OutreachEvent, *, survey: Survey, kind: Collector.Kind, actor: User
) -> tuple[Collector, bool]:
    """Give the event a collector of its own; return it and whether it is new.

    It has one of each kind for a survey; asking again gives the same. Refuses a
    canceled event, and a survey that takes no answers now.
    """
    (stored,) = locked(event, with_following=False)
    if stored.is_canceled:
        raise ValidationError(_("This event is canceled: it needs no survey."))
    if survey.purpose != Survey.Purpose.SURVEY or not survey.is_open:
        raise ValidationError(_("This survey takes no answers: choose an open one."))
    own = stored.all_collectors().filter(survey=survey, kind=kind).first()
    if own is not None:
        return own, False
    collector = _created(survey, kind, stored.title[:LONGEST_NAME], actor)
    stored.collectors.add(collector)
    record("linked_survey", stored, actor=actor, survey=survey.slug, kind=kind)
    return collector, True


def _created(survey: Survey, kind: Collector.Kind, name: str, actor: User) -> Collector:
    """Create a collector under a short address made by chance."""
    for _attempt in range(TRIES):
        try:
            return create_collector(
                survey, kind=kind, slug=proposed_slug(), name=name, actor=actor
            )
        except AddressTaken:  # somebody else was faster
            continue
    raise AddressTaken
