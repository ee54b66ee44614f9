"""In a flood of answers a resident's browser proves by itself that it is in earnest."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from surveys.models import Response
from tests.surveys.factories import one_page_survey

STORED = {"review_state": "accepted", "review_reason": ""}


@pytest.fixture
def flooded(transactional_db, settings):
    """Every submission needs a proof."""
    settings.SURVEY_CHALLENGE_AFTER = 0
    return one_page_survey(slug="short")


def answer(page: Page, language: str) -> None:
    a_minute_ago = timezone.now() - dt.timedelta(minutes=1)
    with time_machine.travel(a_minute_ago):  # nobody reads and answers at once
        page.goto(f"/{language}/surveys/short/")
    page.locator("label.choice").first.click()
    page.locator("textarea").fill("More chairs")
    page.locator(".actions button[value=next]").click()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_browser_solves_the_sum_and_the_survey_goes_on(flooded, phone, language):
    answer(phone, language)
    expect(phone.locator("[data-receipt]")).to_be_visible()
    assert list(Response.objects.values(*STORED)) == [STORED]


def test_without_script_the_page_says_what_to_do_and_keeps_the_answers(
    flooded, without_script
):
    answer(without_script, "en")
    expect(without_script.locator(".notice")).to_contain_text(
        "please press the button again: nothing you wrote is lost"
    )
    expect(without_script.locator("textarea")).to_have_value("More chairs")
    assert not Response.objects.exists()
