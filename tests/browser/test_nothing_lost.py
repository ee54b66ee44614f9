"""What staff typed stays, whatever happens to their session or their language.

With a script the log keeps entries on the device: tests/browser/test_log_session.py.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from civic.roles import Role
from engagement.models import Conversation
from surveys.models import Response
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import OPTIONS
from tests.browser.test_valid_html import messages
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.factories import BranchFactory, UserFactory

PASSWORD = "a table of voices"


@pytest.fixture
def event(transactional_db):
    GuideFactory()
    return OutreachEventFactory(branches=[BranchFactory()])


@pytest.fixture
def person(transactional_db, librarian):
    librarian.set_password(PASSWORD)
    librarian.save()
    return librarian


@pytest.fixture(params=["phone", "without_script"])
def page(request) -> Page:
    return request.getfixturevalue(request.param)


def write(page: Page, text: str) -> None:
    """Fill in the question with a free answer, a step further with JavaScript."""
    if page.locator("[data-log-next]:visible").count():
        page.locator("[data-log-next]").click()
    page.locator("[name=q-WISH]").fill(text)


def test_nothing_lost_by_signing_out_in_the_middle(
    event, person, browser_as, without_script
):
    page = without_script
    address = f"/en/desk/conversations/{event.pk}/"
    browser_as(person, page).goto(address)
    write(page, "more manga\nopen <earlier> & “later”")
    page.context.clear_cookies()
    page.locator(".log-bar__save").click()
    expect(page.locator("h1")).to_have_text("Nothing is lost: please send it again")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    tab = opened.value
    tab.get_by_label("E-mail address").fill(person.email)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_url("**/en/desk/")
    tab.close()
    page.get_by_role("button", name="Send again").click()
    if page.get_by_role("button", name="Send again").count():
        page.get_by_role("button", name="Send again").click()

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    stored = Response.objects.get().answers["WISH"]
    assert stored == "more manga\nopen <earlier> & “later”"


def test_nothing_lost_by_a_token_that_is_too_old(
    event, person, browser_as, without_script
):
    page = without_script
    browser_as(person, page).goto(f"/fa/desk/conversations/{event.pk}/")
    write(page, "کتاب بیشتر")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.locator(".log-bar__save").click()
    width = page.evaluate("document.documentElement.scrollWidth")
    page.locator("main form button").click()

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    assert width == page.viewport_size["width"]
    assert Response.objects.get().answers == {"WISH": "کتاب بیشتر"}


def test_nothing_lost_by_changing_the_language(event, person, browser_as, page):
    browser_as(person, page).goto(f"/en/desk/conversations/{event.pk}/")
    write(page, "more manga")
    page.locator(".languages--narrow summary").click()
    page.locator(".languages--narrow [value=fa]").click()

    expect(page.locator("html")).to_have_attribute("lang", "fa")
    expect(page.locator("[name=q-WISH]")).to_have_value("more manga")
    assert not Conversation.objects.exists()
    page.locator(".log-bar__save").click()
    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    assert Response.objects.get().answers == {"WISH": "more manga"}


def test_enter_key_saves_and_does_not_change_the_language(
    event, person, browser_as, page
):
    browser_as(person, page).goto(f"/en/desk/conversations/{event.pk}/reach/")
    page.locator("[name=attendance]").fill("40")
    page.locator("[name=attendance]").press("Enter")

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    event.refresh_from_db()
    assert event.attendance == 40


@pytest.mark.parametrize("language", ["en", "fa"])
def test_pages_in_between_have_no_violation(event, browser_as, new_page, language):
    page = new_page(bypass_csp=True, viewport=PHONE)
    browser_as(UserFactory(roles=[Role.LIBRARIAN]), page)
    page.goto(f"/{language}/desk/conversations/{event.pk}/reach/")
    page.locator("[name=attendance]").fill("40")
    page.locator(".languages--narrow summary").click()
    page.locator(f".languages--narrow [value={language}]").click()
    expect(page.locator("[name=attendance]")).to_have_value("40")
    found = Axe().run(page, options=OPTIONS).response["violations"]

    page.context.clear_cookies()
    page.locator(".log-bar__save").click()
    expect(page.locator("main form [name=attendance]")).to_have_value("40")
    found += Axe().run(page, options=OPTIONS).response["violations"]

    assert found == []


def test_pages_in_between_are_valid(event, as_user, tmp_path):
    desk = as_user(UserFactory(roles=[Role.LIBRARIAN]))
    address = f"/fa/desk/conversations/{event.pk}/"
    typed = {"q-WISH": "<more>\r\nmanga", "in_language": "fa"}
    for name, client in {"form": desk, "kept": Client()}.items():
        page = client.post(address, typed, headers={"origin": "http://testserver"})
        (tmp_path / f"{name}.html").write_bytes(page.content)

    assert messages(sorted(tmp_path.glob("*.html"))) == []
