"""What was heard at the stalls of late, so that this quarter's plan has a beginning."""

from civic.management.demonstration.conversations import (
    date_entries_by_their_events,
    entries_of,
    store,
)
from civic.management.demonstration.outings import Outing
from civic.management.demonstration.series import STALL
from civic.management.demonstration.surveys import USE_GUIDE
from civic.management.demonstration.upcoming_plans import PLANS
from civic.models import User
from engagement.actions.log import conversation_collector
from engagement.models import OutreachEvent
from surveys.models import Survey

PEOPLE = {"market-stall-1": 24, "market-stall-2": 31}  # in talks, of those who stopped


def load_recent(scale: int, staff: User | None) -> None:
    guide = Survey.objects.guides().get(slug=USE_GUIDE)
    for slug, people in PEOPLE.items():
        event = OutreachEvent.objects.get(slug=slug)
        outing = _as_outing(event, people)
        entries = [entry for copy in range(scale) for entry in entries_of(outing, copy)]
        store(entries, event, conversation_collector(event, guide), staff)
    date_entries_by_their_events()


def _as_outing(event: OutreachEvent, people: int) -> Outing:
    stall = next(facts for _start, facts in PLANS if facts["slug"] == STALL)
    told = {**stall, "slug": event.slug, "talk_people": people}
    return Outing(starts=event.starts_at, **told)
