"""Coming events as an Atom feed: valid, in the page's language, stable."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
import time_machine

from engagement.models import OutreachEvent
from tests.engagement.factories import OutreachEventFactory
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 12, 5, 20, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(NOW, tick=False):
        yield


def feed(client, language: str = "en", query: str = "") -> ET.Element:
    response = client.get(f"/{language}/events/feed/{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314 - it is our own


def text(element: ET.Element, path: str) -> str | None:
    return element.findtext(path, namespaces=ATOM)


def titles(root: ET.Element) -> list[str | None]:
    return [text(one, "a:title") for one in root.findall("a:entry", ATOM)]


def coming(**fields) -> OutreachEvent:
    return OutreachEventFactory(starts_at=NOW + DAY, **fields)


def test_feed_holds_what_is_coming_the_latest_change_first(client):
    coming(title_en="Older")
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        coming(title_en="Newer")
    coming(title_en="Planned", status="planned")
    OutreachEventFactory(title_en="Past", starts_at=NOW - DAY)

    assert titles(feed(client)) == ["Newer", "Older"]


def test_feed_has_what_the_standard_asks_for(client):
    event = coming(slug="fair")
    root = feed(client, "fa")

    assert root.get(LANGUAGE) == "fa"
    assert text(root, "a:id") == "tag:localhost,2026:fa/events"
    assert text(root, "a:updated") == "2026-12-05T20:00:00+00:00"
    assert text(root, "a:author/a:name") == "میز شنیدن"
    links = {one.get("rel"): one.get("href") for one in root.findall("a:link", ATOM)}
    assert links == {
        "alternate": "http://testserver/fa/events/",
        "self": "http://testserver/fa/events/feed/",
    }
    entry = root.find("a:entry", ATOM)
    assert text(entry, "a:id") == f"tag:localhost,2026:fa/event-{event.pk}"
    assert text(entry, "a:updated") == "2026-12-05T20:00:00+00:00"
    link = entry.find("a:link", ATOM).get("href")
    assert link == "http://testserver/fa/events/fair/"


def test_entry_says_when_and_where(client):
    coming(
        description_en="Come & <b>talk</b>",
        venue_en="Oak Hall",
        languages=["fa"],
        setting="fair",
    )
    entry = feed(client).find("a:entry", ATOM)

    assert text(entry, "a:summary") == (
        "<p>Sunday, December 6, 2026, from 12:00\u202fPM to 2:00\u202fPM</p>\n\n"
        "<p>Oak Hall</p>\n\n"
        "<p>Come &amp; &lt;b&gt;talk&lt;/b&gt;</p>\n\n"
        "<p>Our staff there speak: \u2068فارسی\u2069</p>"
    )
    assert entry.find("a:summary", ATOM).get("type") == "html"
    assert entry.find("a:category", ATOM).get("term") == "Resource fair"


def test_canceled_event_is_marked(client):
    coming(title_en="Fair", status="canceled", status_note_en="The hall is closed.")
    root = feed(client)

    assert titles(root) == ["Canceled: Fair"]
    assert "<p>The hall is closed.</p>" in text(root, "a:entry/a:summary")


def test_feed_follows_a_choice(client):
    coming(title_en="Here", district=DistrictFactory(code="east"))
    coming(title_en="There")
    root = feed(client, query="?district=east")

    assert titles(root) == ["Here"]
    assert text(root, "a:id") == "tag:localhost,2026:en/events?district=east"


def test_control_characters_do_not_break_the_feed(client):
    event = coming(slug="fair")
    OutreachEvent.objects.filter(pk=event.pk).update(
        title_en="Fair\x0b\x1b", description_en="\x08\u202eOne"
    )

    assert titles(feed(client)) == ["Fair"]


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_feed_takes_the_same_queries(client, rows, django_assert_num_queries):
    for _number in range(rows):
        coming(district=DistrictFactory())

    with django_assert_num_queries(2):
        feed(client)


def test_pages_lead_to_the_feed_of_their_choice(client):
    page = client.get("/pl/events/?language=pl").content.decode()

    assert (
        '<link rel="alternate" type="application/atom+xml" title="'
        in page.split("</head>", maxsplit=1)[0]
    )
    assert page.count('href="/pl/events/feed/?language=pl"') == 2
