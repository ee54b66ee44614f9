"""A booth without a signal: entries wait on the phone and arrive once, in any case."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from civic import receipts
from civic.roles import Role
from surveys.models import Response
from tests.browser import on_device
from tests.browser.conftest import PHONE
from tests.browser.on_device import LANGUAGES, open_log, queue, save, waits, write
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event():
    GuideFactory()
    return OutreachEventFactory(
        title_en="Spring festival", title_fa="جشنوارهٔ بهار", title_pl="Festyn wiosenny"
    )


def wishes() -> list[str]:
    return sorted(Response.objects.values_list("answers__WISH", flat=True))


def strip(page) -> str:
    return page.locator("[data-log-status]").inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_log_without_a_connection_waits_and_goes_by_itself(
    event, librarian, browser_as, phone, language
):
    page = open_log(browser_as(librarian, phone), event, language)
    page.context.set_offline(True)
    save(page, "more manga")
    save(page, "قصه‌خوانی")
    waits(page, 2)

    status = page.locator("[data-log-status]")
    expect(status).to_have_attribute("data-state", "offline")
    number = {"en": "2", "fa": "۲"}[language]
    expect(page.locator("[data-log-waiting]")).to_contain_text(number)
    assert wishes() == []

    page.context.set_offline(False)
    waits(page, 0)
    expect(status).to_have_attribute("data-state", "online")
    announced = page.locator("[data-log-announcer]")
    expect(announced).to_contain_text({"en": "Connected", "fa": "وصل"}[language])
    assert wishes() == ["more manga", "قصه‌خوانی"]


def test_log_notices_a_slip_that_waits_already_and_sends_the_oldest_first(
    event, librarian, browser_as, phone
):
    slip = receipts.code_for(uuid4())
    page = open_log(browser_as(librarian, phone), event)
    page.context.set_offline(True)
    write(page, "manga")
    to_the_last_step(page)
    page.locator("[data-receipt-slip]").fill(slip)
    page.locator(".log-bar__save").tap()
    waits(page, 1)

    write(page, "comics")
    to_the_last_step(page)
    page.locator("[data-receipt-slip]").fill(receipts.grouped(slip))
    expect(page.locator("[data-device-error]")).to_contain_text("slip already")
    page.locator(".log-bar__save").tap()
    expect(page.locator("[data-error-summary]")).to_contain_text("slip already")
    page.locator("[data-receipt-slip]").fill("")
    expect(page.locator(".field [data-device-error]")).to_have_count(0)
    page.locator(".log-bar__save").tap()
    waits(page, 2)

    page.context.set_offline(False)
    waits(page, 0)
    stored = Response.objects.order_by("pk").values_list("answers__WISH", flat=True)
    assert list(stored) == ["manga", "comics"]


def to_the_last_step(page) -> None:
    following = page.locator("[data-log-next]")
    while following.is_visible() and following.is_enabled():
        following.tap()


@pytest.mark.parametrize("language", LANGUAGES)
def test_log_opens_without_a_connection(event, librarian, browser_as, phone, language):
    page = open_log(browser_as(librarian, phone), event, language)
    page.context.set_offline(True)

    page.goto(f"/{language}/desk/conversations/")
    page.locator(".event-row__link").click()
    page.wait_for_url("**" + on_device.address(event, language))
    save(page, "more manga")
    page.locator("[data-kept-path='board/']").click()
    page.locator("[name=notes]").fill("quiet ×2")
    page.locator("[name=step][value=review]:not(.enter-key)").click()
    page.locator("[name=step][value=save]:not(.enter-key)").click()
    waits(page, 2)
    width = page.evaluate("document.documentElement.scrollWidth")

    page.context.set_offline(False)
    waits(page, 0)
    assert wishes() == ["more manga", "quiet"]
    assert width == PHONE["width"]


def test_log_survives_reloading_and_keeps_what_is_half_written(
    event, librarian, browser_as, phone
):
    page = open_log(browser_as(librarian, phone), event)
    page.context.set_offline(True)
    save(page, "more manga")
    on_device.write(page, "half a sen")

    page.reload()

    expect(page.locator("[name=q-WISH]")).to_have_value("half a sen")
    page.locator("[data-log-next]").tap()
    page.locator("[name=q-WISH]").fill("half a sentence, now whole")
    page.locator(".log-bar__save").tap()
    waits(page, 2)
    page.reload()
    expect(page.locator("[name=q-WISH]")).to_have_value("")
    page.context.set_offline(False)
    waits(page, 0)
    assert wishes() == ["half a sentence, now whole", "more manga"]


def test_log_draft_comes_back_to_its_author_in_one_tab_at_a_time(
    event, librarian, browser_as, phone
):
    first = open_log(browser_as(librarian, phone), event)
    on_device.write(first, "half a sentence")
    second = open_log(first.context.new_page(), event)
    on_device.write(second, "")
    expect(second.locator("[name=q-WISH]")).to_have_value("")
    first.close()
    on_device.until(
        second,
        """async () => {
            const { held } = await navigator.locks.query();
            return !held.some(({ name }) => name.startsWith("portal-log.draft:"));
        }""",
    )

    third = open_log(second.context.new_page(), event)
    expect(third.locator("[name=q-WISH]")).to_have_value("half a sentence")
    third.close()
    browser_as(UserFactory(roles=[Role.LIBRARIAN]), second)
    open_log(second, event)
    on_device.write(second, "")

    expect(second.locator("[name=q-WISH]")).to_have_value("")
    assert "half a sentence" not in second.locator("main").inner_html()


def test_kept_page_opened_by_its_own_address_is_the_list_and_does_not_open_again(
    event, librarian, browser_as, phone
):
    page = browser_as(librarian, phone)
    opened = []
    page.on("framenavigated", lambda frame: opened.append(frame.url))
    page.goto("/en/desk/conversations/kept/")
    on_device.is_connected(page)

    page.wait_for_timeout(2_500)  # longer than what waits for a connection waits

    assert len(opened) == 1
    page.locator(".event-row__link").click()
    page.wait_for_url("**" + on_device.address(event))


def test_kept_page_leads_to_the_list_without_a_script(
    event, librarian, browser_as, without_script
):
    page = browser_as(librarian, without_script)
    page.goto("/en/desk/conversations/kept/")

    page.locator("main a").click()

    expect(page.locator(".event-row__link")).to_contain_text("Spring festival")


def test_log_says_at_once_that_nothing_is_written_or_decided(
    event, librarian, browser_as, phone
):
    page = open_log(browser_as(librarian, phone), event)
    page.context.set_offline(True)
    said = page.locator("[data-log-said]")
    page.locator(".log-bar__save").tap()
    expect(said).to_contain_text("Nothing is written down yet")
    save(page, "more manga")
    expect(said).to_contain_text("Kept on this device.")
    page.locator(".log-bar__save").tap()  # once too often
    expect(said).to_contain_text("Kept on this device.")

    on_device.write(page, "call 408 555 0100")
    page.keyboard.type("!")
    expect(said).to_be_empty()
    page.locator(".log-bar__save").tap()

    expect(page.locator("[data-privacy-held]")).to_have_text(
        "Not saved yet. Passages to be decided: 1"
    )
    waits(page, 1)


def test_log_changes_its_language_without_a_connection(
    event, librarian, browser_as, phone
):
    page = open_log(browser_as(librarian, phone), event, "fa")
    open_log(page, event, "en")
    page.context.set_offline(True)
    on_device.write(page, "more manga")

    page.locator(".languages--narrow summary").click()
    page.locator(".languages--narrow [lang=fa]").click()

    expect(page.locator("html")).to_have_attribute("lang", "fa")
    expect(page.locator("[name=q-WISH]")).to_have_value("more manga")


def test_log_on_two_devices_counts_each_entry_once(
    event, librarian, browser_as, new_page
):
    phones = [
        open_log(browser_as(librarian, new_page(viewport=PHONE, has_touch=True)), event)
        for _number in range(2)
    ]
    for number, page in enumerate(phones):
        page.context.set_offline(True)
        save(page, f"wish of device {number}")
        waits(page, 1)

    for page in phones:
        page.context.set_offline(False)
        waits(page, 0)

    assert wishes() == ["wish of device 0", "wish of device 1"]


def test_log_in_two_tabs_sends_once_and_both_say_so(
    event, librarian, browser_as, phone
):
    first = open_log(browser_as(librarian, phone), event)
    second = open_log(first.context.new_page(), event)
    first.context.set_offline(True)
    save(first, "more manga")
    for page in (first, second):
        expect(page.locator("[data-log-waiting]")).to_contain_text("1")

    first.context.set_offline(False)

    for page in (first, second):
        waits(page, 0)
        expect(page.locator("[data-log-waiting]")).to_have_text("Nothing waits here")
    assert wishes() == ["more manga"]


def test_log_holds_nothing_of_what_was_sent(event, librarian, browser_as, phone):
    page = open_log(browser_as(librarian, phone), event)
    save(page, "a secret wish")
    waits(page, 0)
    page.goto(on_device.waiting_address())
    expect(page.locator("[data-waiting-empty]")).to_be_visible()

    assert "a secret wish" not in on_device.all_that_is_kept(page)
    expect(page.locator("[data-waiting-sent-number]")).to_have_text("1")


def test_reach_needs_a_connection_and_keeps_what_was_typed(
    event, librarian, browser_as, phone
):
    page = open_log(browser_as(librarian, phone), event)
    reach = on_device.address(event, rest="reach/")
    page.goto(reach)
    page.context.set_offline(True)
    page.locator("[name=attendance]").fill("42")
    page.locator("[name=methods]").first.check()
    page.locator(".log-bar__save").tap()
    expect(page.locator("[data-log-said]")).to_contain_text("needs a connection")
    page.goto(on_device.address(event))
    page.locator("[data-kept-path='reach/']").tap()
    expect(page.locator("[data-log-said]")).to_contain_text("needs a connection")
    painted = "getComputedStyle(document.querySelector('.log-top')).borderBottomStyle"
    assert page.evaluate(painted) == "solid"

    page.context.set_offline(False)

    expect(page.locator("[name=attendance]")).to_have_value("42")
    expect(page.locator("[name=methods]").first).to_be_checked()
    assert page.url.endswith(reach)


def test_log_takes_back_an_entry_says_so_and_undoes_it(
    event, librarian, browser_as, phone
):
    page = open_log(browser_as(librarian, phone), event)
    save(page, "more manga")
    waits(page, 0)
    page.goto(on_device.address(event))
    said = page.locator("[data-log-said]")

    page.get_by_role("button", name="Take back").tap()
    expect(said).to_contain_text("Taken back.")
    assert Response.objects.get().review_state == "excluded"
    expect(page.locator(".own-entry")).to_have_count(0)
    said.get_by_role("button", name="Undo").tap()
    expect(said).to_contain_text("The entry counts again.")

    expect(page.locator(".own-entry")).to_contain_text("more manga")
    assert Response.objects.get().review_state == "accepted"


# Other people


def test_log_keeps_what_somebody_else_wrote_from_the_next_person(
    event, librarian, browser_as, phone
):
    page = open_log(browser_as(librarian, phone), event)
    page.context.set_offline(True)
    save(page, "a secret wish")
    waits(page, 1)
    page.context.clear_cookies()
    page.context.set_offline(False)

    other = UserFactory(roles=[Role.LIBRARIAN], name="Other")
    browser_as(other, page).goto(on_device.waiting_address())
    expect(page.locator("[data-waiting-others-number]")).to_have_text("1")
    shown = page.locator("body").inner_text()
    page.goto(on_device.address(event))
    save(page, "a wish of the other")
    waits(page, 1)
    assert "a secret wish" not in shown
    assert wishes() == ["a wish of the other"]

    browser_as(librarian, page).goto(on_device.waiting_address())
    waits(page, 0)
    assert wishes() == ["a secret wish", "a wish of the other"]
    staff = dict(Response.objects.values_list("answers__WISH", "conversation__staff"))
    assert staff == {"a secret wish": librarian.pk, "a wish of the other": other.pk}


def test_log_warns_who_signs_out_and_leaves_entries(
    event, librarian, browser_as, phone
):
    page = open_log(browser_as(librarian, phone), event)
    page.route("**/upload/", lambda route: route.abort())
    save(page, "more manga")
    waits(page, 1)
    page.goto("/en/desk/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.locator("[data-sign-out-waiting]")).to_have_text("1")

    page.locator("[data-sign-out-anyway]").click()
    page.wait_for_url("**/en/")

    assert page.evaluate("caches.keys()") == []
    assert [one["fields"]["q-WISH"] for one in queue(page)] == [["more manga"]]


def test_log_leaves_nothing_when_all_is_sent_and_one_signs_out(
    event, librarian, browser_as, phone
):
    page = open_log(browser_as(librarian, phone), event)
    save(page, "more manga")
    on_device.write(page, "half a sentence")
    waits(page, 0)
    page.goto("/en/desk/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/en/")

    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    page.goto(on_device.address(event))
    page.wait_for_url("**/accounts/login/**")
