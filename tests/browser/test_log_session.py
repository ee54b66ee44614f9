"""The session ends while entries wait: they stay, and go when one signs in again."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from engagement.models import Conversation
from surveys.models import Response
from tests.browser import on_device
from tests.browser.on_device import LANGUAGES, open_log, save, waits
from tests.engagement.factories import GuideFactory, OutreachEventFactory

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a table of voices"


@pytest.fixture
def event():
    GuideFactory()
    return OutreachEventFactory()


@pytest.fixture
def person(librarian):
    librarian.set_password(PASSWORD)
    librarian.save()
    return librarian


def status(page: Page):
    return page.locator("[data-log-status]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_log_after_the_session_ended_waits_until_one_signs_in(
    event, person, browser_as, phone, language
):
    page = open_log(browser_as(person, phone), event, language)
    page.context.clear_cookies()
    page.reload()
    expect(status(page)).to_have_attribute("data-state", "signed-out")
    save(page, "more manga")
    waits(page, 1)
    save(page, "quiet")
    waits(page, 2)
    page.locator(".log-status__waiting").click()
    expect(page.locator("[data-item-state][data-state=signed-out]")).to_have_count(2)
    page.goto(on_device.address(event, language))

    page.locator("[data-log-connection] a").click()
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button.button").first.click()
    page.wait_for_url("**" + on_device.address(event, language))
    waits(page, 0)

    expect(status(page)).to_have_attribute("data-state", "online")
    wishes = Response.objects.values_list("answers__WISH", flat=True)
    assert sorted(wishes) == ["more manga", "quiet"]


def test_log_with_a_token_that_is_too_old_takes_a_fresh_one(
    event, person, browser_as, phone
):
    page = open_log(browser_as(person, phone), event)
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)

    save(page, "more manga")

    waits(page, 0)
    assert Response.objects.get().answers == {"WISH": "more manga"}


def test_log_of_somebody_without_the_role_any_more_waits_and_says_so(
    event, person, browser_as, phone
):
    page = open_log(browser_as(person, phone), event)
    page.context.set_offline(True)
    save(page, "more manga")
    person.groups.clear()
    page.context.set_offline(False)

    expect(status(page)).to_have_attribute("data-state", "no-role")
    page.locator(".log-status__waiting").click()
    page.locator("[data-waiting-send]").click()
    expect(page.locator("[data-log-said]")).to_contain_text("may not log here any more")
    waits(page, 1)
    assert Conversation.objects.count() == 0
