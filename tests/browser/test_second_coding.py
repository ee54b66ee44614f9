"""A librarian codes a sample again by keyboard alone; anyone reads a theme's page."""

import pytest
from playwright.sync_api import Page, expect

from civic.roles import Role
from engagement.actions.second_coding import Drawing, draw_sample
from engagement.models import CodingSample, Theme
from tests.engagement.coded_answers import OpenAnswerFactory, ThemeFactory, coded
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

SAVE = "Control+Enter"


@pytest.fixture
def sample() -> CodingSample:
    """Two answers for a librarian, and two themes in a tree."""
    homes = ThemeFactory(code="homes", name_en="Homes", name_fa="خانه‌ها")
    rents = ThemeFactory(code="rents", parent=homes, name_en="Rents", name_fa="اجاره‌ها")
    ThemeFactory(code="teens", parent=homes, name_en="Téens", name_fa="نوجوانان")
    librarian = UserFactory(roles=[Role.LIBRARIAN])
    for text in ("The rent is high", "اجاره‌ها بالا می‌رود"):
        coded(OpenAnswerFactory(text=text), rents)
    return draw_sample(Drawing(number=2), coder=librarian, actor=None, seed=1)


def begin(page: Page, sample: CodingSample, language: str) -> None:
    page.goto(f"/{language}/desk/themes/second-coding/{sample.pk}/code/")
    expect(page.locator("#theme-search")).to_be_focused()


def themes_of(sample: CodingSample) -> list[list[str] | None]:
    return [one.second_themes for one in sample.sampled.order_by("position")]


# What is typed for rents and for teenagers: no accent, a space for the half-space
TYPED = {"en": ("ren", "TEE"), "fa": ("اجاره ها", "نوجوان")}


@pytest.mark.parametrize("language", TYPED)
def test_sample_is_coded_by_keyboard_alone(desktop, browser_as, sample, language):
    first, second = TYPED[language]
    page = browser_as(sample.coder, desktop)
    begin(page, sample, language)

    page.keyboard.type(first)
    page.keyboard.press("Enter")
    page.keyboard.type(second)
    page.keyboard.press("Enter")
    page.keyboard.press(SAVE)
    page.wait_for_url("**/code/2/")
    expect(page.locator("#theme-search")).to_be_focused()
    page.keyboard.type(second)
    page.keyboard.press("Enter")
    page.keyboard.press(SAVE)
    page.wait_for_url(f"**/second-coding/{sample.pk}/")

    assert themes_of(sample) == [["rents", "teens"], ["teens"]]


def test_theme_chosen_twice_is_taken_back(desktop, browser_as, sample):
    page = browser_as(sample.coder, desktop)
    begin(page, sample, "en")
    rents = page.locator("input[value=rents]")

    page.keyboard.type("rents")
    page.keyboard.press("Enter")
    expect(rents).to_be_checked()
    page.keyboard.type("rents")
    page.keyboard.press("Enter")

    expect(rents).not_to_be_checked()


def test_search_shows_only_what_it_finds_and_escape_shows_all(
    desktop, browser_as, sample
):
    page = browser_as(sample.coder, desktop)
    begin(page, sample, "en")
    choices = page.locator("[data-theme-choice]")

    page.keyboard.type("tee")
    expect(choices.locator("visible=true")).to_have_count(1)
    page.keyboard.type("xyz")
    expect(page.locator("[data-theme-found]")).to_have_text("No theme is found.")
    page.keyboard.press("Escape")

    expect(choices.locator("visible=true")).to_have_count(3)


def test_sample_is_coded_without_script(without_script, browser_as, sample):
    page = browser_as(sample.coder, without_script)
    page.goto(f"/en/desk/themes/second-coding/{sample.pk}/code/")

    page.get_by_role("checkbox", name="No theme fits").check()
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/code/2/")

    assert themes_of(sample) == [[], None]


def test_nothing_chosen_is_asked_back_and_told_at_the_field(
    desktop, browser_as, sample
):
    page = browser_as(sample.coder, desktop)
    begin(page, sample, "en")

    page.keyboard.press(SAVE)

    summary = page.locator("#error-summary")
    expect(summary).to_contain_text("Choose at least one theme")
    summary.get_by_role("link").first.click()
    expect(page.locator("#id_themes")).to_be_focused()


@pytest.mark.parametrize(
    ("language", "direction", "number"), [("en", "ltr", "103"), ("fa", "rtl", "۱۰۳")]
)
def test_theme_page_is_read_on_a_phone(
    demonstration, phone, language, direction, number
):
    phone.goto(f"/{language}/themes/")
    theme = Theme.objects.get(code="making")
    phone.get_by_role("link", name=getattr(theme, f"name_{language}")).click()

    expect(phone.locator("html")).to_have_attribute("dir", direction)
    expect(phone.locator(".figure__number")).to_have_text(number)
    rows = phone.locator("[aria-labelledby=seasons] tbody tr")
    expect(rows).to_have_count(4)
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
