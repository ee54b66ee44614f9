"""What staff kept of the demonstration's events afterwards; all invented.

Tallies by language and age never exceed the people who stopped by. Debriefs are for
staff only, so each stands in the one language it was written in.
"""

from civic import languages
from civic.management.demonstration.texts import part
from civic.models import User
from engagement.models import Conversation, Debrief, OutreachEvent, ReachCount

LANGUAGE, AGE = ReachCount.Dimension.LANGUAGE, ReachCount.Dimension.AGE

BY_LANGUAGE = {
    "open-streets-2025": {
        "en": 162,
        "vi": 61,
        "pl": 14,
        "fa": 27,
        "it": 18,
        "other": 22,
    },
    "king-table-2025": {"en": 104, "vi": 33, "fa": 21, "other": 14},
    "mid-autumn-2025": {"vi": 96, "en": 48, "other": 9},
    "mehregan-2025": {"fa": 71, "en": 18, "other": 3},
    "harvest-market-2025": {"en": 36, "pl": 34, "it": 31},
    "market-stall-2": {"en": 24, "it": 9, "pl": 6},
}
BY_AGE = {
    "open-streets-2025": {
        "0-12": 58,
        "13-17": 31,
        "18-24": 37,
        "25-44": 94,
        "45-64": 56,
        "65-": 26,
    },
    "mid-autumn-2025": {
        "0-12": 34,
        "13-17": 14,
        "18-24": 12,
        "25-44": 52,
        "45-64": 30,
        "65-": 14,
    },
    "mehregan-2025": {"0-12": 17, "18-24": 9, "25-44": 33, "45-64": 21, "65-": 12},
    "market-stall-2": {"25-44": 18, "45-64": 15, "65-": 8},
}


def load_afterwards(staff: User | None) -> None:
    for dimension, tallies in ((LANGUAGE, BY_LANGUAGE), (AGE, BY_AGE)):
        for slug, people in tallies.items():
            load_tally(OutreachEvent.objects.get(slug=slug), dimension, people)
    for code in languages.CODES:
        for slug, told in part("debriefs", code).items():
            load_debrief(OutreachEvent.objects.get(slug=slug), code, told, staff)
    tell_methods()


def load_tally(event: OutreachEvent, dimension: str, people: dict[str, int]) -> None:
    event.reach_counts.filter(dimension=dimension).delete()
    ReachCount.objects.bulk_create(
        ReachCount(event=event, dimension=dimension, group=group, people=number)
        for group, number in people.items()
    )


def load_debrief(
    event: OutreachEvent, code: str, told: dict[str, list[str]], staff: User | None
) -> None:
    Debrief.objects.update_or_create(
        event=event,
        defaults={
            "heard": told["heard"],
            "promises": told.get("promises", []),
            "language": code,
            "written_by": staff,
        },
    )


def tell_methods() -> None:
    """Say how staff listened, as the entries of the log have it."""
    used: dict[int, set[str]] = {}
    for event, method in Conversation.objects.filter(
        event__is_demonstration=True
    ).values_list("event", "method"):
        used.setdefault(event, set()).add(method)
    events = list(OutreachEvent.objects.filter(pk__in=used))
    for event in events:
        event.methods = sorted(used[event.pk])
    OutreachEvent.objects.bulk_update(events, ["methods"])
