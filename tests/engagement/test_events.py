import datetime as dt
import re

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from engagement.models import OutreachEvent
from tests.engagement.factories import OutreachEventFactory
from tests.factories import BranchFactory, DistrictFactory

pytestmark = pytest.mark.django_db

# 22 March 2026, ten in the morning in the city: 2 Farvardin 1405.
MORNING = dt.datetime(2026, 3, 22, 17, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def fair():
    return OutreachEventFactory(
        slug="fair",
        title_en="Resource fair",
        title_fa="بازارچهٔ خدمات",
        status="held",
        host="Neighbors United",
        venue="Oak Hall",
        address="1 Oak Street",
        district=DistrictFactory(name_en="East side"),
        branches=[BranchFactory(name_en="Acorn branch")],
        starts_at=MORNING,
        languages=["en", "fa"],
        access_notes_en="Step-free entrance.",
        attendance=300,
        attendance_is="at_least",
        stopped_by=263,
    )


def titles(response) -> list[str]:
    return [event.title for event in response.context["events"]]


def test_event_list_shows_the_coming_and_leads_to_the_past(client):
    OutreachEventFactory(title_en="Past", starts_at=timezone.now() - 5 * HOUR)
    OutreachEventFactory(title_en="Later", starts_at=timezone.now() + 5 * HOUR)
    OutreachEventFactory(title_en="Next", starts_at=timezone.now() + 2 * HOUR)
    OutreachEventFactory(title_en="Secret", status="planned")

    response = client.get("/en/events/")

    assert response.status_code == 200
    assert titles(response) == ["Next", "Later"]
    assert 'href="?when=past"' in response.content.decode()
    assert titles(client.get("/en/events/?when=past")) == ["Past"]


def test_event_page_offers_the_poster_of_what_is_coming(client):
    coming = {"starts_at": timezone.now() + HOUR}
    for slug, fields in {
        "coming": coming,
        "off": coming | {"status": "canceled"},
        "over": {"starts_at": timezone.now() - 5 * HOUR},
    }.items():
        OutreachEventFactory(slug=slug, **fields)

    for slug, offers in (("coming", True), ("off", False), ("over", False)):
        page = client.get(f"/pl/events/{slug}/").content.decode()
        assert (f'href="/pl/events/{slug}/poster.pdf"' in page) is offers


def test_event_page_isolates_the_address_from_the_venue(client):
    OutreachEventFactory(
        slug="king", venue_fa="کتابخانهٔ کینگ", address="150 E. San Fernando St."
    )

    page = client.get("/fa/events/king/").content.decode()

    way = "<p><bdi>کتابخانهٔ کینگ</bdi>، <bdi>150 E. San Fernando St.</bdi></p>"
    assert way in page


@pytest.mark.parametrize(
    "query", ["district=moon", "language=xx", "district=%00", "language=%00", "x=1"]
)
def test_event_list_says_when_a_filter_is_unknown(client, query):
    OutreachEventFactory(title_en="Fair")

    response = client.get(f"/en/events/?{query}")

    assert response.status_code == 200
    assert titles(response) == ["Fair"]


@pytest.mark.parametrize("page", ["0", "99", "abc", "%00"])
def test_event_list_has_no_such_page(client, page):
    assert client.get(f"/en/events/?page={page}").status_code == 404


def test_event_list_keeps_the_filter_on_the_next_page(client):
    for _number in range(25):
        OutreachEventFactory(languages=["it"])

    html = client.get("/en/events/?language=it").content.decode()

    assert 'rel="next" href="?language=it&amp;page=2"' in html
    assert ">25 coming events" in html


def test_event_list_without_events_says_what_to_do(client):
    html = client.get("/en/events/").content.decode()

    assert "The next events are being arranged" in html


def test_event_page_tells_all_facts(client, fair):
    html = client.get("/en/events/fair/").content.decode()

    for fact in (
        "Resource fair",
        "Sunday, March\u00a022,\u00a02026",
        "from 10:00\u202fAM to 12:00\u202fPM",
        "Neighbors United",
        "Oak Hall",
        "1 Oak Street",
        "East side",
        "Acorn branch",
        "فارسی",
        "Step-free entrance.",
        "This event took place.",
    ):
        assert fact in html


def test_event_page_shows_reach_as_recorded(client, fair):
    reach = client.get("/en/events/fair/").context["reach"]

    assert [(figure.shown, figure.unit) for figure in reach] == [
        ("at least 300", "people attended"),
        ("263", "people stopped at our table"),
    ]


def test_event_page_hides_small_reach(client, fair):
    fair.attendance, fair.stopped_by = None, 4
    fair.save()

    response = client.get("/en/events/fair/")

    assert [figure.shown for figure in response.context["reach"]] == [""]
    assert "Fewer than 5" in response.content.decode()


def test_event_page_shows_no_reach_before_it_was_held(client, fair):
    fair.status = "confirmed"
    fair.save()

    assert client.get("/en/events/fair/").context["reach"] == []


def test_event_page_in_persian_is_mirrored_with_its_calendar(client, fair):
    html = client.get("/fa/events/fair/").content.decode()

    assert '<html lang="fa" dir="rtl">' in html
    assert "یکشنبه ۲\u00a0فروردین\u00a0۱۴۰۵" in html
    assert "۲۶۳" in html


def test_event_page_shows_the_original_where_it_is_not_translated(client, fair):
    html = client.get("/pl/events/fair/").content.decode()

    assert '<span lang="en" dir="ltr">Resource fair</span>' in html


def test_event_page_says_that_it_is_canceled_and_why(client, fair):
    fair.status, fair.status_note_fa = "canceled", "خیابان بسته است."
    fair.save()

    english = client.get("/en/events/fair/").content.decode()
    persian = client.get("/fa/events/fair/").content.decode()

    assert "This event is canceled." in english
    assert '<div lang="fa" dir="rtl"><p>خیابان بسته است.</p></div>' in english
    assert "<p>خیابان بسته است.</p>" in persian


def test_event_page_says_what_changed(client):
    OutreachEventFactory(slug="fair", status_note_en="We begin an hour later.")

    page = client.get("/en/events/fair/").content.decode()

    assert "Something has changed." in page
    assert "We begin an hour later." in page
    assert "This event is confirmed" in page


def test_event_page_says_what_there_is_for_whom_in_icons_and_words(client):
    every = OutreachEvent.Access.values
    OutreachEventFactory(slug="fair", access=every)

    page = client.get("/en/events/fair/").content.decode()

    found = re.findall(r"icons\.svg#(access-\w+)\"></use></svg>([^<]+)</li>", page)
    assert found == [
        (f"access-{code}", str(label)) for code, label in OutreachEvent.Access.choices
    ]
    sprite = (settings.BASE_DIR / "static" / "img" / "icons.svg").read_text()
    assert set(re.findall(r'id="(access-\w+)"', sprite)) == {
        f"access-{code}" for code in every
    }


@pytest.mark.parametrize("language", ["en", "pl", "fa", "it"])
def test_event_page_leads_to_the_place_and_the_meeting(client, language):
    OutreachEventFactory(
        slug="fair",
        latitude=37.3355,
        longitude=-121.885,
        address="1 Oak Street",
        online_address="https://meet.example.org/a?b=1&c=2",
        starts_at=timezone.now() + HOUR,
    )

    page = client.get(f"/{language}/events/fair/").content.decode()

    assert 'href="geo:37.3355,-121.885?q=37.3355,-121.885"' in page
    assert ">37.3355, -121.8850<" in page
    assert 'href="https://meet.example.org/a?b=1&amp;c=2"' in page
    assert f'href="/{language}/events/fair.ics"' in page


def test_event_page_keeps_the_meeting_from_who_comes_too_late(client):
    address = "https://meet.example.org/room"
    OutreachEventFactory(slug="over", online_address=address, starts_at=MORNING)
    OutreachEventFactory(slug="off", online_address=address, status="canceled")

    for slug in ("over", "off"):
        page = client.get(f"/en/events/{slug}/").content.decode()
        assert f'href="{address}"' not in page


def test_event_page_shows_what_comes_nearby(client):
    here = DistrictFactory()
    OutreachEventFactory(slug="fair", district=here)
    soon = {"starts_at": timezone.now() + HOUR, "district": here}
    OutreachEventFactory(title_en="Neighbor", **soon)
    OutreachEventFactory(title_en="Off", status="canceled", **soon)
    OutreachEventFactory(title_en="Planned", status="planned", **soon)
    OutreachEventFactory(title_en="Elsewhere", starts_at=timezone.now() + HOUR)
    OutreachEventFactory(title_en="Over", district=here, starts_at=MORNING)

    related = client.get("/en/events/fair/").context["related"]

    assert [event.title for event in related] == ["Neighbor"]


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_event_page_takes_the_same_queries(client, rows, django_assert_num_queries):
    here = DistrictFactory()
    branches = [BranchFactory(district=here) for _number in range(rows)]
    OutreachEventFactory(slug="fair", district=here, branches=branches)
    for _number in range(rows):
        OutreachEventFactory(district=here)

    with django_assert_num_queries(4):
        client.get("/en/events/fair/")


def test_event_page_of_whole_days_says_so(client):
    midnight = dt.datetime(2026, 3, 22, 7, tzinfo=dt.UTC)
    OutreachEventFactory(slug="day", starts_at=midnight, ends_at=midnight + 24 * HOUR)
    OutreachEventFactory(slug="two", starts_at=midnight, ends_at=midnight + 48 * HOUR)

    assert "all day" in client.get("/en/events/day/").content.decode()
    two = client.get("/en/events/two/").content.decode()
    assert "all day, until Monday, March 23, 2026" in two


def test_event_page_over_midnight_names_both_days(client):
    with time_machine.travel(MORNING):
        OutreachEventFactory(slug="night", ends_at=MORNING + 20 * HOUR)

    html = client.get("/en/events/night/").content.decode()

    assert "to 6:00\u202fAM on Monday, March 23, 2026" in html


def test_planned_event_is_for_staff_only(client, fair, as_user, librarian, stranger):
    fair.status = "planned"
    fair.save()

    assert client.get("/en/events/fair/").status_code == 404
    assert as_user(stranger).get("/en/events/fair/").status_code == 404
    page = as_user(librarian).get("/en/events/fair/")
    assert "only staff can see this page" in page.content.decode()


def test_unknown_event_is_not_found(client):
    assert client.get("/en/events/none/").status_code == 404


def test_event_page_says_when_it_begins_to_machines_too(client, fair):
    fair.starts_at = fair.starts_at.replace(second=1, microsecond=234567)
    fair.save()

    page = client.get(fair.get_absolute_url()).content.decode()

    assert page.count('<time datetime="2026-03-22T10:00-0700">') == 1


@pytest.mark.parametrize(
    "query", ["language=%00x", "district=%00x", "language=%E2%80%AEx"]
)
def test_filter_repeats_nothing_of_what_was_sent(client, db, query):
    response = client.get(f"/fa/events/?{query}")
    page = response.content.decode()
    assert response.status_code == 200
    assert {sign for sign in ("\x00", "\u202e") if sign in page} == set()
    assert page.count("data-invalid") == 1
