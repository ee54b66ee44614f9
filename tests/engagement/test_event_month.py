"""The month as a calendar of the reader's own, and the way through the months."""

import datetime as dt
import re

import pytest
import time_machine

from tests.engagement.factories import OutreachEventFactory

pytestmark = pytest.mark.django_db

# Noon of 5 December in the city, 14 Azar 1405
NOW = dt.datetime(2026, 12, 5, 20, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(NOW, tick=False):
        yield


def month_page(client, language: str, path: str = "", query: str = "") -> str:
    response = client.get(f"/{language}/events/month/{path}{query}")
    assert response.status_code == 200
    return response.content.decode()


def heading(page: str) -> str:
    return re.search(r'<h2 id="month">([^<]+)</h2>', page)[1]


def days_with_events(page: str) -> dict[str, list[str]]:
    """The titles on each day, by the number that the day has on the page."""
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    found = {}
    for cell in cells:
        if titles := re.findall(r'<a href="[^"]+">([^<]+)</a>', cell):
            number = re.search(r'month__number">([^<]+)<', cell)[1]
            found[number] = titles
    return found


@pytest.mark.parametrize(
    ("language", "name"), [("en", "December 2026"), ("fa", "آذر ۱۴۰۵")]
)
def test_month_is_the_current_one_of_the_readers_calendar(client, language, name):
    assert heading(month_page(client, language)) == name


def test_month_of_a_day_is_the_one_around_it_in_each_language(client):
    headings = {
        code: heading(month_page(client, code, "2027-03-20/"))
        for code in ("en", "pl", "fa")
    }

    assert headings == {"en": "March 2027", "pl": "marzec 2027", "fa": "اسفند ۱۴۰۵"}


def test_language_is_changed_to_the_same_days(client):
    page = month_page(client, "en", "2027-03-15/", "?language=fa")

    assert 'href="/fa/events/month/2027-03-15/?language=fa"' in page


@pytest.mark.parametrize(
    ("language", "first"),
    [("en", "Sunday"), ("vi", "Thứ Hai"), ("pl", "poniedziałek"), ("fa", "شنبه")],
)
def test_weeks_begin_as_in_the_language(client, language, first):
    page = month_page(client, language)

    names = re.findall(r'<span class="visually-hidden">([^<]+)</span></th>', page)
    assert (len(names), names[0]) == (7, first)


def test_month_shows_events_past_and_coming_on_their_days(client):
    OutreachEventFactory(title_en="Past", starts_at=NOW - 4 * DAY)
    OutreachEventFactory(title_en="Fair", starts_at=NOW + 6 * DAY)
    OutreachEventFactory(
        title_en="Weekend", starts_at=NOW + 6 * DAY, ends_at=NOW + 8 * DAY
    )
    OutreachEventFactory(title_en="Secret", starts_at=NOW, status="planned")
    OutreachEventFactory(title_en="Next year", starts_at=NOW + 40 * DAY)

    assert days_with_events(month_page(client, "en")) == {
        "1": ["Past"],
        "11": ["Fair", "Weekend"],
        "12": ["Weekend"],
        "13": ["Weekend"],
    }


def test_month_has_persian_digits_on_persian_pages(client):
    OutreachEventFactory(title_fa="بازار", starts_at=NOW)

    page = month_page(client, "fa")

    assert days_with_events(page) == {"۱۴": ["بازار"]}
    assert "شنبه ۱۴\u00a0آذر\u00a0۱۴۰۵" in page
    assert "۱۲:۰۰" in page


def test_month_says_how_an_event_of_several_days_goes_on(client):
    OutreachEventFactory(starts_at=NOW, ends_at=NOW + 2 * DAY)
    midnight = dt.datetime(2026, 12, 9, 8, tzinfo=dt.UTC)
    OutreachEventFactory(starts_at=midnight, ends_at=midnight + DAY)

    times = re.findall(r'month__time">(.*?)</span>', month_page(client, "en"))

    assert times == [
        "<bdi>12:00\u202fPM</bdi>",
        "all day",
        "until 12:00\u202fPM",
        "all day",
    ]


def test_month_marks_what_is_canceled_and_this_day(client):
    OutreachEventFactory(starts_at=NOW, status="canceled")

    page = month_page(client, "en")

    assert page.count("data-today") == 1
    assert '<li data-status="canceled">' in page
    assert "<span>Canceled</span>" in page


def test_month_is_a_table_with_a_caption(client):
    page = month_page(client, "en")

    assert "Events in December 2026, a week a row</caption>" in page
    assert page.count('<th scope="col">') == 7
    assert len(re.findall(r"<tr>", page)) == 1 + 5


def test_month_leads_from_month_to_month_as_far_as_there_are_events(client):
    OutreachEventFactory(starts_at=NOW - 40 * DAY)
    OutreachEventFactory(starts_at=NOW + 40 * DAY)

    def ways(path: str = "") -> dict[str, str]:
        page = month_page(client, "en", path, "?language=")
        links = re.findall(r'rel="(prev|next)" href="([^"]+)"', page)
        return dict(links)

    assert ways() == {
        "prev": "/en/events/month/2026-11-15/",
        "next": "/en/events/month/2027-01-15/",
    }
    assert ways("2026-10-20/") == {"next": "/en/events/month/2026-11-15/"}
    assert ways("2027-01-15/") == {"prev": "/en/events/month/2026-12-15/"}


def test_month_keeps_the_choice_from_month_to_month(client):
    OutreachEventFactory(starts_at=NOW + 40 * DAY, languages=["it"])

    page = month_page(client, "en", "", "?language=it")

    assert 'href="/en/events/month/2027-01-15/?language=it"' in page


def test_month_shows_what_was_chosen_only(client):
    OutreachEventFactory(title_en="Here", starts_at=NOW, languages=["it"])
    OutreachEventFactory(title_en="Not", starts_at=NOW, languages=["vi"])
    OutreachEventFactory(title_en="Past", starts_at=NOW - DAY, languages=["it"])

    found = days_with_events(month_page(client, "en", "", "?language=it"))
    past = days_with_events(month_page(client, "en", "", "?language=it&when=past"))

    assert found == {"4": ["Past"], "5": ["Here"]}
    assert past == {"4": ["Past"]}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "No event is announced for this month."),
        ("?language=it", "No event of this month matches all of your choices."),
    ],
)
def test_month_without_events_says_so(client, query, words):
    assert words in month_page(client, "en", "", query)


@pytest.mark.parametrize(
    "path", ["2026-02-30/", "2026-13-01/", "1899-12-31/", "2200-01-01/", "today/"]
)
def test_there_is_no_month_of_no_day(client, path):
    assert client.get(f"/en/events/month/{path}").status_code == 404


@pytest.mark.parametrize("path", ["1900-01-01/", "2199-12-31/"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_months_end_where_their_addresses_do(client, path, language):
    OutreachEventFactory(starts_at=dt.datetime(1890, 1, 1, tzinfo=dt.UTC))
    OutreachEventFactory(starts_at=dt.datetime(2210, 1, 1, tzinfo=dt.UTC))

    month_page(client, language, path)
