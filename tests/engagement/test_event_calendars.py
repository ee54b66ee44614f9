"""Calendar files: accepted by two independent readers, and followed by them."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
import vobject

from civic import editions
from engagement import calendar_files
from engagement.models import OutreachEvent
from tests.engagement.factories import OutreachEventFactory
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db

CITY = ZoneInfo("America/Los_Angeles")
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NOW = dt.datetime(2026, 10, 20, 20, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel(NOW, tick=False):
        yield


def fetched(client, path: str = "calendar.ics", language: str = "en") -> bytes:
    response = client.get(f"/{language}/events/{path}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.getvalue()


def entries(client, path: str = "calendar.ics", language: str = "en") -> list:
    return icalendar.Calendar.from_ical(fetched(client, path, language)).events


def entry(client, event: OutreachEvent, language: str = "en") -> icalendar.Event:
    (found,) = entries(client, f"{event.slug}.ics", language)
    return found


def read_by_vobject(content: bytes) -> list:
    calendar = vobject.readOne(content.decode())
    return list(calendar.contents.get("vevent", []))


# Times


def hours_around_the_changes() -> list[dt.datetime]:
    """Each half hour from before until after both changes of clocks."""
    changes = (
        dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC),
        dt.datetime(2027, 3, 14, 10, tzinfo=dt.UTC),
    )
    return [change + n * HOUR / 2 for change in changes for n in range(-6, 7)]


def test_both_readers_find_the_very_instants(client):
    starts = [*hours_around_the_changes(), NOW, NOW + 300 * DAY]
    for start in starts:
        OutreachEventFactory(starts_at=start, ends_at=start + 1.5 * HOUR)
    expected = sorted((start, start + 1.5 * HOUR) for start in starts)

    content = fetched(client)

    by_icalendar = [
        (one.DTSTART.astimezone(dt.UTC), one.DTEND.astimezone(dt.UTC))
        for one in icalendar.Calendar.from_ical(content).events
    ]
    by_vobject = [
        (one.dtstart.value.astimezone(dt.UTC), one.dtend.value.astimezone(dt.UTC))
        for one in read_by_vobject(content)
    ]
    assert by_icalendar == expected
    assert by_vobject == expected


def test_times_are_those_of_the_citys_clocks(client):
    event = OutreachEventFactory(starts_at=dt.datetime(2026, 12, 5, 10, tzinfo=CITY))

    content = fetched(client, f"{event.slug}.ics").decode()

    assert "DTSTART;TZID=America/Los_Angeles:20261205T100000\r\n" in content
    assert content.count("BEGIN:VTIMEZONE") == 1


def test_hour_that_comes_twice_is_told_apart(client):
    second = dt.datetime(2026, 11, 1, 1, 30, tzinfo=CITY, fold=1)
    event = OutreachEventFactory(starts_at=second)

    assert "DTSTART:20261101T093000Z" in fetched(client, f"{event.slug}.ics").decode()


def test_whole_days_are_days_and_not_times(client):
    first = dt.datetime(2026, 10, 31, tzinfo=CITY)
    last = dt.datetime(2026, 11, 2, tzinfo=CITY)  # an hour more than two days later
    event = OutreachEventFactory(starts_at=first, ends_at=last)

    content = fetched(client, f"{event.slug}.ics")

    assert b"DTSTART;VALUE=DATE:20261031\r\n" in content
    assert b"DTEND;VALUE=DATE:20261102\r\n" in content
    (read,) = read_by_vobject(content)
    assert (read.dtstart.value, read.dtend.value) == (first.date(), last.date())


def test_event_of_several_days_is_one_entry(client):
    event = OutreachEventFactory(starts_at=NOW, ends_at=NOW + 2 * DAY)

    assert entry(client, event).DTEND - entry(client, event).DTSTART == 2 * DAY


# What an entry says


@pytest.fixture
def fair():
    return OutreachEventFactory(
        slug="fair",
        title_en="Fair; with music, food",
        title_vi="Hội chợ",
        title_fa="بازارچه",
        description_en="First line.\nSecond: a \\ backslash.",
        host_en="Neighbors",
        venue_en="Oak Hall",
        address="1 Oak Street",
        latitude=37.3355,
        longitude=-121.885,
        district=DistrictFactory(name_en="East"),
        languages=["en", "vi"],
        access=["step_free", "captions"],
        access_notes_en="Enter by the garden.",
        setting="fair",
        revision=3,
        starts_at=NOW + DAY,
    )


def test_entry_says_all_that_a_calendar_can(client, fair):
    found = entry(client, fair)

    assert str(found["SUMMARY"]) == "Fair; with music, food"
    assert found["SUMMARY"].params["LANGUAGE"] == "en"
    assert str(found["DESCRIPTION"]) == (
        "First line.\nSecond: a \\ backslash.\n\n"
        "Our staff there speak: English, Tiếng Việt\n\n"
        "Host: Neighbors\n\n"
        "Accessibility: Step-free, Live captions\n\n"
        "Enter by the garden."
    )
    assert str(found["LOCATION"]) == "Oak Hall, 1 Oak Street"
    assert (found["GEO"].latitude, found["GEO"].longitude) == (37.3355, -121.885)
    assert str(found["URL"]) == "http://testserver/en/events/fair/"
    assert [str(one) for one in found.categories] == ["Resource fair"]
    assert found["STATUS"] == "CONFIRMED"
    assert found["SEQUENCE"] == 3
    assert found["TRANSP"] == "TRANSPARENT"
    assert (
        found.DTSTAMP == found.LAST_MODIFIED == fair.updated_at.replace(microsecond=0)
    )


def test_second_reader_finds_the_same_words(client, fair):
    (found,) = read_by_vobject(fetched(client, "fair.ics"))

    expected = entry(client, fair)
    assert found.summary.value == str(expected["SUMMARY"])
    assert found.description.value == str(expected["DESCRIPTION"])
    assert found.location.value == str(expected["LOCATION"])
    assert found.uid.value == str(expected["UID"])


def test_texts_are_in_the_page_language_or_say_which_they_are_in(client, fair):
    vietnamese, polish = entry(client, fair, "vi"), entry(client, fair, "pl")

    assert str(vietnamese["SUMMARY"]) == "Hội chợ"
    assert vietnamese["SUMMARY"].params["LANGUAGE"] == "vi"
    assert str(polish["SUMMARY"]) == "Fair; with music, food"
    assert polish["SUMMARY"].params["LANGUAGE"] == "en"
    assert str(vietnamese["URL"]).endswith("/vi/events/fair/")


def test_entry_is_the_same_one_in_every_language_and_file(client, fair):
    uids = {
        str(found["UID"])
        for language in ("en", "fa")
        for path in ("calendar.ics", "fair.ics")
        for found in entries(client, path, language)
    }

    assert uids == {f"event-{fair.pk}@localhost"}


@pytest.mark.parametrize(
    ("status", "expected"),
    [("confirmed", "CONFIRMED"), ("held", "CONFIRMED"), ("canceled", "CANCELLED")],
)
def test_status_is_one_that_calendars_know(client, fair, status, expected):
    OutreachEvent.objects.update(status=status)

    assert entry(client, fair)["STATUS"] == expected


def test_planned_event_would_be_tentative():
    event = OutreachEventFactory(status="planned")

    made = calendar_files.entry(event, "https://listen.example.org")

    assert made["STATUS"] == "TENTATIVE"


def test_canceled_event_stays_and_says_so_in_words_too(client, fair):
    OutreachEvent.objects.update(
        status="canceled", status_note_en="The hall is closed."
    )

    (found,) = entries(client)

    assert found["STATUS"] == "CANCELLED"
    assert str(found["SUMMARY"]) == "Canceled: Fair; with music, food"
    assert str(found["DESCRIPTION"]).startswith("The hall is closed.\n\nFirst line.")


def test_online_meeting_is_where_it_is_met(client):
    address = "https://meet.example.org/room?key=a,b;c"
    event = OutreachEventFactory(online_address=address, setting="online")

    found = entry(client, event)

    assert str(found["LOCATION"]) == address
    assert str(found["DESCRIPTION"]).endswith(address)


# What could break the file


HOSTILE = [
    "One\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Two",
    "One\nATTACH:https://evil.example",
    "One\rX",
    "One\u2028X\u2029Y\x85Z\x0bV\x0cF",
    "One\x00\x1b\u202etxt.exe",
    "One\\nX\\;",
    "One\ud800",
    'One";X=Y:',
]
TEXTS = ["title_en", "description_en", "venue_en", "host_en", "access_notes_en"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_can_add_a_line_of_its_own(client, text):
    made = OutreachEventFactory(slug="fair", address="x", status="canceled")
    for field in (*TEXTS, "status_note_en", "address"):
        setattr(made, field, text.encode("utf-8", "ignore").decode().replace("\0", ""))
    made.save()

    content = fetched(client, "fair.ics")

    lines = content.decode().replace("\r\n ", "").split("\r\n")
    names = {line.partition(":")[0].partition(";")[0] for line in lines if line}
    assert names <= {
        *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME"),
        *("X-WR-CALNAME", "X-WR-TIMEZONE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
        *("TZID", "DTSTART", "DTEND", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"),
        *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS", "TRANSP"),
        *("SUMMARY", "DESCRIPTION", "CATEGORIES", "LOCATION", "URL"),
    }
    # Nothing but the end of a line ends a line, whoever reads it
    assert len(content.decode().splitlines()) == content.count(b"\r\n")
    assert len(icalendar.Calendar.from_ical(content).events) == 1
    assert len(read_by_vobject(content)) == 1


def test_address_of_a_meeting_cannot_add_a_line(client):
    address = "https://meet.example.org/\r\nATTACH:x"
    made = OutreachEventFactory(slug="fair")
    OutreachEvent.objects.filter(pk=made.pk).update(online_address=address)

    assert b"\r\nATTACH" not in fetched(client, "fair.ics")


def test_long_lines_are_folded_between_characters(client):
    title = "Bàn lắng nghe ở chợ nông sản của khu phố " * 4
    event = OutreachEventFactory(title_en=title.strip(), title_fa="جشنوارهٔ " * 20)

    for language in ("en", "fa"):
        content = fetched(client, f"{event.slug}.ics", language)
        assert max(len(line) for line in content.split(b"\r\n")) <= 75
        for line in content.split(b"\r\n"):
            line.decode()  # no character is cut in two
    assert str(entry(client, event)["SUMMARY"]) == title.strip()


# The subscription


def test_calendar_is_named_in_the_language_and_asks_to_be_fetched_again(client):
    calendar = icalendar.Calendar.from_ical(fetched(client))

    name = "Outreach events: The Listening Table"
    assert str(calendar["X-WR-CALNAME"]) == str(calendar["NAME"]) == name
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    assert calendar["X-WR-TIMEZONE"] == "America/Los_Angeles"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in fetched(client)


def test_calendar_holds_what_is_public_from_a_season_ago_on(client):
    OutreachEventFactory(title_en="Old", starts_at=NOW - 100 * DAY)
    OutreachEventFactory(title_en="Held", starts_at=NOW - 80 * DAY, status="held")
    OutreachEventFactory(title_en="Off", starts_at=NOW, status="canceled")
    OutreachEventFactory(title_en="Planned", starts_at=NOW, status="planned")
    OutreachEventFactory(title_en="Far", starts_at=NOW + 900 * DAY)

    titles = [str(one["SUMMARY"]) for one in entries(client)]

    assert titles == ["Held", "Canceled: Off", "Far"]


def test_calendar_follows_a_choice(client):
    here = DistrictFactory(code="east")
    OutreachEventFactory(title_en="Here", district=here, languages=["vi"])
    OutreachEventFactory(title_en="There", languages=["vi"])

    (found,) = entries(client, "calendar.ics?district=east&language=vi", "vi")

    assert str(found["SUMMARY"]) == "Here"


def test_pages_lead_to_the_calendar_of_their_choice(client):
    DistrictFactory(code="east")

    page = client.get("/vi/events/?district=east").content.decode()

    assert 'href="webcal://testserver/vi/events/calendar.ics?district=east"' in page
    assert 'href="/vi/events/calendar.ics?district=east"' in page


def test_calendar_without_events_is_a_calendar_all_the_same(client):
    content = fetched(client)

    assert icalendar.Calendar.from_ical(content).events == []
    assert vobject.readOne(content.decode()).name == "VCALENDAR"


@pytest.mark.parametrize("rows", [1, 3, 120])
def test_calendar_is_streamed_with_the_same_queries(
    client, rows, django_assert_num_queries
):
    for _number in range(rows):
        OutreachEventFactory(district=DistrictFactory())

    with django_assert_num_queries(3):
        response = client.get("/en/events/calendar.ics")
        pieces = list(response.streaming_content)

    assert response.streaming
    assert len(pieces) == 3 + rows // 50


def test_language_of_the_pieces_is_that_of_the_page(client):
    OutreachEventFactory(setting="park")
    response = client.get("/fa/events/calendar.ics")
    client.get("/en/events/")  # another page is made before it is read

    (found,) = icalendar.Calendar.from_ical(response.getvalue()).events

    assert found["CATEGORIES"].params["LANGUAGE"] == "fa"
    assert [str(one) for one in found.categories] == ["پارک"]


# Asking again


@pytest.mark.parametrize("path", ["calendar.ics", "fair.ics", "feed/"])
def test_what_has_not_changed_is_not_sent_again(
    client, fair, path, django_assert_num_queries
):
    address = f"/en/events/{path}"
    first = client.get(address)
    headers = {"if-none-match": first["ETag"]}

    with django_assert_num_queries(0):
        again = client.get(address, headers=headers)

    assert (again.status_code, again.content) == (304, b"")
    since = {"if-modified-since": first["Last-Modified"]}
    assert client.get(address, headers=since).status_code == 304


@pytest.mark.parametrize("path", ["calendar.ics", "fair.ics", "feed/"])
def test_what_has_changed_is_sent_again(client, fair, path):
    address = f"/en/events/{path}"
    headers = {"if-none-match": client.get(address)["ETag"]}

    fair.district.name_en = "Far East"
    fair.district.save()
    editions.forget()

    assert client.get(address, headers=headers).status_code == 200


def test_each_choice_and_language_and_day_has_a_tag_of_its_own(client, fair):
    addresses = ["/en/events/calendar.ics", "/fa/events/calendar.ics"]
    tags = {client.get(address)["ETag"] for address in addresses}
    tags.add(client.get(f"{addresses[0]}?language=vi")["ETag"])
    with time_machine.travel(NOW + DAY):
        tags.add(client.get(addresses[0])["ETag"])

    assert len(tags) == 4


def test_file_of_an_event_is_called_after_it(client, fair):
    response = client.get("/en/events/fair.ics")

    assert response["Content-Disposition"] == 'attachment; filename="fair.ics"'


@pytest.mark.parametrize("status", ["planned", None])
def test_there_is_no_file_of_what_is_not_public(client, as_user, librarian, status):
    if status:
        OutreachEventFactory(slug="fair", status=status)

    assert client.get("/en/events/fair.ics").status_code == 404
    assert as_user(librarian).get("/en/events/fair.ics").status_code == 404


@pytest.mark.parametrize("path", ["calendar.ics", "fair.ics", "feed/"])
def test_files_are_read_only_and_leave_no_cookie(client, fair, path):
    assert client.post(f"/en/events/{path}").status_code == 405
    head = client.head(f"/en/events/{path}")
    assert head.status_code == 200
    assert not client.get(f"/en/events/{path}").cookies


def test_portal_domain_is_the_first_host(settings, client, fair):
    settings.PORTAL_DOMAIN = "listen.example.org"

    assert str(entry(client, fair)["UID"]) == f"event-{fair.pk}@listen.example.org"
