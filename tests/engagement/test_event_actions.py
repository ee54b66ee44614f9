"""Planning events and changing them: what is refused, what is stored and recorded."""

import datetime as dt
import threading

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection

from civic.city_time import city_moment
from civic.models import Activity
from engagement.actions.events import change_event, mark_as_pattern, plan_event
from engagement.actions.repeats import repeat_event
from engagement.models import OutreachEvent
from tests.engagement.planning import SATURDAY, Status, clock, market, starts
from tests.factories import BranchFactory, DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 28, 18, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def branch(db):
    return BranchFactory()


def unsaved(**fields) -> OutreachEvent:
    starts_at = city_moment(SATURDAY, dt.time(9))
    values = {
        "title_en": "Market stall",
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=3),
        "languages": ["en"],
    }
    return OutreachEvent(**values | fields)


def stored(event) -> OutreachEvent:
    return OutreachEvent.objects.get(pk=event.pk)


def verbs() -> list[str]:
    return list(Activity.objects.order_by("pk").values_list("verb", flat=True))


# Planning


def test_event_is_planned_with_an_address_made_of_its_title(branch, librarian):
    event, is_new = plan_event(unsaved(), branches=[branch], actor=librarian)

    assert is_new
    assert (event.slug, event.status) == ("market-stall", "planned")
    assert list(event.branches.all()) == [branch]
    assert verbs() == ["planned"]


@pytest.mark.parametrize(
    ("titles", "slug"),
    [
        ({"title_en": None, "title_pl": "Święto Łodzi"}, "swieto-lodzi"),
        ({"title_en": None, "title_fa": "بازار"}, "event"),
        ({"title_en": "Long " * 39}, "-".join(["long"] * 14)),
    ],
)
def test_address_is_ascii_in_every_language(branch, librarian, titles, slug):
    event, _is_new = plan_event(unsaved(**titles), branches=[branch], actor=librarian)

    assert event.slug == slug


def test_address_that_is_taken_gets_a_number(branch, librarian):
    market(slug="market-stall")
    market(slug="market-stall-2")

    event, _is_new = plan_event(
        unsaved(starts_at=city_moment(SATURDAY, dt.time(8))),
        branches=[branch],
        actor=librarian,
    )

    assert event.slug == "market-stall-3"


def test_planning_the_same_again_stores_nothing(branch, librarian):
    first, _is_new = plan_event(unsaved(), branches=[branch], actor=librarian)

    again, is_new = plan_event(unsaved(), branches=[branch], actor=librarian)

    assert (again, is_new) == (first, False)
    assert OutreachEvent.objects.count() == 1
    assert verbs() == ["planned"]


def test_same_title_at_the_same_time_by_the_same_branch_is_refused(branch, librarian):
    plan_event(unsaved(), branches=[branch], actor=librarian)
    other = unsaved(venue_en="Another place")

    with pytest.raises(ValidationError, match="in the calendar already"):
        plan_event(other, branches=[branch, BranchFactory()], actor=librarian)
    assert OutreachEvent.objects.count() == 1


def test_same_title_of_another_branch_or_after_a_cancellation_is_planned(
    branch, librarian
):
    plan_event(unsaved(), branches=[branch], actor=librarian)
    plan_event(unsaved(), branches=[BranchFactory()], actor=librarian)
    OutreachEvent.objects.update(status=Status.CANCELED)
    plan_event(unsaved(), branches=[branch], actor=librarian)

    assert OutreachEvent.objects.count() == 3


