"""Paper sheets are typed in by keyboard alone, and differences settled."""

import pytest
from playwright.sync_api import expect

from surveys.models import PaperSheet
from tests.factories import DistrictFactory
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    SurveyFactory,
    question,
)


@pytest.fixture
def collector(transactional_db):
    DistrictFactory(code="d1", name_en="Old Town", name_fa="شهر کهنه")
    page = PageFactory(survey=SurveyFactory(slug="paper"))
    question(page, "visits", "single", "weekly", "monthly", "never", is_required=True)
    question(page, "uses", "multiple", "books", "wifi", "rooms")
    question(page, "home", "district")
    question(page, "wish", "short_text")
    return CollectorFactory(survey=page.survey, kind="paper")


@pytest.mark.parametrize(
    ("language", "two", "three"), [("en", "2", "3"), ("fa", "۲", "۳")]
)
def test_a_sheet_is_typed_in_by_keyboard_alone(  # noqa: PLR0913, PLR0917 - fixtures
    collector, librarian, desktop, browser_as, language, two, three
):
    page = browser_as(librarian, desktop)
    path = f"/{language}/desk/surveys/{collector.survey.pk}/sheets/new/{collector.pk}/"
    page.goto(path)
    press = page.keyboard.press
    for keys in (two, "Enter", "1", three, "Enter", "1", "Enter"):
        if keys in {two, three} and not keys.isascii():
            page.evaluate(
                "key => document.activeElement.dispatchEvent("
                "new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}))",
                keys,
            )
        else:
            press(keys)
    page.keyboard.type("More chairs")
    press("Control+Enter")
    expect(page.locator(".notice")).to_be_visible()
    sheet = PaperSheet.objects.select_related("response").get()
    assert sheet.response.answers == {
        "visits": "monthly",
        "uses": ["books", "rooms"],
        "home": "d1",
        "wish": "More chairs",
    }


@pytest.fixture
def with_words(transactional_db):
    page = PageFactory(survey=SurveyFactory(slug="words"))
    question(page, "uses", "multiple", "books", "wifi", has_other=True)
    question(page, "walking", "rating", minimum=1, maximum=5)
    question(page, "change", "long_text")
    question(page, "visits", "single", "weekly", "never")
    return CollectorFactory(survey=page.survey, kind="paper")


def entered(collector, user, desktop, browser_as, keys) -> dict[str, object]:
    page = browser_as(user, desktop)
    page.goto(f"/en/desk/surveys/{collector.survey.pk}/sheets/new/{collector.pk}/")
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice")).to_be_visible()
    return PaperSheet.objects.select_related("response").get().response.answers


def test_digits_never_become_words_unasked(with_words, librarian, desktop, browser_as):
    keys = ("1", "Enter", "4", "Enter", "h", "i", "Shift+Enter", "y", "Enter", "2")
    assert entered(with_words, librarian, desktop, browser_as, keys) == {
        "uses": ["books"],
        "walking": 4,
        "change": "hi\ny",
        "visits": "never",
    }


def test_choosing_other_leads_to_its_words(with_words, librarian, desktop, browser_as):
    keys = ("1", "3", "7", "x", "Enter", "4")
    assert entered(with_words, librarian, desktop, browser_as, keys) == {
        "uses": ["books", "other"],
        "uses-other": "7x",
        "walking": 4,
    }
