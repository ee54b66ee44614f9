"""What the portal does not take stays on the device and is mended there."""

import datetime as dt
import json
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from engagement.models import Conversation, OutreachEvent
from surveys.models import Response, Survey
from tests.browser import on_device
from tests.browser.conftest import PHONE
from tests.browser.on_device import LANGUAGES, open_log, queue, save, waits
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.factories import BranchFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event():
    GuideFactory()
    return OutreachEventFactory(
        title_en="Spring festival", title_fa="جشنوارهٔ بهار", title_pl="Festyn wiosenny"
    )


@pytest.fixture
def signed_in(librarian, browser_as, phone, desktop) -> tuple[Page, Page]:
    """The librarian's phone, and a computer of the library."""
    return browser_as(librarian, phone), browser_as(librarian, desktop)


def is_of_before_the_watch(page: Page) -> None:
    """Let the page be an older one, that does not know what may lead to a person."""
    page.evaluate(
        """() => {
            for (const field of document.querySelectorAll("[data-watch-privacy]"))
                field.removeAttribute("data-watch-privacy");
        }"""
    )


def back_with_a_connection(page: Page) -> None:
    """Wait until what was sent was refused."""
    page.context.set_offline(False)
    expect(page.locator("[data-log-status]")).to_have_attribute("data-state", "to-mend")


def open_refused(page: Page) -> Page:
    page.locator(".log-status__waiting").click()
    page.locator("[data-item-open]").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    return page


def save_again(page: Page, left: int = 0) -> None:
    page.locator(".log-bar__save").locator("visible=true").click()
    page.wait_for_url("**/waiting/")
    waits(page, left)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refused_entry_is_opened_mended_and_sent(
    event, librarian, browser_as, phone, language
):
    page = open_log(browser_as(librarian, phone), event, language)
    page.context.set_offline(True)
    is_of_before_the_watch(page)
    save(page, "call 408 555 0100")
    back_with_a_connection(page)
    page.locator(".log-status__waiting").click()
    expect(page.locator("[data-item-reasons] li")).to_contain_text(
        {"en": "408 555 0100", "fa": "۴۰۸ ۵۵۵ ۰۱۰۰"}[language]
    )
    width = page.evaluate("document.documentElement.scrollWidth")
    page.goto(on_device.waiting_address("fa" if language == "en" else "en"))
    expect(page.locator("[data-item-reasons] li")).to_contain_text(
        {"fa": "408 555 0100", "en": "۴۰۸ ۵۵۵ ۰۱۰۰"}[language]
    )
    page.goto(on_device.waiting_address(language))

    page.locator("[data-item-open]").click()
    expect(page.locator("[name=q-WISH]")).to_have_value("call 408 555 0100")
    expect(page.locator("[name=q-WISH]")).to_have_attribute("aria-invalid", "true")
    page.locator("[name=q-WISH]").fill("call me")
    save_again(page)

    assert Response.objects.get().answers == {"WISH": "call me"}
    assert width == PHONE["width"]


def test_entry_of_an_event_canceled_since_goes_to_the_right_one(
    event, librarian, browser_as, phone
):
    right = OutreachEventFactory(title_en="Street fair")
    page = open_log(browser_as(librarian, phone), event)
    page.context.set_offline(True)
    save(page, "more manga")
    OutreachEvent.objects.filter(pk=event.pk).update(status="canceled")
    back_with_a_connection(page)

    open_refused(page)
    expect(page.locator("[data-error-summary]")).to_contain_text("is canceled")
    page.locator("[name=mended-event]").select_option(str(right.pk))
    save_again(page)

    assert Conversation.objects.get().event == right


