"""Posters: what stands on them in each language, on one sheet, and for whom."""

import datetime as dt
import re
import zlib

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.utils import translation
from weasyprint import CSS, HTML

from civic.languages import CODES
from engagement import posters
from engagement.actions.event_surveys import link_survey
from engagement.models import OutreachEvent
from surveys.models import Collector
from tests.engagement.planning import SATURDAY, Status, market
from tests.factories import BranchFactory, DistrictFactory
from tests.surveys.factories import CollectorFactory, SurveyFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 28, 18, tzinfo=dt.UTC)
ADDRESS = "https://city.example/fa/s/baruta/"


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


def sheets(page: str) -> int:
    """How many sheets of paper a poster takes."""
    style = CSS(finders.find(posters.SHEET))
    return len(HTML(string=page).render(stylesheets=[style]).pages)


def sheets_in(document: bytes) -> int:
    """The same of a PDF, whose objects are compressed."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", document, re.DOTALL)
    objects = b"".join(zlib.decompress(one) for one in streams if one[:1] == b"x")
    return len(re.findall(rb"/Type ?/Page\b(?!s)", objects))


def in_language(event, code: str, *, has_survey=True) -> list[str]:
    """The poster in one language, each time set smaller."""
    with translation.override(code):
        return posters.poster_pages(event, address=ADDRESS, has_survey=has_survey)


def full_event() -> OutreachEvent:
    """An event of which everything is told, as long as it may be told."""
    texts = {
        f"{name}_{code}": f"{name} {code} " + "długie słowa " * number
        for code in CODES
        for name, number in (("title", 14), ("venue", 12), ("description", 900))
    }
    event = market(
        district=DistrictFactory(),
        address="x " * 90,
        languages=list(CODES),
        access=list(OutreachEvent.Access.values),
        **texts,
    )
    event.branches.add(*(BranchFactory() for _number in range(5)))
    return event


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "en",
            [
                "Market stall",
                "Saturday, December\u00a012,\u00a02026",
                "from 9:00\u202fAM to",
            ],
        ),
        ("fa", ["غرفهٔ بازار", "شنبه ۲۱\u00a0آذر\u00a0۱۴۰۵", 'dir="rtl"']),
        ("pl", ["sobota, 12\u00a0grudnia\u00a02026", "Roosevelt Plaza"]),
        ("vi", ["Thứ Bảy, 12\u00a0tháng\u00a012,\u00a02026"]),
        ("it", ["sabato 12\u00a0dicembre\u00a02026"]),
    ],
)
def test_poster_tells_where_and_when_in_the_readers_calendar(code, expected):
    page, *_smaller = in_language(market(), code)

    for text in [*expected, f'<html lang="{code}"', "city.example/fa/s/baruta"]:
        assert text in page
    assert "data:image/png;base64," in page


def test_poster_names_languages_branches_and_access():
    event = market(access=["shade", "step_free"], languages=["vi", "fa"])

    page, *_smaller = in_language(event, "en")

    assert "Tiếng Việt" in page
    assert "فارسی" in page
    assert "Step-free, Shade or indoors" in page
    assert event.branches.get().name_en in page


def test_poster_shows_no_description_in_another_language():
    event = market(description_en="Come by.", description_fa="بیایید.")

    assert "Come by." in in_language(event, "en")[0]
    assert "Come by." not in in_language(event, "pl")[0]


@pytest.mark.parametrize("code", CODES)
def test_poster_with_long_texts_fits_on_one_sheet(code):
    large, *_smaller, smallest = in_language(full_event(), code)

    assert sheets(large) > 1
    assert sheets(smallest) == 1


def in_all(event) -> list[str]:
    def address(language) -> str:
        return f"https://city.example/{language.code}/s/x/" if language else ADDRESS

    return posters.poster_pages_in_all(event, addresses=address, has_survey=True)


def test_poster_in_all_languages_tells_it_in_each_on_one_sheet():
    event = market(**{f"title_{code}": f"Title in {code}" for code in CODES})

    page, *_smaller = in_all(event)

    for code in CODES:
        assert f"Title in {code}" in page
        assert f"city.example/{code}/s/x" in page
    assert "شنبه ۲۱\u00a0آذر\u00a0۱۴۰۵" in page
    assert "sobota, 12\u00a0grudnia\u00a02026" in page
    assert page.count("<section lang=") == 5
    assert sheets(page) == 1


def test_poster_in_all_languages_names_the_portal_in_each():
    page, *_smaller = in_all(market())

    for name in ("The Listening Table", "Bàn Lắng Nghe", "میز شنیدن"):
        assert f">{name}</bdi>" in page


def test_poster_in_all_languages_names_a_portal_of_one_name_once(settings):
    settings.PORTAL_NAMES = dict.fromkeys(CODES, "Tell us")

    page, *_smaller = in_all(market())

    assert page.count("Tell us") == 1


@pytest.mark.parametrize(
    ("address", "direction"),
    [("150 E. San Fernando St.", "ltr"), ("۱۲ خیابان آزادی", "rtl"), ("12", "rtl")],
)
def test_poster_sets_an_address_in_the_direction_of_its_letters(address, direction):
    page, *_smaller = in_language(market(address=address), "fa")

    assert f'<span><bdi dir="{direction}">{address}</bdi></span>' in page


def test_poster_in_all_languages_fits_also_with_long_texts():
    assert sheets(in_all(full_event())[-1]) == 1


# To which survey it leads


def test_poster_leads_to_the_events_own_link_to_an_open_survey(editor):
    event = market()
    assert posters.collector_of(event) is None
    closed = CollectorFactory(survey=SurveyFactory(status="closed"), kind="event")
    paused = CollectorFactory(kind="event", is_active=False)
    event.collectors.add(closed, paused, CollectorFactory(kind="kiosk"))
    assert posters.collector_of(event) is None

    made, _is_new = link_survey(
        event, survey=SurveyFactory(), kind=Collector.Kind.EVENT, actor=editor
    )
    assert posters.collector_of(event) == made


# The files


def test_poster_is_public_for_what_is_announced_and_still_to_come(client):
    event = market(slug="market-stall")

    response = client.get("/fa/events/market-stall/poster.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response.content[:5] == b"%PDF-"
    name = 'inline; filename="market-stall-fa.pdf"'
    assert response["Content-Disposition"] == name
    assert not response.cookies
    for hidden in (
        {"status": Status.PLANNED},
        {"status": Status.CANCELED},
        {"ends_at": NOW, "starts_at": NOW - dt.timedelta(hours=1)},
    ):
        OutreachEvent.objects.filter(pk=event.pk).update(**hidden)
        with time_machine.travel(NOW + dt.timedelta(minutes=1)):
            again = client.get("/fa/events/market-stall/poster.pdf")
        assert again.status_code == 404


@pytest.mark.parametrize("name", ["poster", "poster-all"])
def test_staff_print_posters_also_of_what_is_only_planned(as_user, trainer, name):
    event = market(status=Status.PLANNED)

    response = as_user(trainer).get(f"/it/desk/events/{event.pk}/{name}.pdf")

    assert response.content[:5] == b"%PDF-"


def test_poster_of_what_is_canceled_is_not_found(as_user, editor):
    event = market(SATURDAY, status=Status.CANCELED)

    response = as_user(editor).get(f"/it/desk/events/{event.pk}/poster.pdf")

    assert response.status_code == 404


def test_poster_says_where_its_code_leads():
    event = market(slug="market-stall")
    page, *_smaller = in_language(event, "en", has_survey=False)

    assert "More about this event" in page


def test_long_poster_is_as_large_as_fits_on_one_sheet(as_user, editor):
    event = full_event()

    document = as_user(editor).get(f"/pl/desk/events/{event.pk}/poster.pdf").content

    assert sheets_in(document) == 1


def test_poster_is_laid_out_once_for_what_stands_on_it(as_user, editor):
    event, client = market(), as_user(editor)
    page = f"/en/desk/events/{event.pk}/poster.pdf"

    first = client.get(page).content
    assert client.get(page).content == first
    event.title_en = "Farmers’ market"
    event.save()
    assert client.get(page).content != first
