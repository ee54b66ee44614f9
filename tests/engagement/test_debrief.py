"""The debrief of five minutes: what was heard and promised, and nobody's name."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from civic.models import Activity
from engagement.actions.reach import write_debrief
from engagement.models import Debrief
from tests.engagement.factories import OutreachEventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return OutreachEventFactory()


@pytest.fixture
def desk(as_user, librarian):
    return as_user(librarian)


def address(event, language="en") -> str:
    return f"/{language}/desk/events/{event.pk}/debrief/"


def sent(**fields) -> dict:
    common = {
        "heard-0": "More shade at the bus stop",
        "heard-1": "",
        "heard-2": "Story time in Persian",
        "promised": "Ask the city about shade\n\n Send the program in May ",
        "language": "en",
    }
    return common | fields


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 422
    found = response.context["form"].errors
    return {name: [str(one) for one in several] for name, several in found.items()}


def test_debrief_keeps_what_was_heard_and_promised(desk, event, librarian):
    response = desk.post(address(event), sent(), follow=True)

    debrief = Debrief.objects.get()
    assert debrief.heard == ["More shade at the bus stop", "Story time in Persian"]
    assert debrief.promises == ["Ask the city about shade", "Send the program in May"]
    assert (debrief.event, debrief.language) == (event, "en")
    assert debrief.written_by == librarian
    activity = Activity.objects.get()
    assert (activity.verb, activity.details) == (
        "debriefed",
        {"heard": 2, "promises": 2},
    )
    page = response.content.decode()
    assert "Only staff read it." in page
    assert "<li>Send the program in May</li>" in page


def test_debrief_is_corrected(desk, event):
    desk.post(address(event), sent())
    debrief = Debrief.objects.get()
    form = desk.get(address(event)).context["form"]
    assert form["heard-1"].value() == "Story time in Persian"
    assert form["promised"].value().splitlines() == debrief.promises

    seen_at = debrief.updated_at.isoformat()
    desk.post(address(event), sent(promised="", seen_at=seen_at))

    assert Debrief.objects.get().promises == []


def test_debrief_of_two_at_once_is_not_written_over(desk, event):
    desk.post(address(event), sent())

    response = desk.post(address(event), sent(**{"heard-0": "Benches"}))

    assert "Somebody else changed this" in errors(response)["__all__"][0]
    assert "Benches" in response.content.decode()
    assert Debrief.objects.get().heard[0] == "More shade at the bus stop"


def test_empty_debrief_is_refused(desk, event):
    nothing = {"heard-0": " ", "heard-2": "", "promised": "\n"}

    assert errors(desk.post(address(event), sent(**nothing))) == {
        "heard-0": ["Write down one thing you heard, or one promise."]
    }


def test_debrief_may_hold_promises_only(desk, event):
    desk.post(address(event), sent(**{"heard-0": "", "heard-2": ""}))

    assert Debrief.objects.get().heard == []


@pytest.mark.parametrize("field", ["heard-0", "heard-2", "promised"])
def test_debrief_that_leads_to_somebody_is_asked_back_and_may_be_confirmed(
    desk, event, field
):
    data = sent(**{field: "Call 408 555 0100"})

    response = desk.post(address(event), data)

    assert list(errors(response)) == [field]
    assert "looks like a telephone number" in errors(response)[field][0]
    assert not Debrief.objects.exists()
    desk.post(address(event), data | {"confirms_privacy": "on"})
    assert Debrief.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"heard-0": "x" * 1001}, "heard-0", "Write at most 1000 characters"),
        ({"promised": "x" * 4001}, "promised", "Write at most 4000 characters"),
        ({"language": "de"}, "language", "Choose the language you wrote in."),
    ],
)
def test_debrief_says_what_is_wrong(desk, event, fields, field, message):
    found = errors(desk.post(address(event), sent(**fields)))

    assert list(found) == [field]
    assert message in found[field][0]


def test_debrief_of_an_event_to_come_is_refused(desk):
    event = OutreachEventFactory(starts_at=timezone.now() + dt.timedelta(days=2))

    assert "still to come" in desk.get(address(event)).content.decode()
    assert "still to come" in desk.post(address(event), sent()).content.decode()
    assert not Debrief.objects.exists()


def test_debrief_keeps_what_is_typed_when_the_language_changes(desk, event):
    page = desk.post(address(event, "fa"), sent(in_language="fa")).content.decode()

    assert "More shade at the bus stop" in page
    assert not Debrief.objects.exists()


def test_debrief_is_not_for_translators_or_strangers(as_user, translator, event):
    Debrief.objects.create(event=event, heard=["Shade"], language="en")
    client = as_user(translator)

    assert client.get(address(event)).status_code == 403
    page = client.get(f"/en/desk/events/{event.pk}/")
    assert page.context["debrief"] is None


@pytest.mark.parametrize(
    ("heard", "promises", "reason"),
    [
        ([], [], "Write down one thing you heard"),
        (["a", "b", "c", "d"], [], "at most three things"),
    ],
)
def test_write_debrief_refuses(event, librarian, heard, promises, reason):
    with pytest.raises(ValidationError, match=reason):
        write_debrief(
            event, heard=heard, promises=promises, language="en", actor=librarian
        )
    assert not Debrief.objects.exists()


def test_write_debrief_refuses_a_canceled_event(librarian):
    event = OutreachEventFactory(status="canceled")

    with pytest.raises(ValidationError, match="canceled"):
        write_debrief(
            event, heard=["Shade"], promises=[], language="en", actor=librarian
        )


def test_debrief_offers_languages_only_one_of_them_chosen(as_user, editor):
    event = OutreachEventFactory()

    page = as_user(editor).get(f"/fa/desk/events/{event.pk}/debrief/").content.decode()

    choice = page.partition('<select name="language"')[2].partition("</select>")[0]
    assert choice.count("<option") == 5
    assert '<option value="fa" selected>' in choice
