"""A librarian logs what people say at an event, on a phone, in English and Persian."""

import pytest
from playwright.sync_api import Page, expect

from engagement.models import Conversation
from surveys.models import Response
from tests.engagement.factories import GuideFactory, OutreachEventFactory

pytestmark = pytest.mark.django_db(transaction=True)


class Thumb:
    """Taps on a page, counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, selector: str) -> None:
        self.page.locator(selector).locator("visible=true").first.tap()
        self.taps += 1


@pytest.fixture
def event():
    GuideFactory()
    return OutreachEventFactory(title_en="Spring festival", title_fa="جشنوارهٔ بهار")


def address(event, language: str) -> str:
    return f"/{language}/desk/conversations/{event.pk}/"


@pytest.mark.parametrize("language", ["en", "fa"])
def test_log_a_common_conversation_takes_three_taps(
    event, librarian, browser_as, phone, language
):
    page = browser_as(librarian, phone)
    page.goto(address(event, language))
    thumb = Thumb(page)

    thumb.tap("label:has([value=borrow])")
    thumb.tap("[data-log-next]")
    page.keyboard.type("قصه‌خوانی" if language == "fa" else "reading aloud")
    thumb.tap(".log-bar__save")
    expect(page.locator(".notice[data-kind=good]")).to_be_visible()

    assert thumb.taps == 3
    stored = Response.objects.get()
    assert stored.answers["WHY"] == ["borrow"]
    assert (stored.people, stored.language) == (1, language)
    assert page.locator("[value=borrow]").is_checked() is False


@pytest.mark.parametrize("language", ["en", "fa"])
def test_log_people_and_language_with_large_buttons(
    event, librarian, browser_as, phone, language
):
    page = browser_as(librarian, phone)
    page.goto(address(event, language))
    thumb = Thumb(page)

    thumb.tap("label:has([value=space])")
    thumb.tap("[data-log-change]")
    thumb.tap("label:has(input[value=vi])")
    thumb.tap("[data-step-by='1']")
    thumb.tap("[data-step-by='1']")
    shown = page.locator("[data-log-people]").text_content()
    thumb.tap(".log-bar__save")
    expect(page.locator(".notice[data-kind=good]")).to_be_visible()

    assert shown == {"en": "3", "fa": "۳"}[language]
    stored = Response.objects.get()
    assert (stored.people, stored.language) == (3, "vi")
    assert page.locator("input[value=vi]").is_checked()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_log_answers_and_buttons_stand_within_reach(
    event, librarian, browser_as, phone, language
):
    page = browser_as(librarian, phone)
    page.goto(address(event, language))

    height = page.viewport_size["height"]
    rows = page.locator(".choice:visible")
    boxes = [rows.nth(number).bounding_box() for number in range(rows.count())]
    save = page.locator(".log-bar__save").bounding_box()

    assert min(box["height"] for box in boxes) >= 48
    assert boxes[-1]["y"] > height / 2
    assert save["y"] > height * 0.8
    assert save["y"] + save["height"] <= height
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == page.viewport_size["width"]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_log_works_without_a_script(
    event, librarian, browser_as, without_script, language
):
    page = browser_as(librarian, without_script)
    page.goto(address(event, language))

    page.locator("[value=programs]").check()
    page.locator("[name=people]").fill("۴")
    page.locator("[name=quotation]").fill("Open at nine")
    page.locator("[value=anonymous]").check()
    page.locator(".log-bar__save").click()

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    stored = Conversation.objects.get()
    assert stored.response.people == 4
    assert stored.quotation_consent == "anonymous"


def test_log_shows_all_of_the_form_when_something_is_wrong(
    event, librarian, browser_as, phone
):
    page = browser_as(librarian, phone)
    page.goto(address(event, "en"))

    page.locator("[data-log-next]").tap()
    page.keyboard.type("more manga")
    page.locator("[data-log-change]").tap()
    page.locator("[name=people]").fill("0")
    page.locator(".log-bar__save").tap()

    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page.locator("[name=q-WISH]")).to_have_value("more manga")
    page.locator("[name=people]").fill("1")
    page.locator(".log-bar__save").tap()
    expect(page.locator(".notice[data-kind=good]")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_log_board_is_reviewed_and_saved(
    event, librarian, browser_as, without_script, language
):
    page = browser_as(librarian, without_script)
    page.goto(address(event, language) + "board/")

    page.locator("[name=notes]").fill("more manga x3\nقصه‌خوانی ×۲\nopen earlier")
    page.locator("[name=step][value=review]:not(.enter-key)").click()
    page.locator("[name=lines-2-people]").fill("۵")
    page.locator("[name=step][value=save]:not(.enter-key)").click()

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    rows = Response.objects.order_by("pk").values_list("answers__WISH", "people")
    assert list(rows) == [("more manga", 3), ("قصه‌خوانی", 2), ("open earlier", 5)]


def test_log_can_be_filled_in_with_the_keyboard_alone(
    event, librarian, browser_as, desktop
):
    page = browser_as(librarian, desktop)
    page.goto(address(event, "en"))

    page.locator("[value=borrow]").focus()
    page.keyboard.press("Space")
    page.locator("[data-log-next]").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("more manga")
    page.locator(".log-bar__save").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    assert Response.objects.get().answers == {"WHY": ["borrow"], "WISH": "more manga"}


@pytest.mark.parametrize("language", ["en", "fa"])
def test_log_stickers_are_counted_by_choice(
    event, librarian, browser_as, without_script, language
):
    page = browser_as(librarian, without_script)
    page.goto(address(event, language) + "board/")

    page.locator("a[href$='question=WHY']").click()
    page.locator("[name=choice-borrow]").fill("۱۲")
    page.locator("[name=notes]").fill("to sleep ×2")
    page.locator("[name=step][value=review]:not(.enter-key)").click()
    expect(page.locator("[name=lines-0-people]")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    page.locator("[name=step][value=save]:not(.enter-key)").click()

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    rows = Response.objects.order_by("pk").values_list("answers", "people")
    assert list(rows) == [
        ({"WHY": ["borrow"]}, 12),
        ({"WHY": ["other"], "WHY-other": "to sleep"}, 2),
    ]
    assert width == page.viewport_size["width"]