def test_entry_for_a_guide_closed_since_is_moved_to_the_open_one(
    event, librarian, browser_as, phone
):
    page = open_log(browser_as(librarian, phone), event)
    page.context.set_offline(True)
    page.locator("label:has([value=space])").tap()
    save(page, "more manga")
    Survey.objects.update(status="closed")
    newer = GuideFactory()
    newer.all_questions.get(code="WHY").choices.get(code="space").delete()
    back_with_a_connection(page)
    on_device.until(
        page,
        """async (guide) => {
            const page = await caches.match("/en/desk/conversations/kept/");
            return (await page.text()).includes(`data-guide="${guide}"`);
        }""",
        newer.slug,
    )

    open_refused(page)
    expect(page.locator("[name=q-WISH]")).to_have_value("more manga")
    expect(page.locator("[data-log-mending]")).to_contain_text("WHY: space")
    save_again(page)

    stored = Response.objects.get()
    assert (stored.survey, stored.answers) == (newer, {"WISH": "more manga"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_entry_of_a_clock_a_year_off_is_counted_on_the_day_of_the_event(
    event, librarian, browser_as, phone, language
):
    page = open_log(browser_as(librarian, phone), event, language)
    page.context.set_offline(True)
    page.clock.set_fixed_time(timezone.now() - dt.timedelta(days=365))
    save(page, "more manga")
    back_with_a_connection(page)

    open_refused(page)
    page.locator("[name=on_event_day]").check()
    save_again(page)

    assert Response.objects.get().submitted_at.date() == timezone.now().date()


def test_entry_of_a_branch_left_since_is_given_another(
    event, librarian, browser_as, phone
):
    left, kept = event.branches.get(), BranchFactory()
    event.branches.add(kept)
    librarian.branches.add(left, kept)
    page = open_log(browser_as(librarian, phone), event)
    page.context.set_offline(True)
    page.locator("[data-log-change]").tap()
    page.locator("[name=branch]").select_option(str(left.pk))
    page.locator("[data-log-back]").tap()
    page.locator("[name=q-WISH]").fill("more manga")
    page.locator(".log-bar__save").tap()
    waits(page, 1)
    librarian.branches.remove(left)
    back_with_a_connection(page)

    open_refused(page)
    page.locator("[name=branch]").select_option(str(kept.pk))
    save_again(page)

    assert Conversation.objects.get().branch == kept


def test_refused_board_is_mended_line_by_line(event, librarian, browser_as, phone):
    page = open_log(browser_as(librarian, phone), event, rest="board/")
    page.context.set_offline(True)
    page.locator("[name=notes]").fill("quiet\ncall 408 555 0100 ×2\nmanga")
    is_of_before_the_watch(page)
    page.locator("[name=step][value=review]:not(.enter-key)").click()
    is_of_before_the_watch(page)
    page.locator("[name=step][value=save]:not(.enter-key)").click()
    waits(page, 1)
    back_with_a_connection(page)

    open_refused(page)
    expect(page.locator("[name=lines-1-text]")).to_have_attribute(
        "aria-invalid", "true"
    )
    page.locator("[name=lines-1-text]").fill("call me")
    save_again(page)

    rows = Response.objects.order_by("pk").values_list("answers__WISH", "people")
    assert list(rows) == [("quiet", 1), ("call me", 2), ("manga", 1)]


# Before anything is sent


def test_entry_that_waits_is_changed_before_it_is_sent(
    event, librarian, browser_as, phone
):
    page = open_log(browser_as(librarian, phone), event)
    page.context.set_offline(True)
    save(page, "more manga")
    page.locator(".log-status__waiting").click()
    page.locator("[data-item-open]").click()
    expect(page.locator("[name=q-WISH]")).to_have_value("more manga")
    page.locator("[name=q-WISH]").fill("more comics")
    page.locator("[data-step-by='1']").click()
    save_again(page, left=1)
    expect(page.locator("[data-item-told]")).to_contain_text("more comics")

    page.context.set_offline(False)
    waits(page, 0)

    stored = Response.objects.get()
    assert (stored.answers["WISH"], stored.people) == ("more comics", 2)


def test_entry_that_is_open_is_not_sent_meanwhile(event, librarian, browser_as, phone):
    page = open_log(browser_as(librarian, phone), event)
    page.context.set_offline(True)
    save(page, "more manga")
    save(page, "quiet")
    page.locator(".log-status__waiting").click()
    page.locator("[data-entry]:has-text('manga') [data-item-open]").click()
    expect(page.locator("[name=q-WISH]")).to_have_value("more manga")

    page.context.set_offline(False)
    waits(page, 1)
    page.locator("[name=q-WISH]").fill("more comics")
    save_again(page)

    wishes = Response.objects.values_list("answers__WISH", flat=True)
    assert sorted(wishes) == ["more comics", "quiet"]


def test_entry_is_deleted_and_brought_back(event, librarian, browser_as, phone):
    page = open_log(browser_as(librarian, phone), event)
    page.context.set_offline(True)
    save(page, "more manga")
    save(page, "quiet")
    page.locator(".log-status__waiting").click()
    manga = page.locator("[data-entry]:has-text('manga')")

    manga.locator("[data-item-delete]").click()
    expect(page.locator("[data-item-undo]")).to_be_focused()
    expect(page.locator("[data-log-waiting]")).to_contain_text("1")
    page.locator("[data-item-undo]").click()
    expect(page.locator("[data-log-waiting]")).to_contain_text("2")
    quiet = page.locator("[data-entry]:has-text('quiet')")
    expect(quiet.get_by_role("button")).to_have_accessible_name(re.compile("quiet"))
    page.clock.install()
    quiet.locator("[data-item-delete]").click()
    expect(page.locator("[data-item-undo]")).to_be_focused()
    page.clock.run_for(70_000)
    expect(page.locator("[data-item-undo]")).to_have_count(0)
    expect(page.locator("[data-log-waiting]")).to_contain_text("1")
    page.context.set_offline(False)
    expect(page.locator("[data-log-waiting]")).to_have_text("Nothing waits here")

    assert Response.objects.get().answers == {"WISH": "more manga"}


def test_queue_is_saved_as_a_file_and_handed_in_at_the_desk(event, signed_in, tmp_path):
    phone, desktop = signed_in
    page = open_log(phone, event)
    page.context.set_offline(True)
    save(page, "more manga")
    page.locator(".log-status__waiting").click()
    with page.expect_download() as download:
        page.locator("[data-waiting-export]").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)

    desktop.goto("/en/desk/conversations/import/")
    desktop.locator("[name=file]").set_input_files(file)
    desktop.get_by_role("button", name="Hand in", exact=True).click()
    expect(desktop.locator(".notice[data-kind=good]")).to_contain_text(
        "1 entry was stored."
    )
    page.context.set_offline(False)
    waits(page, 0)

    saved = json.loads(file.read_text())
    assert [sorted(saved), len(saved["entries"])] == [
        ["entries", "format", "saved_at"],
        1,
    ]
    assert "about" not in saved["entries"][0]
    assert Response.objects.get().answers == {"WISH": "more manga"}
    assert queue(page) == []
