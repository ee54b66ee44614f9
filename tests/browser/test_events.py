"""Finding the next event: by choice, by month, on the map, and near me."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from tests.browser.conftest import DESKTOP, PHONE
from tests.civic.outlines import square
from tests.engagement.factories import OutreachEventFactory
from tests.factories import BranchFactory, DistrictFactory

DAY = dt.timedelta(days=1)
# In the west of the city; the numbers appear nowhere else
HERE = {"latitude": 37.05123, "longitude": -121.98765}
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
LANGUAGES = pytest.mark.parametrize("language", ["en", "fa"])


def coming(slug: str, days: float, **fields):
    return OutreachEventFactory(
        slug=slug,
        title_en=slug.title(),
        title_fa=f"برنامهٔ {slug}",
        starts_at=timezone.now() + days * DAY,
        **fields,
    )


@pytest.fixture
def city(transactional_db):
    """Two districts; the later event is the nearer one, and one has no place."""
    west = DistrictFactory(code="west", position=1, outline=square(-122, 37))
    east = DistrictFactory(code="east", position=2, outline=square(-121.9, 37))
    oak = BranchFactory(district=west, latitude=37.02, longitude=-121.97)
    fields = {"latitude": 37.05, "branches": [oak]}
    coming("far", 1, district=east, longitude=-121.82, languages=["fa"], **fields)
    coming("near", 2, district=west, longitude=-121.98, languages=["en"], **fields)
    coming("online", 3, setting="online", branches=[oak])


def titles(page, selector: str) -> list[str]:
    return [link.split("/")[-2] for link in hrefs(page, selector)]


def hrefs(page, selector: str) -> list[str]:
    return page.locator(selector).evaluate_all(
        "(links) => links.map((link) => link.getAttribute('href'))"
    )


def watched(page) -> list[str]:
    """All that leaves the browser from now on: addresses, headers and bodies."""
    sent: list[str] = []
    page.on(
        "request",
        lambda request: sent.append(
            f"{request.url} {json.dumps(request.headers)} {request.post_data or ''}"
        ),
    )
    return sent


@SIZES
@LANGUAGES
def test_events_are_sorted_by_a_distance_that_only_the_browser_knows(
    city, new_page, language, size
):
    page = new_page(viewport=size, geolocation=HERE, permissions=["geolocation"])
    sent = watched(page)
    page.goto(f"/{language}/events/map/")
    lines = ".event-line__title a"
    assert titles(page, lines) == ["far", "near", "online"]

    page.locator("[data-near-button]").click()
    page.locator("[data-near-distance]:visible").first.wait_for()

    assert titles(page, lines) == ["near", "far", "online"]
    distances = page.locator("[data-near-distance]:visible").all_inner_texts()
    assert len(distances) == 2
    expected = {"en": ["0.4 miles", "9.2 miles"], "fa": ["۰٫۷ کیلومتر", "۱۴٫۹ کیلومتر"]}
    for text, distance in zip(distances, expected[language], strict=True):
        assert distance in text
    assert expected[language][0] in page.locator("[data-near-status]").inner_text()
    # Nothing was sent after the page had come, and no request ever held the position
    page.reload()
    assert [one for one in sent if "05123" in one or "98765" in one] == []


def test_a_position_sends_nothing_at_all(city, new_page):
    page = new_page(viewport=PHONE, geolocation=HERE, permissions=["geolocation"])
    page.goto("/en/events/map/")
    page.wait_for_load_state("networkidle")
    sent = watched(page)

    page.locator("[data-near-button]").click()
    page.locator("[data-near-distance]:visible").first.wait_for()

    assert sent == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.context.cookies() == []


def test_refusal_is_said_in_words_and_nothing_moves(city, new_page):
    page = new_page(viewport=PHONE, permissions=[])
    page.goto("/en/events/map/")

    page.locator("[data-near-button]").click()
    status = page.locator("[data-near-status]")
    page.wait_for_function(
        "(status) => status.textContent.startsWith('Your browser may not')",
        arg=status.element_handle(),
    )

    assert "Choose your district above instead" in status.inner_text()
    assert titles(page, ".event-line__title a") == ["far", "near", "online"]


def test_position_that_cannot_be_found_is_said_in_words(city, new_page):
    page = new_page(viewport=PHONE, permissions=["geolocation"])
    page.add_init_script(
        "navigator.geolocation.getCurrentPosition = (_found, failed) =>"
        " failed({code: 2, PERMISSION_DENIED: 1});"
    )
    page.goto("/en/events/map/")

    page.locator("[data-near-button]").click()

    status = page.locator("[data-near-status]").inner_text()
    assert status.startswith("Your position could not be found.")


@LANGUAGES
def test_without_script_the_district_is_chosen(city, without_script, language):
    page = without_script
    page.goto(f"/{language}/events/map/")
    assert not page.locator("[data-near-ask]").is_visible()

    page.locator(".map-key a").nth(1).click()

    assert page.url.endswith(f"/{language}/events/map/?district=east")
    assert titles(page, ".event-line__title a") == ["far"]
    assert page.locator("tr[data-chosen]").count() == 1


@SIZES
def test_district_is_chosen_on_the_drawing(city, new_page, size):
    page = new_page(viewport=size)
    page.goto("/en/events/map/")

    page.locator(".map__district").first.click(position={"x": 12, "y": 12})

    assert page.url.endswith("?district=west")
    assert titles(page, ".event-line__title a") == ["near"]


@LANGUAGES
def test_choice_is_made_kept_and_taken_back_without_script(
    city, without_script, language
):
    page = without_script
    page.goto(f"/{language}/events/")
    page.locator("select[name=language]").select_option("fa")
    page.locator("form.event-filter button").first.click()
    assert titles(page, ".event-card__title a") == ["far"]

    page.locator(".tabs a").nth(1).click()
    assert "language=fa" in page.url
    page.locator(".tabs a").nth(0).click()
    page.locator(".chip--removable").click()

    assert page.url.endswith(f"/{language}/events/")
    assert titles(page, ".event-card__title a") == ["far", "near", "online"]


@LANGUAGES
def test_more_choices_open_without_script(city, without_script, language):
    page = without_script
    page.goto(f"/{language}/events/")
    page.locator("form.event-filter summary").click()
    page.locator("select[name=setting]").select_option("online")
    page.locator("form.event-filter button").last.click()

    assert titles(page, ".event-card__title a") == ["online"]
    assert page.locator("form.event-filter details").get_attribute("open") is not None


@LANGUAGES
def test_month_is_a_table_on_a_desktop_and_a_list_on_a_phone(city, new_page, language):
    page = new_page(viewport=DESKTOP)
    tomorrow = (timezone.localdate() + DAY).isoformat()
    page.goto(f"/{language}/events/month/{tomorrow}/")
    heads = page.locator(".month th")
    assert heads.count() == 7
    assert heads.first.is_visible()
    first, last = (heads.nth(n).bounding_box()["x"] for n in (0, 6))
    assert (first > last) == (language == "fa")  # from the side that reading begins

    page.set_viewport_size(PHONE)

    assert not heads.first.is_visible()
    assert page.locator(".month__date:visible").first.inner_text() != ""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]


def test_months_are_stepped_through_and_switched_between_calendars(city, desktop):
    page = desktop
    page.goto("/fa/events/month/")
    shown = page.locator("#month").inner_text()
    address = page.url

    page.goto("/fa/events/month/2026-12-06/")
    assert page.locator("#month").inner_text() == "آذر ۱۴۰۵"
    page.locator(".languages--wide a[lang=en]").click()
    assert page.locator("#month").inner_text() == "December 2026"
    page.locator(".languages--wide a[lang=fa]").click()
    assert page.locator("#month").inner_text() == "آذر ۱۴۰۵"
    page.goto(address)
    assert page.locator("#month").inner_text() == shown


@LANGUAGES
def test_a_finger_beside_a_pin_opens_its_event(city, new_page, language):
    page = new_page(viewport={"width": 360, "height": 700}, has_touch=True)
    page.goto(f"/{language}/events/map/")
    pin = page.locator(".map__pin").first
    pin.scroll_into_view_if_needed()
    box = pin.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    page.touchscreen.tap(middle[0] + 11, middle[1])

    page.wait_for_url(f"**/{language}/events/far/")


@LANGUAGES
def test_arrow_of_a_choice_keeps_clear_of_the_border(city, new_page, language):
    page = new_page(viewport=PHONE)
    page.goto(f"/{language}/events/")

    style = page.locator("select").first.evaluate(
        "(one) => { const style = getComputedStyle(one);"
        " return [style.appearance, style.paddingInlineEnd, style.backgroundPosition] }"
    )
    assert style[:2] == ["none", "36px"]
    assert style[2].startswith("calc(100% -") is (language == "en")


@SIZES
@LANGUAGES
@pytest.mark.parametrize("path", ["", "month/", "map/", "near/"])
def test_no_page_is_wider_than_the_window_or_refused_by_the_policy(
    city, new_page, language, size, path
):
    page = new_page(viewport=size)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"/{language}/events/{path}")

    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    # The description for machines is data that the policy lets stand
    if path == "near/":
        data = page.locator('script[type="application/ld+json"]').text_content()
        assert json.loads(data)["@type"] == "Event"
