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
