"""Repeating an event: the rule, the days to look at, and planning them once."""

import datetime as dt

import pytest
import time_machine

from engagement.actions.event_surveys import link_survey
from engagement.models import OutreachEvent
from tests.engagement.planning import SATURDAY, market, starts
from tests.surveys.factories import SurveyFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 28, 18, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def address(event, language="en") -> str:
    return f"/{language}/desk/events/{event.pk}/repeat/"


def sent(**fields) -> dict:
    common = {"rule": "weeks", "every": "1", "times": "3", "step": "look"}
    return common | fields


def offered(response) -> list[str]:
    return [one.day.isoformat() for one in response.context["offers"]]


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 422
    found = response.context["form"].errors
    return {name: [str(one) for one in several] for name, several in found.items()}


def planned() -> list[str]:
    return starts(OutreachEvent.objects.order_by("starts_at"))


def test_days_are_shown_before_anything_is_planned(desk):
    event = market()

    response = desk.post(address(event), sent())

    assert offered(response) == ["2026-12-19", "2026-12-26", "2027-01-02"]
    page = response.content.decode()
    assert page.count('name="days"') == page.count(" checked><span>Saturday") == 3
    assert "Saturday, December\u00a019,\u00a02026" in page
    assert OutreachEvent.objects.count() == 1


def test_days_are_shown_in_the_readers_calendar(desk):
    page = desk.post(address(market(), "fa"), sent()).content.decode()

    assert "شنبه ۲۸\u00a0آذر\u00a0۱۴۰۵" in page


def test_last_day_is_read_in_the_readers_calendar(desk):
    data = sent(times="", until="۱۴۰۵/۱۰/۰۶")

    assert offered(desk.post(address(market(), "fa"), data)) == [
        "2026-12-19",
        "2026-12-26",
    ]


def test_months_are_those_of_the_calendar_that_was_chosen(desk):
    event = market()  # the second Saturday of December, the third of Azar
    page = address(event, "fa")

    assert offered(desk.post(page, sent(rule="gregorian", times="2"))) == [
        "2027-01-09",
        "2027-02-13",
    ]
    assert offered(desk.post(page, sent(rule="persian", times="2"))) == [
        "2027-01-09",
        "2027-02-06",
    ]


def test_persian_months_are_offered_on_persian_pages_and_kept_elsewhere(desk):
    event = market()

    assert "Solar Hijri" not in desk.get(address(event)).content.decode()
    # Sent on to an English page, it still is the same rule.
    data = sent(rule="persian", in_language="en")
    page = desk.post(address(event), data).content.decode()
    assert page.count('value="persian"') == 1


def plan(desk, event, response, **fields):
    """Send the days that were looked at, without those left out."""
    left_out = fields.pop("without", [])
    days = [day for day in offered(response) if day not in left_out]
    data = {"seen": response.context["seen"], "days": days, "step": "plan"}
    return desk.post(address(event), sent(**data | fields), follow=True)


def test_days_are_planned_but_for_those_left_out(desk):
    event = market()
    looked = desk.post(address(event), sent())

    page = plan(desk, event, looked, without=["2026-12-26"]).content.decode()

    assert planned() == ["2026-12-12 09:00", "2026-12-19 09:00", "2027-01-02 09:00"]
    assert "Planned on 2 more days." in page
    assert "All dates of this series" in page


def test_days_sent_twice_are_planned_once(desk):
    event = market()
    looked = desk.post(address(event), sent())

    plan(desk, event, looked)
    page = plan(desk, event, looked).content.decode()

    assert len(planned()) == 4
    assert "planned before: nothing new" in page


def test_day_that_is_planned_already_cannot_be_chosen(desk):
    event = market()
    plan(desk, event, desk.post(address(event), sent(times="1")), times="1")

    response = desk.post(address(event), sent(times="2"))

    assert [one.is_possible for one in response.context["offers"]] == [False, True]
    assert response.content.decode().count("planned already") == 1


def test_day_whose_hour_is_skipped_cannot_be_chosen(desk):
    event = market(dt.date(2027, 3, 7), at="02:30")

    response = desk.post(address(event), sent(times="2"))
    assert [one.is_possible for one in response.context["offers"]] == [False, True]
    assert "the clocks are set forward at that time" in response.content.decode()

    plan(desk, event, response, times="2")
    assert planned() == ["2027-03-07 02:30", "2027-03-21 02:30"]


def test_days_that_changed_meanwhile_are_shown_once_more(desk):
    event = market()
    looked = desk.post(address(event), sent())

    response = plan(desk, event, looked, times="2")

    assert "please look at them once more" in response.content.decode()
    assert offered(response) == ["2026-12-19", "2026-12-26"]
    assert len(planned()) == 1


def test_no_day_is_refused(desk):
    event = market()
    looked = desk.post(address(event), sent())

    response = plan(desk, event, looked, without=offered(looked))

    assert errors(response) == {"__all__": ["Choose at least one day."]}


def test_days_of_an_event_that_is_over_begin_today(desk):
    event = market(dt.date(2026, 11, 7))

    assert offered(desk.post(address(event), sent(times="1"))) == ["2026-11-28"]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"rule": "daily"}, "rule", "Choose how often it takes place."),
        ({"rule": ""}, "rule", "Choose how often it takes place."),
        ({"every": "0"}, "every", "Write 1 for each week, 2 for every other."),
        ({"every": "27"}, "every", "At most 26 weeks can lie between."),
        ({"every": "x"}, "every", "Write a whole number in digits"),
        ({"times": ""}, "until", "Give the last day, or how many times more"),
        ({"until": "2027-01-01"}, "until", "Give the last day, or how many times more"),
        ({"times": "61"}, "times", "At most 60 dates fit at once."),
        ({"times": "", "until": "2029-01-01"}, "until", "At most 60 dates fit"),
        ({"times": "", "until": "2026-12-13"}, "until", "No date lies before this"),
        ({"times": "", "until": "2026-13-01"}, "until", "This is not a date."),
        ({"times": "", "until": "9999-01-01"}, "until", "This day is too far"),
    ],
)
def test_rule_that_gives_no_days_is_refused_with_the_reason(
    desk, fields, field, message
):
    found = errors(desk.post(address(market()), sent(**fields)))

    assert list(found) == [field]
    assert message in found[field][0]


def test_changing_the_language_keeps_rule_and_ticks(desk):
    event = market()
    looked = desk.post(address(event), sent())
    data = {"seen": looked.context["seen"], "days": ["2026-12-19"], "in_language": "fa"}

    response = desk.post(address(event, "fa"), sent(**data))

    assert response.status_code == 200
    chosen = [one.is_chosen for one in response.context["offers"]]
    assert chosen == [True, False, False]
    assert len(planned()) == 1


@pytest.mark.parametrize("seen", ["x", "2026-12-19 x", "\x00", "9" * 3000])
def test_forged_days_are_asked_back(desk, seen):
    event = market()

    response = desk.post(address(event), sent(step="plan", seen=seen, days=["x"]))

    assert response.status_code in {200, 422}
    assert len(planned()) == 1


def test_links_of_their_own_are_offered_where_the_event_has_one(desk, editor):
    event = market()
    assert "with_links" not in desk.get(address(event)).content.decode()
    link_survey(event, survey=SurveyFactory(), kind="event", actor=editor)

    looked = desk.post(address(event), sent(times="1", with_links="on"))
    plan(desk, event, looked, times="1", with_links="on")

    made = OutreachEvent.objects.get(starts_at__gt=event.starts_at)
    assert made.collectors.get() != event.collectors.get()
    assert SATURDAY.isoformat() not in offered(looked)
