"""What search engines read of an event (schema.org)."""

import datetime as dt
import json
import re

import pytest

from tests.engagement.factories import OutreachEventFactory
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 12, 5, 20, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def described(client, language: str = "en", **fields) -> dict:
    OutreachEventFactory(slug="fair", starts_at=NOON, **fields)
    return description(client, language)


def description(client, language: str = "en") -> dict:
    page = client.get(f"/{language}/events/fair/").content.decode()
    (found,) = SCRIPT.findall(page)
    return json.loads(found)


def test_event_is_described_in_full(client):
    found = described(
        client,
        title_en="Fair",
        description_en="Come.",
        host_en="Neighbors",
        venue_en="Oak Hall",
        address="1 Oak Street",
        latitude=37.3355,
        longitude=-121.885,
        languages=["en", "fa"],
        access=["step_free"],
    )

    address = "http://testserver/en/events/fair/"
    assert found == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": "Fair",
        "description": "Come.",
        "startDate": "2026-12-05T12:00-08:00",
        "endDate": "2026-12-05T14:00-08:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "Oak Hall",
                "address": {"@type": "PostalAddress", "streetAddress": "1 Oak Street"},
                "geo": {
                    "@type": "GeoCoordinates",
                    "latitude": 37.3355,
                    "longitude": -121.885,
                },
                "amenityFeature": [
                    {
                        "@type": "LocationFeatureSpecification",
                        "name": "Step-free",
                        "value": True,
                    }
                ],
            }
        ],
        "organizer": {"@type": "Organization", "name": "Neighbors"},
        "inLanguage": ["en", "fa"],
        "isAccessibleForFree": True,
    }


def test_description_is_in_the_page_language(client):
    found = described(client, "fa", title_fa="بازارچه", district=DistrictFactory())

    assert found["name"] == "بازارچه"
    assert found["location"][0]["name"].startswith("ناحیهٔ ")
    assert found["organizer"] == {
        "@type": "Organization",
        "name": "میز شنیدن",
        "url": "http://testserver/",
    }


def test_canceled_event_is_so_for_machines_too(client):
    found = described(client, status="canceled")

    assert found["eventStatus"] == "https://schema.org/EventCancelled"


def test_online_meeting_has_an_address_and_no_place(client):
    found = described(
        client, setting="online", online_address="https://meet.example.org/room"
    )

    assert found["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")
    assert found["location"] == [
        {"@type": "VirtualLocation", "url": "https://meet.example.org/room"}
    ]


def test_event_may_be_met_in_both_ways(client):
    found = described(
        client, venue_en="Oak Hall", online_address="https://meet.example.org/room"
    )

    assert found["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")
    assert [one["@type"] for one in found["location"]] == ["Place", "VirtualLocation"]


def test_whole_days_are_dates(client):
    midnight = NOON - 12 * HOUR
    OutreachEventFactory(slug="fair", starts_at=midnight, ends_at=midnight + 48 * HOUR)

    found = description(client)

    assert (found["startDate"], found["endDate"]) == ("2026-12-05", "2026-12-06")


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "a & b \u2028 c",
        '"}, "@type": "Person',
    ],
)
def test_no_text_ends_the_description(client, text):
    found = described(client, title_en=text)

    assert found["name"] == text
    page = client.get("/en/events/fair/").content.decode()
    assert page.count("<script") == page.count("</script>") == 1
