"""When events go on by the city's days, and which go on from one day to another."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from civic.languages import BY_CODE
from civic.months import month_of
from engagement.event_days import weeks_with
from engagement.models import OutreachEvent
from engagement.models.outreach import PAGES_OF_EVENTS
from tests.engagement.factories import OutreachEventFactory
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db

CITY = ZoneInfo("America/Los_Angeles")
FRIDAY, SATURDAY, SUNDAY = (dt.date(2026, 12, day) for day in (11, 12, 13))


def at(day: dt.date, hour: int = 0, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=CITY)


def event(starts_at, ends_at, **fields) -> OutreachEvent:
    made = OutreachEventFactory(starts_at=starts_at, ends_at=ends_at, **fields)
    return OutreachEvent.objects.get(pk=made.pk)


@pytest.fixture
def weekend():
    return event(at(FRIDAY, 16), at(SUNDAY, 20))


def test_event_goes_on_from_its_first_day_to_its_last(weekend):
    assert (weekend.first_day, weekend.last_day) == (FRIDAY, SUNDAY)
    assert weekend.ends_on_another_day
    assert not weekend.is_all_day


def test_midnight_belongs_to_the_day_that_ends_with_it():
    evening = event(at(FRIDAY, 18), at(SATURDAY))

    assert evening.last_day == FRIDAY
    assert not evening.ends_on_another_day
    assert not evening.is_all_day


@pytest.mark.parametrize(
    ("first", "after"),
    [
        (FRIDAY, SATURDAY),
        (dt.date(2026, 3, 8), dt.date(2026, 3, 9)),  # 23 hours long
        (dt.date(2026, 11, 1), dt.date(2026, 11, 2)),  # 25 hours long
    ],
)
def test_event_of_a_whole_day_is_known_on_days_of_any_length(first, after):
    whole = event(at(first), at(after))

    assert whole.is_all_day
    assert whole.last_day == first


def test_between_finds_what_goes_on_at_some_time(weekend):
    def found(first, last):
        return list(OutreachEvent.objects.between(first, last))

    assert found(SATURDAY, SATURDAY) == [weekend]
    assert found(SUNDAY, None) == [weekend]
    assert found(None, FRIDAY) == [weekend]
    assert found(None, FRIDAY - dt.timedelta(1)) == []
    assert found(SUNDAY + dt.timedelta(1), None) == []
    assert found(None, None) == [weekend]


def test_between_leaves_out_what_ended_at_midnight():
    event(at(FRIDAY, 18), at(SATURDAY))

    assert not OutreachEvent.objects.between(SATURDAY, SATURDAY).exists()


@time_machine.travel(at(SATURDAY, 12), tick=False)
def test_span_reaches_from_the_first_day_to_the_last_and_holds_today(weekend):
    events = OutreachEvent.objects

    assert events.none().span() == (SATURDAY, SATURDAY)
    assert events.all().span() == (FRIDAY, SUNDAY)
    event(at(SUNDAY, 10), at(SUNDAY, 11))
    assert events.filter(starts_at__gt=at(SUNDAY)).span() == (SATURDAY, SUNDAY)


def test_akin_are_those_of_its_district_or_series():
    series = "00000000-0000-4000-8000-000000000001"
    here = DistrictFactory()
    one = OutreachEventFactory(district=here, series=series)
    neighbor = OutreachEventFactory(district=here)
    next_one = OutreachEventFactory(series=series)
    lonely = OutreachEventFactory()

    assert set(OutreachEvent.objects.akin_to(one)) == {neighbor, next_one}
    assert set(OutreachEvent.objects.akin_to(lonely)) == set()


@pytest.mark.parametrize("slug", PAGES_OF_EVENTS)
def test_event_cannot_have_the_address_of_another_page(slug):
    made = OutreachEventFactory(slug="fair")
    made.slug = slug

    with pytest.raises(ValidationError, match="belongs to a page of its own"):
        made.validate_constraints()
    with pytest.raises(IntegrityError, match="event_slug_is_no_page"):
        made.save()


def test_month_shows_an_event_on_each_of_its_days(weekend):
    weeks = weeks_with([weekend], month_of(FRIDAY, BY_CODE["en"]))

    shown = [
        day.date for week in weeks for day in week if day and weekend in day.events
    ]
    assert shown == [FRIDAY, SATURDAY, SUNDAY]


def test_month_shows_the_part_of_an_event_that_lies_in_it():
    over = event(at(dt.date(2026, 11, 29), 9), at(dt.date(2026, 12, 2), 9))

    weeks = weeks_with([over], month_of(FRIDAY, BY_CODE["pl"]))

    shown = [day.number for week in weeks for day in week if day and day.events]
    assert shown == ["1", "2"]
