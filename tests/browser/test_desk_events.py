"""Planning an event by keyboard, repeating it, and counting people with the thumb."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from engagement.models import Debrief, OutreachEvent
from tests.engagement.factories import OutreachEventFactory
from tests.engagement.planning import clock
from tests.factories import BranchFactory

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = pytest.mark.parametrize("language", ["en", "fa"])
TITLE = {"en": "Market stall", "fa": "غرفهٔ بازار"}
# A Saturday in December 2030, as each page has it typed
DAY = {"en": "12142030", "fa": "۱۴۰۹/۰۹/۲۳"}
TIMES = {"en": ("0930AM", "0100PM"), "fa": ("۹:۳۰", "۱۳:۰۰")}


def type_into(page: Page, name: str, text: str) -> None:
    """Reach a field as one does who cannot use a mouse, and type."""
    page.locator(f"[name={name}]").focus()
    page.keyboard.type(text)


@LANGUAGES
def test_event_is_planned_by_keyboard_alone(librarian, browser_as, desktop, language):
    own = BranchFactory()
    librarian.branches.add(own)
    page = browser_as(librarian, desktop)
    page.goto(f"/{language}/desk/events/")

    page.locator("[accesskey=n]").focus()
    page.keyboard.press("Enter")
    type_into(page, f"title_{language}", TITLE[language])
    type_into(page, "starts_on", DAY[language])
    for name, typed in zip(("starts_time", "ends_time"), TIMES[language], strict=True):
        type_into(page, name, typed)
    page.locator("[name=languages][value=vi]").focus()
    page.keyboard.press("Space")
    type_into(page, f"venue_{language}", "Roosevelt Plaza")
    page.keyboard.press("Enter")  # saves, from any line of the form

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    event = OutreachEvent.objects.get()
    assert getattr(event, f"title_{language}") == TITLE[language]
    assert (clock(event.starts_at), clock(event.ends_at)[11:]) == (
        "2030-12-14 09:30",
        "13:00",
    )
    assert event.languages == sorted([language, "vi"], key="en vi pl fa it".index)
    assert list(event.branches.all()) == [own]


@LANGUAGES
def test_event_is_repeated_without_script(
    librarian, browser_as, without_script, language
):
    event = OutreachEventFactory()
    page = browser_as(librarian, without_script)
    page.goto(f"/{language}/desk/events/{event.pk}/repeat/")

    page.locator("[name=times]").fill("۳" if language == "fa" else "3")
    page.locator("[name=step][value=look]").click()
    expect(page.locator("[name=days]")).to_have_count(3)
    page.locator("[name=days]").nth(1).uncheck()
    width = page.evaluate("document.documentElement.scrollWidth")
    page.locator("[name=step][value=plan]").click()

    expect(page.locator(".series > li")).to_have_count(3)
    assert OutreachEvent.objects.count() == 3
    assert width == page.viewport_size["width"]


@LANGUAGES
def test_people_are_counted_with_the_thumb_and_kept_on_the_device(
    librarian, browser_as, phone, language
):
    event = OutreachEventFactory()
    page = browser_as(librarian, phone)
    page.goto(f"/{language}/desk/conversations/{event.pk}/reach/")
    row = page.locator(".counter:has([name=language-fa])")

    for _person in range(3):
        row.locator("[data-count-by='1']").tap()
    row.locator("[data-count-by='-1']").tap()
    two = "۲" if language == "fa" else "2"
    expect(page.locator("[name=language-fa]")).to_have_value(two)
    expect(page.locator("[data-dimension=language] [data-sum-number]")).to_have_text(
        two
    )

    page.reload()  # as when the phone fell asleep
    expect(page.locator("[name=language-fa]")).to_have_value(two)
    expect(page.locator("[data-restored]")).to_be_visible()
    page.locator("[name=stopped_by]").fill("5")
    expect(page.locator("[data-dimension=language] [data-sum-differs]")).to_be_visible()
    page.locator(".log-bar__save").tap()

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    assert event.reach_counts.get().people == 2
    page.goto(f"/{language}/desk/conversations/{event.pk}/reach/")
    expect(page.locator("[data-restored]")).to_be_hidden()


@LANGUAGES
def test_people_are_counted_without_script(
    librarian, browser_as, without_script, language
):
    event = OutreachEventFactory()
    page = browser_as(librarian, without_script)
    page.goto(f"/{language}/desk/conversations/{event.pk}/reach/")

    expect(page.locator("[data-count-by]").first).to_be_hidden()
    page.locator("[name=stopped_by]").fill("۱۲")
    page.locator("[name=language-fa]").fill("۷")
    page.locator("[name=age-65-]").fill("5")
    page.locator(".log-bar__save").click()

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    counted = {one.group: one.people for one in event.reach_counts.all()}
    assert counted == {"fa": 7, "65-": 5}


@LANGUAGES
def test_counts_that_are_forgotten_do_not_come_back(
    librarian, browser_as, phone, language
):
    event = OutreachEventFactory()
    page = browser_as(librarian, phone)
    page.goto(f"/{language}/desk/conversations/{event.pk}/reach/")
    page.locator(".counter:has([name=age-0-12]) [data-count-by='1']").tap()
    page.reload()

    page.locator("[data-forget]").tap()

    expect(page.locator("[name=age-0-12]")).to_have_value("")
    expect(page.locator("[data-restored]")).to_be_hidden()


@LANGUAGES
def test_debrief_is_written_on_a_phone(librarian, browser_as, phone, language):
    event = OutreachEventFactory(
        starts_at=timezone.now() - dt.timedelta(hours=4),
    )
    page = browser_as(librarian, phone)
    page.goto(f"/{language}/desk/events/{event.pk}/debrief/")

    page.locator("[name=heard-0]").fill("More shade")
    page.locator("[name=promised]").fill("Ask the city\nSend the program")
    width = page.evaluate("document.documentElement.scrollWidth")
    page.locator(".log-bar__save").tap()

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    expect(page.locator(".debrief li")).to_have_count(3)
    assert Debrief.objects.get().language == language
    assert width == page.viewport_size["width"]


@pytest.mark.parametrize("language", ["vi", "pl"])
def test_desk_list_of_events_fits_a_phone(librarian, browser_as, phone, language):
    yesterday = timezone.now() - dt.timedelta(days=1)
    OutreachEventFactory.create_batch(2, starts_at=yesterday)
    page = browser_as(librarian, phone)
    page.set_viewport_size({"width": 360, "height": 700})

    page.goto(f"/{language}/desk/events/")

    expect(page.locator(".waits .badge")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_desk_list_gives_titles_more_room_than_branches(librarian, browser_as, desktop):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    OutreachEventFactory(
        starts_at=tomorrow,
        ends_at=tomorrow + dt.timedelta(days=2),
        branches=BranchFactory.create_batch(8),
    )
    page = browser_as(librarian, desktop)
    page.goto("/en/desk/events/")

    title, branches = (
        page.locator(f".event-table tbody {cell}").first.bounding_box()["width"]
        for cell in ("th", "td[data-label]")
    )
    assert title > branches
    assert title >= 256
