"""Answering on a poor connection and an old telephone: nothing lost, nothing twice."""

import pytest
from playwright.sync_api import Page, expect

from surveys.models import Collector, Draft, Response
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    SurveyFactory,
    question,
)

ADDRESS = "/en/surveys/wishes/"
OFFLINE = "[data-offline-status] .notice"


@pytest.fixture
def survey(transactional_db):
    """A choice and a wish on the first page, a street on the second."""
    survey = SurveyFactory(slug="wishes")
    CollectorFactory(survey=survey, slug="wishes-web")
    first, second = PageFactory(survey=survey), PageFactory(survey=survey)
    question(first, "visits", "single", "weekly", "never", is_required=True)
    question(first, "uses", "multiple", "books", "wifi")
    question(first, "wish", "long_text")
    question(second, "street", "short_text", text_en="Which street?")
    return survey


def kept(page: Page) -> int:
    return page.evaluate("sessionStorage.length")


def fill(page: Page) -> None:
    page.locator("[name=q-visits][value=never]").check()
    page.locator("[name=q-uses][value=wifi]").check()
    page.locator("[name=q-wish]").fill("more manga\nopen earlier")


def expect_filled(page: Page) -> None:
    expect(page.locator("[name=q-visits][value=never]")).to_be_checked()
    expect(page.locator("[name=q-uses][value=wifi]")).to_be_checked()
    expect(page.locator("[name=q-uses][value=books]")).not_to_be_checked()
    expect(page.locator("[name=q-wish]")).to_have_value("more manga\nopen earlier")


def submission(page: Page) -> str:
    return page.locator("[name=submission]").input_value()


def go_on(page: Page) -> None:
    page.locator(".actions [value=next]").click()


def test_reload_brings_back_what_was_typed_under_the_same_submission(survey, phone):
    phone.goto(ADDRESS)
    before = submission(phone)
    fill(phone)
    phone.goto("/en/surveys/")
    phone.goto(ADDRESS)

    expect_filled(phone)
    assert submission(phone) == before
    expect(phone.locator("[data-restored-status]")).to_contain_text("is here again")


def test_beginning_with_an_empty_page_is_offered(survey, phone):
    phone.goto(ADDRESS)
    before = submission(phone)
    fill(phone)
    phone.goto("/en/surveys/")
    phone.goto(ADDRESS)
    phone.get_by_role("button", name="Begin with an empty page").click()

    expect(phone.locator("[name=q-wish]")).to_have_value("")
    assert submission(phone) != before
    assert kept(phone) == 0


def test_another_tab_and_the_next_person_find_nothing(survey, phone):
    phone.goto(ADDRESS)
    fill(phone)
    tab = phone.context.new_page()
    tab.goto(ADDRESS)

    expect(tab.locator("[name=q-wish]")).to_have_value("")
    assert phone.evaluate("localStorage.length") == 0


def test_sending_without_a_connection_keeps_the_page_and_says_so(survey, phone):
    phone.goto(ADDRESS)
    fill(phone)
    phone.context.set_offline(True)
    go_on(phone)
    expect(phone.locator(OFFLINE)).to_contain_text("not connected to the internet")
    expect_filled(phone)
    assert not Draft.objects.exists()

    phone.context.set_offline(False)
    expect(phone.locator(OFFLINE)).to_contain_text("connected again")
    go_on(phone)
    expect(phone.get_by_label("Which street?")).to_be_visible()


def test_sent_into_nothing_and_sent_again_counts_once(survey, phone):
    """The answer to the last page is lost on the way, after the server stored it."""
    phone.goto(ADDRESS)
    fill(phone)
    go_on(phone)
    phone.get_by_label("Which street?").fill("Main Street")
    address = phone.url

    def lose_the_answer(route):
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    phone.route(address, lose_the_answer)
    go_on(phone)
    phone.wait_for_url("chrome-error://**")
    phone.unroute(address)
    assert Response.objects.count() == 1
    phone.go_back()
    phone.goto(address)

    expect(phone.locator("h1")).to_have_text("These answers were sent")
    assert Response.objects.count() == 1
    assert kept(phone) == 0


