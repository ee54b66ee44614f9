"""The outreach plan: what is coming beside what was heard, and nobody counted twice."""

import datetime as dt

import pytest
import time_machine

from engagement.evidence import evidence_for
from engagement.models import Conversation, OutreachEvent
from engagement.plan import plan_of, usual_period
from tests.engagement import planning
from tests.engagement.listening import Listening
from tests.engagement.planning import Status
from tests.engagement.writing import fall_summary
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 10, 1)
FIRST, LAST = dt.date(2025, 7, 1), dt.date(2025, 10, 31)
ADDRESS = "/en/desk/events/plan/"
WHY, WISH = {"WHY": ["borrow"]}, {"WISH": "shade"}


@pytest.fixture(autouse=True)
def in_october():
    with time_machine.travel(dt.datetime(2025, 10, 1, 18, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def desk(as_user, editor):
    return as_user(editor)


def market(day, **fields):
    """A market stall of no branch, which would bring a district of its own."""
    return planning.market(day, branches=[], **fields)


def in_districts(plan) -> dict:
    return dict(plan.districts)


def in_languages(plan) -> dict:
    return {language.code: outlook for language, outlook in plan.languages}


def test_plan_counts_what_is_coming_in_the_period():
    west, east = DistrictFactory(position=1), DistrictFactory(position=2)
    market(TODAY + dt.timedelta(days=3), district=west, languages=["en", "fa"])
    market(
        TODAY + dt.timedelta(days=9),
        district=west,
        status=Status.PLANNED,
        languages=["fa"],
    )
    market(TODAY + dt.timedelta(days=1), district=west, status=Status.CANCELED)
    market(TODAY - dt.timedelta(days=1), district=west)
    after = market(LAST + dt.timedelta(days=1), district=east, languages=["en"])

    plan = plan_of(FIRST, LAST)

    districts, spoken = in_districts(plan), in_languages(plan)
    assert [one for one, _outlook in plan.districts] == [west, east]
    assert [districts[one].coming for one in (west, east)] == [2, 0]
    assert districts[east].next_at == after.starts_at
    assert {code: one.coming for code, one in spoken.items()} == {
        "en": 1,
        "vi": 0,
        "pl": 0,
        "fa": 2,
        "it": 0,
    }
    assert spoken["vi"].next_at is None


def test_plan_of_the_next_quarter_leaves_out_what_comes_before_it():
    west = DistrictFactory()
    market(TODAY + dt.timedelta(days=3), district=west)
    there = market(dt.date(2026, 2, 1), district=west)

    plan = plan_of(dt.date(2026, 1, 1), dt.date(2026, 3, 31))

    outlook = in_districts(plan)[west]
    assert (outlook.coming, outlook.next_at) == (1, there.starts_at)
    assert in_languages(plan)["en"].coming == 1


def test_plan_counts_people_heard_as_the_evidence_does():
    listening = Listening()
    west, east = DistrictFactory(position=1), DistrictFactory(position=2)
    board = listening.event(district=west)
    for answers, people, language in ((WHY, 5, "en"), (WISH, 3, "fa"), (WISH, 4, "vi")):
        listening.note(board, answers, people=people, language=language)
    listening.entry(board, WHY, people=2, language="fa")
    listening.entry(listening.event(district=west), WISH, people=3, language="pl")
    excluded = listening.entry(listening.event(district=east), WHY, people=9)
    excluded.response.review_state = "excluded"
    excluded.response.save()
    online = listening.event(district=west)
    OutreachEvent.objects.filter(pk=online.pk).update(district=None)
    listening.entry(online, WHY, people=4, language="en")
    early = listening.event(
        district=east, starts_at=dt.datetime(2025, 6, 30, 20, tzinfo=dt.UTC)
    )
    listening.entry(early, WHY, people=20)

    plan = plan_of(FIRST, LAST)

    heard = {one and one.code: outlook.heard for one, outlook in plan.districts}
    assert heard.pop(east.code) == 0
    # At the board the seven wishes, not the five reasons as well.
    assert {code: people for code, people in heard.items() if people} == {
        west.code: 7 + 2 + 3,
        None: 4,
    }
    spoken = {code: one.heard for code, one in in_languages(plan).items()}
    assert spoken == {"en": 4, "vi": 4, "pl": 3, "fa": 5, "it": 0}
    evidence = evidence_for(FIRST, LAST)
    assert plan.heard == sum(spoken.values()) == evidence.people_heard
    assert {one.code: one.people for one in evidence.languages} == {
        code: people for code, people in spoken.items() if people
    }


def test_last_visit_is_of_what_was_held_or_logged_at():
    listening = Listening()
    west = DistrictFactory()
    day = dt.datetime(2025, 8, 1, 20, tzinfo=dt.UTC)
    held = listening.event(district=west, starts_at=day)
    logged = listening.event(
        district=west, status="confirmed", starts_at=day + dt.timedelta(days=1)
    )
    listening.event(
        district=west, status="confirmed", starts_at=day + dt.timedelta(days=2)
    )
    assert in_districts(plan_of(FIRST, LAST))[west].last_at == held.starts_at

    listening.entry(logged, WHY)
    assert in_districts(plan_of(FIRST, LAST))[west].last_at == logged.starts_at

    assert Conversation.objects.update(method="panel") == 1
    assert in_districts(plan_of(LAST, LAST))[west].last_at == logged.starts_at


def test_last_visit_is_today_where_staff_listened_before_the_hour():
    listening = Listening()
    west = DistrictFactory()
    now = dt.datetime(2025, 10, 1, 18, tzinfo=dt.UTC)
    event = listening.event(
        district=west, status="confirmed", starts_at=now + dt.timedelta(hours=2)
    )
    listening.event(district=west, starts_at=now + dt.timedelta(days=1))
    listening.entry(event, WHY, people=3)

    outlook = in_districts(plan_of(FIRST, LAST))[west]

    assert (outlook.heard, outlook.last_at) == (3, event.starts_at)


def test_plan_takes_as_many_queries_for_much_as_for_nothing(django_assert_num_queries):
    listening = Listening()
    listening.entry(listening.event(), WHY)
    with django_assert_num_queries(4):
        plan_of(FIRST, LAST)

    for _number in range(3):
        listening.note(listening.event(), WISH)
        market(TODAY + dt.timedelta(days=3), district=DistrictFactory())
    with django_assert_num_queries(4):
        plan_of(FIRST, LAST)


def test_usual_period_is_the_summarys_or_else_the_quarter():
    quarter = (dt.date(2025, 10, 1), dt.date(2025, 12, 31))
    assert usual_period(TODAY) == quarter

    fall_summary()
    assert usual_period(TODAY) == (FIRST, LAST)
    assert usual_period(dt.date(2025, 11, 1)) == quarter


def test_page_says_in_words_what_is_missing_and_leads_to_planning(desk):
    district = DistrictFactory(code="west")
    market(TODAY + dt.timedelta(days=200), district=district, languages=["en"])

    page = desk.get(ADDRESS).content.decode()

    assert page.count("nothing planned") == 6  # the district and five languages
    assert page.count("not heard yet") == 6
    assert "the next one on April\u00a019,\u00a02026" in page
    assert 'href="/en/desk/events/new/?district=west"' in page
    assert 'href="/en/desk/events/new/?language=fa"' in page


def test_page_is_for_the_days_that_are_asked_for(desk):
    fall_summary()

    usual = desk.get(ADDRESS).context["plan"]
    asked = desk.get(ADDRESS, {"first": "2026-01-01", "last": "۱۴۰۵/۰۱/۱۱"})

    assert (usual.first, usual.last) == (FIRST, LAST)
    plan = asked.context["plan"]
    assert (plan.first, plan.last) == (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    assert 'value="2026-03-31"' in asked.content.decode()
    in_persian = desk.get("/fa/desk/events/plan/?first=2026-01-01&last=2026-03-31")
    assert 'value="۱۴۰۵/۰۱/۱۱"' in in_persian.content.decode()


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ({"first": "x", "last": "2026-01-01"}, "first", "This is not a date."),
        ({"first": "2026-01-01"}, "last", "Give both days, or neither."),
        ({"last": "2026-01-01"}, "first", "Give both days, or neither."),
        ({"first": "2026-01-02", "last": "2026-01-01"}, "last", "must not be before"),
        ({"first": "2020-01-02", "last": "2026-01-01"}, "last", "at most two years"),
    ],
)
def test_page_asked_for_unclear_days_says_so_and_shows_the_usual(
    desk, query, field, message
):
    response = desk.get(ADDRESS, query)

    assert message in response.context["form"].errors[field][0]
    assert response.context["plan"].first == dt.date(2025, 10, 1)
    assert message in response.content.decode()


def test_page_of_a_past_period_speaks_of_no_gap_ahead(desk):
    DistrictFactory()

    page = desk.get(ADDRESS, {"first": "2024-01-01", "last": "2024-03-31"})

    assert "nothing planned" not in page.content.decode()
    assert page.content.decode().count("the period is over") == 6


def test_page_offers_planning_only_to_those_who_plan(as_user, trainer, stranger):
    DistrictFactory()

    assert "Plan an event here" not in as_user(trainer).get(ADDRESS).content.decode()
    assert as_user(stranger).get(ADDRESS).status_code == 403
