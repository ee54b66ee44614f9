"""A shared tablet: one person after another answers, in English and Persian."""

import re

import pytest
from playwright.sync_api import Page, expect

from surveys.models import Draft, Response
from tests.browser.test_accessibility import AXE, OPTIONS, VIOLATIONS
from tests.surveys.factories import CollectorFactory, community_survey

pytestmark = pytest.mark.django_db(transaction=True)

TABLET = {"width": 768, "height": 1024}
BOTH = pytest.mark.parametrize("language", ["en", "fa"])


@pytest.fixture
def kiosk():
    survey = community_survey(slug="community", title_en="Parks", title_fa="پارک‌ها")
    return CollectorFactory(survey=survey, kind="kiosk", slug="tablet")


@pytest.fixture
def tablet(new_page, kiosk) -> Page:
    return new_page(viewport=TABLET, has_touch=True, reduced_motion="reduce")


def start(page: Page) -> None:
    page.goto("/s/tablet/")
    expect(page.locator("[data-kiosk-languages] a")).to_have_count(5)


def choose(page: Page, language: str) -> None:
    page.locator(f"a[data-kiosk-go][lang={language}]").tap()
    expect(page.locator("form[data-survey]")).to_be_visible()


def go_on(page: Page) -> None:
    page.locator(".actions [name=direction][value=next]").tap()


def answer(page: Page, language: str, wish: str) -> None:
    choose(page, language)
    page.locator("label:has([value=weekly])").tap()
    go_on(page)
    page.locator("[name=q-wish]").fill(wish)
    go_on(page)
    expect(page.locator("[data-receipt]")).to_be_visible()


def is_at_start(page: Page) -> None:
    expect(page.locator("[data-kiosk-languages]")).to_be_visible()


@BOTH
def test_kiosk_serves_one_person_after_another(kiosk, tablet, language):
    start(tablet)
    for wish in ("one", "two"):
        answer(tablet, language, wish)
        tablet.locator(".actions a[data-kiosk-go]").tap()
        is_at_start(tablet)

    stored = Response.objects.order_by("pk")
    assert [one.answers["wish"] for one in stored] == ["one", "two"]
    assert {(one.language, one.collector) for one in stored} == {(language, kiosk)}
    assert Draft.objects.count() == 0


@BOTH
def test_kiosk_has_large_targets_and_fits_the_tablet(tablet, language):
    start(tablet)
    boxes = [one.bounding_box() for one in tablet.locator("[data-kiosk-go]").all()]
    assert min(box["height"] for box in boxes) >= 128
    choose(tablet, language)

    choices = [one.bounding_box() for one in tablet.locator(".choice:visible").all()]

    assert min(box["height"] for box in choices) >= 64
    assert tablet.evaluate("document.documentElement.scrollWidth") == TABLET["width"]
    links = tablet.locator("a:visible").evaluate_all("all => all.map(a => a.hash)")
    assert set(links) <= {"#main"}


@BOTH
def test_kiosk_asks_who_is_idle_and_goes_on_at_a_touch(tablet, language):
    tablet.clock.install()
    start(tablet)
    choose(tablet, language)
    tablet.locator("label:has([value=weekly])").tap()
    dialog = tablet.locator("[data-kiosk-dialog]")

    tablet.clock.run_for(69_000)
    expect(dialog).to_be_hidden()
    tablet.clock.run_for(4_000)
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-kiosk-stay]")).to_be_focused()
    said = dialog.locator("[data-kiosk-countdown]").text_content()
    tablet.keyboard.press("Shift")

    assert re.search(r"\d|[۰-۹]", said)
    expect(dialog).to_be_hidden()
    tablet.clock.run_for(60_000)
    expect(dialog).to_be_hidden()
    assert tablet.locator("[value=weekly]").is_checked()


@BOTH
def test_kiosk_clears_itself_and_its_draft_when_nobody_answers(tablet, language):
    tablet.clock.install()
    start(tablet)
    choose(tablet, language)
    tablet.locator("label:has([value=weekly])").tap()
    go_on(tablet)
    tablet.locator("[name=q-wish]").fill("a secret")
    assert Draft.objects.count() == 1

    tablet.clock.run_for(92_000)

    is_at_start(tablet)
    expect(tablet.locator("body")).not_to_contain_text("a secret")
    assert Draft.objects.count() == 0
    assert tablet.evaluate("sessionStorage.length + localStorage.length") == 0
    assert tablet.context.cookies() == []