def test_confirmed_answers_leave_the_browser(survey, phone):
    phone.goto(ADDRESS)
    fill(phone)
    assert kept(phone) == 1
    go_on(phone)
    phone.get_by_label("Which street?").fill("Main Street")
    assert kept(phone) == 1
    go_on(phone)

    expect(phone.locator("[data-receipt]")).to_be_visible()
    assert kept(phone) == 0
    phone.goto(ADDRESS)
    expect(phone.locator("[name=q-wish]")).to_have_value("")


def test_second_page_is_kept_too(survey, phone):
    phone.goto(ADDRESS)
    fill(phone)
    go_on(phone)
    phone.get_by_label("Which street?").fill("Main Str")
    phone.reload()

    expect(phone.get_by_label("Which street?")).to_have_value("Main Str")


def test_double_click_is_harmless(survey, phone):
    phone.goto(ADDRESS)
    fill(phone)
    go_on(phone)
    phone.get_by_label("Which street?").fill("Main Street")
    phone.locator(".actions [value=next]").dblclick()

    expect(phone.locator("[data-receipt]")).to_be_visible()
    expect(phone.locator(".notice[data-kind=info]")).to_have_count(0)
    assert Response.objects.count() == 1


def test_language_change_keeps_what_is_typed(survey, phone):
    phone.goto(ADDRESS)
    fill(phone)
    phone.locator(".languages--narrow summary").click()
    phone.locator(".languages--narrow [value=fa]").click()

    expect(phone.locator("html")).to_have_attribute("lang", "fa")
    expect_filled(phone)
    assert kept(phone) == 0


@pytest.mark.parametrize("kind", ["phone", "without_script"])
def test_errors_are_listed_named_and_lead_to_their_field(survey, request, kind):
    page = request.getfixturevalue(kind)
    page.goto(ADDRESS)
    page.locator("[name=q-wish]").fill("more manga")
    go_on(page)
    summary = page.locator("[data-error-summary]")

    expect(summary).to_be_focused()
    expect(summary).to_contain_text("“Question")
    summary.get_by_role("link").click()
    expect(page.locator("#id_q-visits")).to_be_focused()
    expect(page.locator("[name=q-wish]")).to_have_value("more manga")


def test_answering_by_keyboard_alone(survey, desktop):
    desktop.goto(ADDRESS)
    desktop.locator("[name=q-visits]").first.focus()
    for key in ("Space", "Tab", "Space", "Tab", "Tab"):
        desktop.keyboard.press(key)
    desktop.keyboard.type("manga")
    desktop.keyboard.press("Tab")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_label("Which street?")).to_be_visible()
    desktop.get_by_label("Which street?").focus()
    desktop.keyboard.type("Main Street")
    desktop.keyboard.press("Enter")

    expect(desktop.locator("[data-receipt]")).to_be_visible()
    assert Response.objects.get().answers == {
        "visits": "weekly",
        "uses": ["books"],
        "wish": "manga",
        "street": "Main Street",
    }


@pytest.mark.parametrize("kind", ["phone", "without_script"])
def test_going_on_later_on_another_device(survey, request, new_page, kind):
    page = request.getfixturevalue(kind)
    page.goto(ADDRESS)
    fill(page)
    go_on(page)
    page.get_by_label("Which street?").fill("Main Str")
    page.get_by_role("button", name="Continue later").click()
    link = page.locator("[data-private-link]").inner_text()
    expect(page.locator(".private-link__picture svg")).to_be_visible()

    other = new_page()
    other.goto(link.replace("/en/", "/fa/"))
    expect(other.locator("html")).to_have_attribute("dir", "rtl")
    expect(other.locator("[name=q-street]")).to_have_value("Main Str")
    assert kept(other) == 0


def test_shared_device_keeps_nothing(survey, phone):
    CollectorFactory(survey=survey, slug="tablet", kind=Collector.Kind.KIOSK)
    phone.goto(ADDRESS)
    fill(phone)
    assert kept(phone) == 1
    phone.goto(ADDRESS)
    phone.evaluate(
        "() => { document.querySelector('form').dataset.sharedDevice = '';"
        " return import('/static/js/survey.js?again'); }"
    )

    assert kept(phone) == 0