def test_event_that_ends_before_it_starts_is_refused(branch, librarian):
    with pytest.raises(ValidationError, match="must end after it starts"):
        plan_event(
            unsaved(ends_at=city_moment(SATURDAY, dt.time(8))),
            branches=[branch],
            actor=librarian,
        )
    assert not OutreachEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_equal_plans_at_once_are_stored_once():
    branch, person = BranchFactory(), UserFactory()
    gate, made = threading.Barrier(2), []

    def plan():
        gate.wait()
        made.append(plan_event(unsaved(), branches=[branch], actor=person)[1])
        connection.close()

    threads = [threading.Thread(target=plan) for _number in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(made) == [False, True]
    assert OutreachEvent.objects.count() == 1


# Changing


def changed(event, *, with_following=False, branches=None, actor=None, **fields):
    """Change ``fields`` of an event as a form would, and return what changed."""
    edited = stored(event)
    for name, value in fields.items():
        setattr(edited, name, value)
    return change_event(
        edited,
        branches=list(event.branches.all()) if branches is None else branches,
        actor=actor,
        with_following=with_following,
    )


def test_change_raises_the_revision_that_calendars_follow(librarian):
    event = market()

    changed(event, venue_pl="Plac Roosevelta", actor=librarian)

    assert (stored(event).revision, stored(event).venue_pl) == (1, "Plac Roosevelta")
    assert Activity.objects.get().details == {"fields": ["venue_pl"]}


def test_change_of_nothing_is_no_change(librarian):
    event = market(address="")

    assert changed(event, address="", venue_vi="", actor=librarian) == []
    assert (stored(event).revision, verbs()) == (0, [])


def test_change_of_branches_alone_changes_no_calendar(librarian):
    event, branch = market(), BranchFactory()

    changed(event, branches=[branch], actor=librarian)

    assert (stored(event).revision, list(event.branches.all())) == (0, [branch])
    assert Activity.objects.get().details == {"fields": ["branches"]}


def test_change_keeps_the_address(librarian):
    event = market(slug="market-stall")

    changed(event, title_en="Farmers’ market", actor=librarian)

    assert stored(event).slug == "market-stall"


def test_change_that_breaks_a_rule_is_refused(librarian):
    event = market()

    with pytest.raises(ValidationError, match="Give both latitude and longitude"):
        changed(event, latitude=37.3, actor=librarian)
    assert stored(event).revision == 0


# This one and the following


@pytest.fixture
def series(librarian):
    """Four Saturdays from 12 December."""
    first = market()
    days = [SATURDAY + number * WEEK for number in (1, 2, 3)]
    made = repeat_event(first, days=days, actor=librarian)
    Activity.objects.all().delete()
    return [stored(first), *made]


def test_change_of_one_leaves_the_others(series, librarian):
    changed(series[1], venue_en="Library", actor=librarian)

    assert [stored(one).venue_en for one in series] == [
        "Roosevelt Plaza",
        "Library",
        "Roosevelt Plaza",
        "Roosevelt Plaza",
    ]


def test_change_of_the_following_takes_over_what_differs_and_no_more(series, librarian):
    OutreachEvent.objects.filter(pk=series[3].pk).update(host_en="The city")
    district = DistrictFactory()

    made = changed(
        series[1], with_following=True, district_id=district.pk, actor=librarian
    )

    assert made == series[1:]
    assert [stored(one).district for one in series] == [None] + [district] * 3
    assert stored(series[3]).host_en == "The city"
    assert [stored(one).revision for one in series] == [0, 1, 1, 1]
    assert verbs() == ["changed"] * 3


def test_other_time_of_the_following_is_the_same_on_the_clock(series, librarian):
    day = SATURDAY + WEEK
    changed(
        series[1],
        with_following=True,
        starts_at=city_moment(day + dt.timedelta(days=1), dt.time(10, 30)),
        ends_at=city_moment(day + dt.timedelta(days=1), dt.time(12)),
        actor=librarian,
    )

    now = [stored(one) for one in series]
    assert starts(now) == [
        "2026-12-12 09:00",
        "2026-12-20 10:30",
        "2026-12-27 10:30",
        "2027-01-03 10:30",
    ]
    assert clock(now[3].ends_at) == "2027-01-03 12:00"


def test_other_day_of_the_following_keeps_their_own_times(series, librarian):
    OutreachEvent.objects.filter(pk=series[2].pk).update(
        starts_at=city_moment(SATURDAY + 2 * WEEK, dt.time(8))
    )
    moved = {
        name: getattr(series[1], name) + dt.timedelta(days=1)
        for name in ("starts_at", "ends_at")
    }

    changed(series[1], with_following=True, actor=librarian, **moved)

    assert starts([stored(one) for one in series[1:]]) == [
        "2026-12-20 09:00",
        "2026-12-27 08:00",
        "2027-01-03 09:00",
    ]


def test_following_that_are_canceled_or_begun_stay_as_they_are(series, librarian):
    OutreachEvent.objects.filter(pk=series[2].pk).update(status=Status.CANCELED)

    with time_machine.travel(series[1].starts_at, tick=False):
        changed(series[0], with_following=True, venue_en="Library", actor=librarian)

    assert [stored(one).venue_en for one in series] == [
        "Library",
        "Roosevelt Plaza",
        "Roosevelt Plaza",
        "Library",
    ]


def test_time_that_the_clocks_skip_on_a_later_day_changes_nothing(librarian):
    first = market(dt.date(2027, 3, 7))
    repeat_event(first, days=[dt.date(2027, 3, 14)], actor=librarian)
    early = {
        "starts_at": city_moment(dt.date(2027, 3, 7), dt.time(2, 30)),
        "ends_at": city_moment(dt.date(2027, 3, 7), dt.time(4)),
    }

    with pytest.raises(ValidationError, match="March 14, 2027 the clocks are set"):
        changed(stored(first), with_following=True, actor=librarian, **early)
    assert stored(first).revision == 0


def test_change_of_an_event_without_a_series_changes_it_alone(librarian):
    event, other = market(), market(SATURDAY + WEEK)

    assert changed(event, with_following=True, venue_en="x", actor=librarian) == [event]
    assert stored(other).venue_en == "Roosevelt Plaza"


# Patterns


def test_event_is_marked_as_a_pattern_and_no_longer(librarian):
    event = market()

    for is_pattern in (True, True, False):
        mark_as_pattern(event, is_pattern=is_pattern, actor=librarian)
        assert stored(event).is_pattern is is_pattern
        assert list(OutreachEvent.objects.patterns()) == [event] * is_pattern

    assert verbs() == ["marked_as_pattern"] * 2
    assert stored(event).revision == 0