def test_kiosk_starts_over_by_a_button(tablet):
    start(tablet)
    choose(tablet, "en")
    tablet.locator("label:has([value=weekly])").tap()
    go_on(tablet)
    expect(tablet.locator("[name=q-wish]")).to_be_visible()

    tablet.locator("form[data-kiosk-clear] button").tap()

    is_at_start(tablet)
    assert Draft.objects.count() == 0


def test_kiosk_goes_back_to_nobody_s_answers(tablet):
    start(tablet)
    answer(tablet, "en", "a secret")
    tablet.locator(".actions a[data-kiosk-go]").tap()
    is_at_start(tablet)
    start(tablet)

    tablet.go_back()

    is_at_start(tablet)
    expect(tablet.locator("[data-receipt]")).to_have_count(0)
    choose(tablet, "en")
    assert tablet.locator("[name^=q-]:checked").count() == 0


def test_kiosk_thanks_closes_by_itself(tablet):
    tablet.clock.install()
    start(tablet)
    answer(tablet, "fa", "بوستان")
    countdown = tablet.locator("[data-kiosk-countdown]")
    # It counts already; the clock goes on by itself, too, on a slow machine for longer.
    expect(countdown).to_contain_text(re.compile("۵[۰-۹]"))

    tablet.clock.run_for(30_000)
    expect(countdown).to_contain_text(re.compile("۳۰|۲[۰-۹]"))
    tablet.locator("button[data-kiosk-stay]").tap()
    tablet.clock.run_for(50_000)
    expect(tablet.locator("[data-receipt]")).to_be_visible()
    tablet.clock.run_for(12_000)

    is_at_start(tablet)


@BOTH
def test_kiosk_keeps_answers_while_the_network_is_away(tablet, language):
    start(tablet)
    choose(tablet, language)
    tablet.locator("label:has([value=weekly])").tap()
    tablet.route("**/s/tablet/**", lambda route: route.abort())

    go_on(tablet)

    expect(tablet.locator("[data-kiosk-status] .notice")).to_be_visible()
    assert tablet.locator("[value=weekly]").is_checked()
    tablet.unroute("**/s/tablet/**")
    go_on(tablet)
    expect(tablet.locator("[name=q-wish]")).to_be_visible()


def test_kiosk_keeps_answers_while_the_server_is_broken(tablet):
    start(tablet)
    choose(tablet, "en")
    tablet.locator("label:has([value=weekly])").tap()
    tablet.route("**/s/tablet/**", lambda route: route.fulfill(status=502))

    go_on(tablet)

    expect(tablet.locator("[data-kiosk-status] .notice")).to_be_visible()
    assert tablet.locator("[value=weekly]").is_checked()


def test_kiosk_clears_the_screen_even_without_a_network(tablet):
    tablet.clock.install()
    start(tablet)
    choose(tablet, "en")
    tablet.locator("label:has([value=weekly])").tap()
    tablet.route("**/s/tablet/**", lambda route: route.abort())

    tablet.clock.run_for(92_000)

    expect(tablet.locator("form[data-survey]")).to_have_count(0)
    expect(tablet.locator("[data-kiosk-status] .notice")).to_be_visible()
    tablet.unroute("**/s/tablet/**")
    tablet.clock.run_for(6_000)
    is_at_start(tablet)


def test_kiosk_shows_what_is_wrong_with_what_was_typed(tablet):
    start(tablet)
    choose(tablet, "en")
    tablet.locator("[name=q-uses-other]").fill("maps")

    go_on(tablet)

    expect(tablet.locator("[data-error-summary]")).to_be_focused()
    expect(tablet.locator("[name=q-uses-other]")).to_have_value("maps")
    expect(tablet.locator("body.kiosk")).to_be_visible()


@BOTH
def test_kiosk_works_without_a_script(kiosk, new_page, language):
    page = new_page(viewport=TABLET, java_script_enabled=False)
    page.goto("/s/tablet/")
    page.locator(f"a[lang={language}]").click()
    page.locator("[value=weekly]").check()
    page.locator(".actions [value=next]").click()
    page.locator(".actions [value=next]").click()

    expect(page.locator("[data-receipt]")).to_be_visible()
    assert Response.objects.get().language == language


@BOTH
def test_kiosk_pages_have_no_violation(kiosk, new_page, language):
    page = new_page(viewport=TABLET, bypass_csp=True, has_touch=True)
    page.clock.install()
    found = []

    def check() -> None:
        page.evaluate(AXE)
        page.clock.resume()
        found.extend(page.evaluate(VIOLATIONS, OPTIONS))

    start(page)
    check()
    answer(page, language, "…")
    check()

    assert found == []
