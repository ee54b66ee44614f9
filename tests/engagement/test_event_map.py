"""The map of the districts, its key, and what the page gives for “near me”."""

import datetime as dt
import math
import re

import pytest
from django.utils import timezone

from civic import editions
from tests.civic.outlines import square
from tests.engagement.factories import OutreachEventFactory
from tests.factories import BranchFactory, DistrictFactory

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def districts():
    """Two beside each other, and one that nobody has drawn."""
    return [
        DistrictFactory(code="west", position=1, outline=square(0, 0)),
        DistrictFactory(code="east", position=2, outline=square(0.1, 0)),
        DistrictFactory(code="far", position=3),
    ]


def coming(days: float = 1, **fields):
    starts_at = timezone.now() + days * DAY
    return OutreachEventFactory(starts_at=starts_at, branches=[], **fields)


def the_map(client, query: str = ""):
    return client.get(f"/en/events/map/{query}").context["map"]


def page(client, query: str = "", language: str = "en") -> str:
    response = client.get(f"/{language}/events/map/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_map_counts_what_is_coming_in_each_district(client, districts):
    west, east, _far = districts
    for _number in range(3):
        coming(district=west)
    coming(district=east, languages=["it"])
    coming(-2, district=east)
    coming(district=east, status="planned")
    coming(district=None)

    everything, italian = the_map(client), the_map(client, "?language=it")

    assert [one.events for one in everything.districts] == [3, 1, 0]
    assert [one.level for one in everything.districts] == [2, 1, 0]
    assert everything.elsewhere == 1
    assert [one.events for one in italian.districts] == [0, 1, 0]


def test_map_counts_the_past_where_it_was_chosen(client, districts):
    coming(-2, district=districts[0])

    assert [one.events for one in the_map(client, "?when=past").districts] == [1, 0, 0]


def test_choosing_a_district_leaves_the_others_to_be_chosen(client, districts):
    for district in districts:
        coming(district=district, languages=["it"])

    chosen = the_map(client, "?district=east&language=it")

    assert [one.events for one in chosen.districts] == [1, 1, 1]
    assert [one.is_chosen for one in chosen.districts] == [False, True, False]
    assert [one.query for one in chosen.districts] == [
        "?language=it&district=west",
        "?language=it&district=east",
        "?language=it&district=far",
    ]
    events = client.get("/en/events/map/?district=east").context["events"]
    assert [event.district.code for event in events] == ["east"]


def test_key_says_all_that_the_drawing_shows(client, districts):
    coming(district=districts[0])
    html = page(client)

    rows = re.findall(
        r'map-key__number">(\d)</td>\s*<th scope="row"><a href="([^"]+)">([^<]+)</a>'
        r'</th>\s*<td data-kind="number">(\d)</td>',
        html,
    )
    assert rows == [
        ("1", "/en/events/map/?district=west", str(districts[0]), "1"),
        ("2", "/en/events/map/?district=east", str(districts[1]), "0"),
        ("3", "/en/events/map/?district=far", str(districts[2]), "0"),
    ]
    assert len(re.findall(r'<path class="map__district"', html)) == 2
    assert re.findall(r'map__number"[^>]*>([^<]+)<', html) == ["1", "2"]


def test_drawing_is_for_the_eye_only(client, districts):
    coming(district=districts[0], latitude=0.05, longitude=0.05)
    drawing = re.search(r'<svg class="map" .*?</svg>', page(client), re.DOTALL)[0]

    assert 'aria-hidden="true"' in drawing
    links = re.findall(r"<a [^>]+>", drawing)
    assert len(set(links)) == 3
    assert all('tabindex="-1"' in link for link in links)


@pytest.mark.parametrize("language", ["en", "pl", "fa", "it"])
def test_drawing_has_numbers_that_svg_can_read(client, districts, language):
    BranchFactory(latitude=0.03, longitude=0.031)
    coming(district=districts[0], latitude=0.05, longitude=0.05)

    html = page(client, language=language)

    shape = re.search(r'<svg class="map" .*?</svg>', html, re.DOTALL)[0]
    for number in re.findall(r' (?:x|y|cx|cy|r|width|height)="([^"]*)"', shape):
        assert re.fullmatch(r"[0-9.]+", number)
    assert re.findall(r' viewBox="([^"]*)"', shape)[0].isascii()
    assert 'data-latitude="0.05" data-longitude="0.05"' in html


def test_numbers_are_those_of_the_page(client, districts):
    coming(district=districts[0])

    html = page(client, language="fa")

    assert re.findall(r'map__number"[^>]*>([^<]+)<', html) == ["۱", "۲"]
    assert 'map-key__number">۱</td>' in html


def test_events_at_one_place_are_one_pin_with_their_number(client, districts):
    west = districts[0]
    for number in range(3):
        coming(number + 1, slug=f"king-{number}", latitude=0.05, longitude=0.05)
    coming(slug="park", district=west, latitude=0.02, longitude=0.02)

    pins = the_map(client).pins

    assert [len(pin.events) for pin in pins] == [3, 1]
    assert pins[0].address == "/en/events/king-0/"


def test_what_lies_outside_the_drawing_is_left_out_of_it(client, districts):
    coming(latitude=50, longitude=20)
    BranchFactory(latitude=50, longitude=20)
    BranchFactory(latitude=0.05, longitude=0.05, is_open=False)
    open_branch = BranchFactory(latitude=0.05, longitude=0.05)

    shown = the_map(client)

    assert shown.pins == []
    assert [branch for _place, branch in shown.branches] == [open_branch]


def test_map_without_any_outline_is_its_key_alone(client):
    district = DistrictFactory()
    coming(district=district, latitude=1, longitude=1)

    html = page(client)

    assert '<svg class="map"' not in html
    assert "map-key__number" not in html
    assert f">{district}</a>" in html


def test_map_is_drawn_anew_when_an_outline_changes(client, districts):
    before = the_map(client, "?when=").drawing
    districts[2].outline = square(0.2, 0)
    districts[2].save()

    editions.forget()
    after = the_map(client, "?when=").drawing

    assert set(before.shapes) == {"west", "east"}
    assert set(after.shapes) == {"west", "east", "far"}


def test_numbers_keep_clear_of_pins(client, districts):
    free = the_map(client, "?when=").districts[0].label
    coming(latitude=0.05, longitude=0.05)  # in the middle, where the number stood

    moved = the_map(client, "?when=")

    (pin,) = moved.pins
    assert math.dist(free, pin.place) < 20
    assert math.dist(moved.districts[0].label, pin.place) > 50


def test_list_holds_the_coming_events_with_their_points(client, districts):
    coming(2, slug="later", latitude=0.05, longitude=0.05)
    coming(1, slug="sooner")

    html = page(client)

    lines = re.findall(
        r'<li class="event-line"([^>]*)>.*?<a href="([^"]+)"', html, re.S
    )
    assert lines == [
        ("", "/en/events/sooner/"),
        (' data-latitude="0.05" data-longitude="0.05"', "/en/events/later/"),
    ]


def test_list_is_no_longer_than_can_be_read_and_says_so(client):
    for number in range(61):
        coming(number / 100)

    response = client.get("/en/events/map/")

    assert len(response.context["events"]) == 60
    assert "61 coming events" in response.content.decode()
    assert "Only the next 60 events are shown here" in response.content.decode()


def test_map_without_events_says_what_to_do(client, districts):
    assert "The next events are being arranged" in page(client)
    assert "No event matches all of your choices" in page(client, "?language=it")
