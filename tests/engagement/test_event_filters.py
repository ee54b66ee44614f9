"""What a reader may ask for: choices that combine, can be taken back and kept."""

import datetime as dt
import re
from urllib.parse import quote

import pytest
from django.utils import timezone

from tests.engagement.factories import OutreachEventFactory
from tests.factories import BranchFactory, DistrictFactory

pytestmark = pytest.mark.django_db

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
VIEWS = ["", "month/", "map/"]


def shown(response) -> list[str]:
    return [event.title for event in response.context["events"]]


def listed(client, query: str, language: str = "en") -> list[str]:
    return shown(client.get(f"/{language}/events/?{query}"))


def coming(title: str, days: float = 1, **fields):
    starts_at = timezone.now() + days * DAY
    return OutreachEventFactory(title_en=title, starts_at=starts_at, **fields)


@pytest.fixture
def events():
    east, west = DistrictFactory(code="east"), DistrictFactory(code="west")
    oak = BranchFactory(code="oak", name_en="Oak branch", district=east)
    return [
        coming(
            "Fair",
            1,
            district=east,
            languages=["en", "fa"],
            setting="fair",
            access=["step_free", "captions"],
            branches=[oak],
        ),
        coming("Park", 2, district=east, languages=["fa"], setting="park"),
        coming("School", 3, district=west, setting="fair", access=["step_free"]),
        coming("Café", -9, district=east, languages=["fa"], setting="fair"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Fair", "Park", "School"]),
        ("district=east", ["Fair", "Park"]),
        ("branch=oak", ["Fair"]),
        ("language=fa", ["Fair", "Park"]),
        ("setting=fair", ["Fair", "School"]),
        ("access=step_free", ["Fair", "School"]),
        ("access=step_free&access=captions", ["Fair"]),
        ("when=past", ["Café"]),
        ("district=east&language=fa&setting=park", ["Park"]),
        ("district=west&language=fa", []),
    ],
)
def test_choices_combine(client, events, query, expected):
    assert listed(client, query) == expected


def test_events_are_chosen_from_one_day_to_another(client, events):
    days = [timezone.localdate() + number * DAY for number in range(-10, 4)]

    # A first day stands in the place of today, so that the past can be reached by it
    assert listed(client, f"since={days[0]}") == ["Café", "Fair", "Park", "School"]
    assert listed(client, f"since={days[12]}") == ["Park", "School"]
    assert listed(client, f"until={days[12]}") == ["Fair", "Park"]
    assert listed(client, f"since={days[12]}&until={days[12]}") == ["Park"]
    assert listed(client, f"when=past&since={days[0]}") == ["Café"]
    assert listed(client, f"when=past&until={days[0]}") == []


@pytest.mark.parametrize("digits", ["۱۴۰۵/۱۲/۱", "1405-12-01", "١٤٠٥/١٢/٠١"])
def test_days_are_typed_in_the_readers_calendar(client, digits):
    OutreachEventFactory(title_en="Before", starts_at=_noon(2027, 2, 19))
    OutreachEventFactory(title_en="After", starts_at=_noon(2027, 2, 20))

    response = client.get(f"/fa/events/?since={quote(digits)}")

    assert [event.title_en for event in response.context["events"]] == ["After"]
    page = response.content.decode()
    assert 'value="۱۴۰۵/۱۲/۰۱"' in page
    assert "۱ اسفند ۱۴۰۵" in page


def test_day_typed_in_one_calendar_is_shown_in_the_others(client):
    page = client.get(f"/en/events/?since={quote('۱۴۰۵/۱۲/۰۱')}").content.decode()

    assert 'type="date" name="since" value="2027-02-20"' in page
    assert "February 20, 2027" in page


def _noon(*day: int) -> dt.datetime:
    return dt.datetime(*day, 20, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("since=tomorrow", "This is not a date."),
        ("since=2026-02-30", "This is not a date."),
        ("since=2026-12-02&until=2026-12-01", "This day is before the first one."),
        ("setting=moon", "This is not in the list. Choose from the list."),
        ("branch=moon", "This is not in the list. Choose from the list."),
        ("when=never", "This is not in the list. Choose from the list."),
        ("access=wings", "This is not in the list. Choose from the list."),
    ],
)
@pytest.mark.parametrize("view", VIEWS)
def test_unclear_choice_is_said_and_left_aside(client, events, view, query, message):
    response = client.get(f"/en/events/{view}?{query}&district=west")

    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert '<details class="disclosure" open>' in page
    assert "School" in page
    assert "Fair</a>" not in page


