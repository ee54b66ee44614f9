"""Choices that cannot stand together, in the browser: “other” and the exclusive."""

import pytest
from playwright.sync_api import Page, expect

from surveys.models import Response
from tests.surveys.factories import PageFactory, SurveyFactory, question


@pytest.fixture
def opened(transactional_db, phone) -> Page:
    page = PageFactory(survey=SurveyFactory(slug="choices"))
    question(page, "uses", "multiple", "books", "wifi", "!none", has_other=True)
    question(page, "visits", "single", "weekly", has_other=True)
    question(page, "branch", "dropdown", "main", has_other=True)
    phone.goto("/en/surveys/choices/")
    return phone


def box(page: Page, code: str, value: str):
    return page.locator(f"[name=q-{code}][value={value}]")


def words(page: Page, code: str):
    return page.locator(f"[name=q-{code}-other]")


def test_other_is_ticked_by_its_words_and_empties_them_when_unticked(opened):
    for code in ("uses", "visits", "branch"):
        words(opened, code).fill("chess")
    expect(box(opened, "uses", "other")).to_be_checked()
    expect(box(opened, "visits", "other")).to_be_checked()
    expect(opened.locator("[name=q-branch]")).to_have_value("other")

    box(opened, "uses", "books").check()
    box(opened, "uses", "other").uncheck()
    box(opened, "visits", "weekly").check()
    opened.locator("[name=q-branch]").select_option("main")
    for code in ("uses", "visits", "branch"):
        expect(words(opened, code)).to_have_value("")
    box(opened, "visits", "other").check()
    expect(words(opened, "visits")).to_have_value("chess")

    opened.locator(".actions [value=next]").click()
    opened.wait_for_url("**/thanks/**")
    assert Response.objects.get().answers == {
        "uses": ["books"],
        "visits": "other",
        "visits-other": "chess",
        "branch": "main",
    }


def test_a_choice_that_stands_alone_and_the_others_untick_each_other(opened):
    status = opened.locator("[data-choices-status]")
    box(opened, "uses", "books").check()
    words(opened, "uses").fill("chess")
    box(opened, "uses", "none").check()
    expect(box(opened, "uses", "books")).not_to_be_checked()
    expect(box(opened, "uses", "other")).not_to_be_checked()
    expect(words(opened, "uses")).to_have_value("")
    expect(status).to_have_text(
        "No longer chosen: Books. No longer chosen: Other, please say."
    )

    box(opened, "uses", "wifi").check()
    expect(box(opened, "uses", "none")).not_to_be_checked()
    expect(status).to_have_text("No longer chosen: None.")
