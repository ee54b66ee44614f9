"""Announcing events, calling them off, taking them up again, discarding them."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError

from civic.models import Activity
from engagement.actions.event_states import (
    cancel_event,
    confirm_event,
    discard_event,
    reinstate_event,
    withdraw_event,
)
from engagement.actions.repeats import repeat_event
from engagement.models import Debrief, OutreachEvent
from tests.engagement.factories import ConversationFactory
from tests.engagement.planning import SATURDAY, Status, market

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 28, 18, tzinfo=dt.UTC)
OVER = SATURDAY - dt.timedelta(days=21)
NOTE = {"en": "The square is flooded.", "fa": "میدان زیر آب است."}


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def series(librarian):
    """Three Saturdays, the first announced, the others planned."""
    first = market()
    days = [SATURDAY + dt.timedelta(days=7 * number) for number in (1, 2)]
    made = repeat_event(first, days=days, actor=librarian)
    Activity.objects.all().delete()
    return [stored(first), *made]


def stored(event) -> OutreachEvent:
    return OutreachEvent.objects.get(pk=event.pk)


def states(events) -> list[str]:
    return [stored(one).status for one in events]


def verbs() -> list[str]:
    return list(Activity.objects.order_by("pk").values_list("verb", flat=True))


# Announcing


def test_planned_event_is_announced_once(librarian):
    event = market(status=Status.PLANNED)

    assert confirm_event(event, actor=librarian) == 1
    assert confirm_event(event, actor=librarian) == 0

    assert stored(event).status == Status.CONFIRMED
    assert verbs() == ["confirmed"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": Status.CANCELED}, "take it up again"),
        ({"day": OVER}, "record its reach"),
        ({"venue_en": ""}, "Write where it is"),
    ],
)
def test_announcement_is_refused_with_the_reason(librarian, fields, reason):
    event = market(**{"status": Status.PLANNED} | fields)

    with pytest.raises(ValidationError, match=reason):
        confirm_event(event, actor=librarian)
    assert verbs() == []


@pytest.mark.parametrize(
    "place",
    [
        {"venue_fa": "میدان"},
        {"address": "1 Main St."},
        {"online_address": "https://meet.example.org/x"},
    ],
)
def test_any_word_on_the_place_is_enough_to_announce(librarian, place):
    event = market(status=Status.PLANNED, **{"venue_en": ""} | place)

    assert confirm_event(event, actor=librarian) == 1


def test_following_are_announced_with_it(series, librarian):
    assert confirm_event(series[0], actor=librarian, with_following=True) == 2
    assert states(series) == ["confirmed"] * 3


def test_announced_event_is_taken_back(librarian):
    event = market()

    for _time in range(2):
        withdraw_event(event, actor=librarian)

    assert (stored(event).status, stored(event).revision) == ("planned", 1)
    assert verbs() == ["withdrawn"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": Status.CANCELED}, "still to come"),
        ({"day": OVER}, "still to come"),
        ({"day": OVER, "status": Status.HELD}, "took place"),
    ],
)
def test_only_what_is_to_come_can_be_taken_back(librarian, fields, reason):
    event = market(**fields)

    with pytest.raises(ValidationError, match=reason):
        withdraw_event(event, actor=librarian)


# Calling off and taking up again


def test_canceled_event_tells_why_and_raises_its_revision(librarian):
    event = market()

    assert cancel_event(event, note=NOTE, actor=librarian) == 1
    assert cancel_event(event, note={"en": "x"}, actor=librarian) == 0

    now = stored(event)
    assert (now.status, now.revision) == (Status.CANCELED, 1)
    assert (now.status_note_en, now.status_note_fa) == (NOTE["en"], NOTE["fa"])
    assert verbs() == ["canceled"]


def test_cancellation_without_a_reason_is_refused(librarian):
    event = market()

    with pytest.raises(ValidationError, match="Tell those who meant to come"):
        cancel_event(event, note={"en": "", "fa": ""}, actor=librarian)
    assert stored(event).status == Status.CONFIRMED


def test_event_that_nobody_knows_of_is_not_canceled(librarian):
    with pytest.raises(ValidationError, match="discard it instead"):
        cancel_event(market(status=Status.PLANNED), note=NOTE, actor=librarian)


def test_event_at_which_people_were_heard_is_not_canceled(librarian):
    held = market(OVER)
    ConversationFactory(event=held)
    counted = market(OVER, stopped_by=4)
    told = market(OVER)
    Debrief.objects.create(event=told, heard=["Shade"], language="en")

    for event in (held, counted, told):
        with pytest.raises(ValidationError, match="took place and stays"):
            cancel_event(event, note=NOTE, actor=librarian)


def test_event_that_did_not_take_place_is_canceled_afterwards(librarian):
    assert cancel_event(market(OVER), note=NOTE, actor=librarian) == 1


def test_following_that_were_announced_are_canceled_with_it(series, librarian):
    confirm_event(series[1], actor=librarian)

    assert cancel_event(series[0], note=NOTE, actor=librarian, with_following=True) == 2

    assert states(series) == ["canceled", "canceled", "planned"]
    assert stored(series[1]).status_note_fa == NOTE["fa"]


def test_canceled_events_are_taken_up_again(series, librarian):
    confirm_event(series[0], actor=librarian, with_following=True)
    cancel_event(series[0], note=NOTE, actor=librarian, with_following=True)

    assert reinstate_event(series[1], actor=librarian, with_following=True) == 2
    assert reinstate_event(series[1], actor=librarian) == 0

    assert states(series) == ["canceled", "confirmed", "confirmed"]
    assert stored(series[1]).status_note_en == ""
    assert stored(series[1]).revision == 2


# Discarding


def test_planned_event_is_discarded(librarian):
    event = market(status=Status.PLANNED)

    assert discard_event(event, actor=librarian) == 1

    assert not OutreachEvent.objects.exists()
    assert Activity.objects.get().subject_id == str(event.pk)


def test_announced_event_is_not_discarded(librarian):
    event = market()

    with pytest.raises(ValidationError, match="cancel it, so that they learn"):
        discard_event(event, actor=librarian)
    assert stored(event)


def test_planned_event_at_which_people_were_heard_is_not_discarded(librarian):
    event = market(OVER, status=Status.PLANNED)
    ConversationFactory(event=event)

    with pytest.raises(ValidationError, match="took place and stays"):
        discard_event(event, actor=librarian)
    assert stored(event)


def test_following_that_were_only_planned_are_discarded_with_it(series, librarian):
    withdraw_event(series[0], actor=librarian)
    confirm_event(series[1], actor=librarian)

    assert discard_event(series[0], actor=librarian, with_following=True) == 2
    assert list(OutreachEvent.objects.all()) == [series[1]]