@pytest.mark.parametrize("name", ["since", "branch", "setting", "access", "when"])
@pytest.mark.parametrize("value", ["%00", "%E2%80%AE", "%ff", "x" * 5000, "-1", "[]"])
def test_hostile_choice_breaks_nothing(client, events, name, value):
    for view in (*VIEWS, "calendar.ics", "feed/"):
        assert client.get(f"/fa/events/{view}?{name}={value}").status_code == 200


def test_each_choice_is_named_and_can_be_taken_back(client, events):
    page = client.get("/en/events/?district=east&language=fa&access=step_free")

    html = page.content.decode()
    chips = re.findall(r'chip--removable" href="([^"]+)">.*?</span>(.*?) <svg', html)
    assert html.count('<span class="visually-hidden">Take back the choice </span>') == 3
    assert [(address.replace("&amp;", "&"), text) for address, text in chips] == [
        (
            "/en/events/?language=fa&access=step_free",
            f"<bdi>{events[0].district.name}</bdi>",
        ),
        (
            "/en/events/?district=east&access=step_free",
            "Language spoken: <bdi>فارسی</bdi>",
        ),
        (
            "/en/events/?district=east&language=fa",
            "What you need there: <bdi>Step-free</bdi>",
        ),
    ]


@pytest.mark.parametrize("view", VIEWS)
def test_other_views_and_languages_keep_the_choice(client, events, view):
    query = "district=east&access=step_free"
    page = client.get(f"/en/events/{view}?{query}&page=").content.decode()

    kept = query.replace("&", "&amp;")
    for address in ("/en/events/", "/en/events/month/", "/en/events/map/"):
        assert f'href="{address}?{kept}"' in page
    assert f'href="/fa/events/{view}?{kept}&amp;page="' in page


def test_page_without_a_hit_tells_how_to_widen(client, events):
    response = client.get("/en/events/?district=west&language=fa&setting=fair")

    page = response.content.decode()
    ways = re.findall(r'<li><a href="([^"]+)">(Without[^<]+)</a>', page)
    assert "No event matches all of your choices" in page
    assert [(way.replace("&amp;", "&"), text) for way, text in ways] == [
        (
            "/en/events/?language=fa&setting=fair",
            f"Without “{events[2].district.name}”: 1 event",
        ),
        ("/en/events/?district=west&setting=fair", "Without “فارسی”: 1 event"),
    ]


def test_page_without_a_hit_says_so_where_one_step_back_is_not_enough(client, events):
    page = client.get("/en/events/?branch=oak&language=it&setting=park")

    assert "Take back several of them" in page.content.decode()


def test_number_of_events_is_told_in_words(client, events):
    def heading(query: str) -> str:
        page = client.get(f"/en/events/?{query}").content.decode()
        return re.search(r'<h2 id="found">([^<]*)</h2>', page)[1].strip()

    assert heading("") == "3 coming events"
    assert heading("branch=oak") == "1 coming event"
    assert heading("when=past") == "1 past event"
    assert heading("since=2020-01-01") == "4 events"


def test_branch_that_is_there_twice_is_counted_once(client):
    branches = [BranchFactory(code=code) for code in ("oak", "elm")]
    coming("Fair", branches=branches)

    assert listed(client, "branch=oak") == ["Fair"]
    assert listed(client, "") == ["Fair"]


@pytest.mark.parametrize("rows", [1, 3, 100])
@pytest.mark.parametrize(("view", "queries"), [("", 5), ("month/", 5), ("map/", 8)])
def test_views_take_the_same_queries(
    client, rows, view, queries, django_assert_num_queries
):
    for number in range(rows):
        branch = BranchFactory(latitude=1, longitude=1)
        where = {"district": branch.district, "branches": [branch]}
        coming(f"Fair {number}", number / 50, latitude=1, longitude=1, **where)

    with django_assert_num_queries(queries):
        client.get(f"/en/events/{view}?language=")
