"""What is typed into a summary survives a closed page and another editor."""

import pytest
from playwright.sync_api import expect

from civic.roles import Role
from tests.engagement.writing import fall_summary
from tests.factories import UserFactory

FIELD = "[name=introduction_en]"


@pytest.fixture
def summary(transactional_db):
    return fall_summary()


@pytest.fixture
def page_of(summary):
    return f"/en/desk/summaries/{summary.pk}/introduction/"


def test_what_is_typed_is_kept_and_taken_up_again(page_of, editor, browser_as, desktop):
    page = browser_as(editor, desktop)
    page.goto(page_of)
    page.fill(FIELD, "Half a sen")
    expect(page.locator("[data-autosave-said]")).to_contain_text("Kept at")

    page.goto(page_of)
    page.get_by_role("link", name="Take it up again").click()

    expect(page.locator(FIELD)).to_have_value("Half a sen")


@pytest.fixture
def both(browser_as, editor, desktop, new_page):
    """Two editors, each at a desk of their own."""
    other = UserFactory(roles=[Role.EDITOR])
    return browser_as(editor, desktop), browser_as(other, new_page())


def test_two_editors_lose_nothing(page_of, summary, both):
    mine, theirs = both
    for page, text in ((mine, "Mine."), (theirs, "Theirs.")):
        page.goto(page_of)
        page.fill(FIELD, text)
    theirs.get_by_role("button", name="Save", exact=True).click()
    theirs.wait_for_url("**/desk/summaries/*/")

    mine.get_by_role("button", name="Save", exact=True).click()

    expect(mine.locator(FIELD)).to_have_value("Mine.")
    expect(mine.locator(".their-text ins")).to_have_text("Theirs.")
    mine.fill(FIELD, "Mine and theirs.")
    mine.get_by_role("button", name="Save", exact=True).click()
    mine.wait_for_url("**/desk/summaries/*/")
    summary.refresh_from_db()
    assert summary.introduction_en == "Mine and theirs."
