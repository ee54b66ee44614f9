import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from civic.models import Activity
from tests.engagement.factories import OutreachEventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return OutreachEventFactory()


@pytest.fixture
def desk(as_user, librarian):
    return as_user(librarian)


def address(event, language="en") -> str:
    return f"/{language}/desk/conversations/{event.pk}/reach/"


def sent(**fields) -> dict:
    common = {
        "attendance": "300",
        "attendance_is": "at_least",
        "stopped_by": "263",
        "staff_hours": "7.5",
    }
    return common | fields


def errors(response) -> list[str]:
    found = response.context["form"].errors
    return [str(error) for messages in found.values() for error in messages]


def test_reach_is_recorded_and_the_event_held(desk, event):
    response = desk.post(address(event), sent(), follow=True)

    event.refresh_from_db()
    assert (event.attendance, event.stopped_by, event.status) == (300, 263, "held")
    assert "Saved. This event now counts as held." in response.content.decode()
    assert Activity.objects.get().verb == "recorded_reach"


@pytest.mark.parametrize("hours", ["7.5", "7,5", "۷٫۵", "٧٫٥"])
def test_reach_takes_any_digits(desk, event, hours):
    desk.post(address(event, "fa"), sent(attendance="۳۰۰", staff_hours=hours))

    event.refresh_from_db()
    assert (event.attendance, event.staff_hours) == (300, Decimal("7.5"))


def test_reach_is_shown_in_the_pages_digits(desk, event):
    desk.post(address(event), sent())

    html = desk.get(address(event, "fa")).content.decode()

    assert 'value="۳۰۰"' in html
    assert 'value="۷٫۵"' in html


@pytest.mark.parametrize(
    "fields",
    [
        {"attendance": "-1"},
        {"attendance": "99999999999999"},
        {"attendance": "many"},
        {"attendance": "1\x00"},
        {"stopped_by": "1.5"},
        {"staff_hours": "NaN"},
        {"staff_hours": "99999"},
        {"staff_hours": "1.234"},
        {"attendance_is": "about"},
    ],
)
def test_reach_refuses_what_is_no_count(desk, event, fields):
    response = desk.post(address(event), sent(**fields))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(fields)
    event.refresh_from_db()
    assert event.attendance is None


def test_reach_needs_one_number_of_people(desk, event):
    response = desk.post(address(event), sent(attendance="", stopped_by=""))

    assert errors(response) == ["Write at least one of the two numbers of people."]


def test_reach_refuses_more_at_the_table_than_attended(desk, event):
    response = desk.post(address(event), sent(attendance_is="exact", attendance="20"))

    assert errors(response) == [
        "More people stopped by than attended: correct one of the two."
    ]
    event.refresh_from_db()
    assert event.status == "confirmed"


def test_reach_of_an_event_to_come_is_refused(desk):
    event = OutreachEventFactory(starts_at=timezone.now() + dt.timedelta(days=2))

    assert "still to come" in desk.get(address(event)).content.decode()
    assert "still to come" in desk.post(address(event), sent()).content.decode()
    event.refresh_from_db()
    assert event.attendance is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"attendance": "2000000"}, "Write at most 1000000 people: check the digits."),
        ({"stopped_by": "-1"}, "The number of people cannot be below 0."),
        (
            {"staff_hours": "1234567"},
            "Write at most 9999 hours, with two decimals, such as 7.25.",
        ),
        ({"attendance_is": ""}, "Choose “exactly” or “at least”."),
    ],
)
def test_reach_says_how_to_mend_it(desk, event, fields, message):
    assert errors(desk.post(address(event), sent(**fields))) == [message]


def test_reach_links_what_contradicts_to_a_field(desk, event):
    response = desk.post(address(event), sent(attendance_is="exact", attendance="20"))
    page = response.content.decode()

    assert list(response.context["form"].errors) == ["stopped_by"]
    assert page.count('<a href="#id_stopped_by">') == 1
    assert page.count("<title>Please correct: ") == 1
