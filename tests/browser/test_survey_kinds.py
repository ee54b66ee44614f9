"""Ranking and matrix by keyboard alone, in a browser with and without a script."""

import pytest
from playwright.sync_api import Page, expect

from surveys.models import Response
from tests.surveys.factories import PageFactory, SurveyFactory, matrix, question

ADDRESS = "/{}/surveys/kinds/"


@pytest.fixture
def survey(transactional_db):
    page = PageFactory(survey=SurveyFactory(slug="kinds"))
    question(page, "order", "ranking", "chairs", "light", "quiet", maximum=2)
    matrix(page, "services", ["hours", "staff"], "good", "bad")
    return page.survey


def ranks(page: Page) -> dict[str, str]:
    """The number beside each choice, in the order in which they stand."""
    inputs = page.locator(".ranking input")
    return {one.get_attribute("name"): one.input_value() for one in inputs.all()}


@pytest.mark.parametrize(
    ("language", "numbers"), [("en", ["1", "2"]), ("fa", ["۱", "۲"])]
)
def test_ranking_is_moved_by_keyboard_and_said_aloud(survey, phone, language, numbers):
    phone.goto(ADDRESS.format(language))
    up = phone.locator("[data-move='-1']")
    status = phone.locator("fieldset [role=status]")

    up.nth(2).focus()
    phone.keyboard.press("Enter")
    expect(status).to_contain_text(numbers[0])
    up.nth(1).focus()
    phone.keyboard.press("Space")
    phone.keyboard.press("Space")

    assert list(ranks(phone).items())[:2] == [
        ("q-order-chairs", numbers[0]),
        ("q-order-quiet", numbers[1]),
    ]
    expect(up.nth(0)).to_be_focused()
    expect(up.nth(0)).to_have_attribute("aria-disabled", "true")
    expect(up.nth(2)).to_have_attribute("aria-disabled", "true")


def test_ranking_and_matrix_are_answered_by_keyboard_alone(survey, phone):
    phone.goto(ADDRESS.format("en"))
    phone.locator("[name=q-order-light]").focus()
    phone.keyboard.type("1")
    phone.locator("[name=q-services-hours]").first.focus()
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/thanks/**")

    assert Response.objects.get().answers == {
        "order": ["light"],
        "services": {"hours": "bad", "staff": "good"},
    }
