"""Signing in as people do it, and the administration under the strict policy."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from civic import demonstration_accounts
from tests.browser.test_accessibility import OPTIONS
from tests.factories import DistrictFactory, UserFactory
from tests.surveys.factories import community_survey

PASSWORD = "a table of voices"
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def code_in(message) -> str:
    return re.search(r"\d{3}-\d{3}-\d{3}", message.body)[0]


@pytest.fixture
def person(transactional_db, librarian):
    librarian.set_password(PASSWORD)
    librarian.save()
    return librarian


@pytest.mark.parametrize("language", ["en", "fa"])
def test_code_from_the_mail_opens_the_desk_without_script(
    person, without_script: Page, mailoutbox, language
):
    page = without_script
    page.goto(f"/{language}/desk/")
    page.locator("main form a.button").click()
    page.locator("[name=email]").fill(person.email)
    page.locator("main form button").click()
    code = code_in(mailoutbox[0])

    page.locator("[name=code]").fill(
        code.translate(PERSIAN) if language == "fa" else code
    )
    page.locator("main form button").first.click()

    expect(page).to_have_url(re.compile(rf"/{language}/desk/$"))


def test_wrong_password_keeps_the_address_and_says_what_to_do(person, phone: Page):
    phone.goto("/en/accounts/login/")
    phone.get_by_label("E-mail address").fill(person.email)
    phone.get_by_label("Password").fill("not this one")
    phone.get_by_role("button", name="Sign in", exact=True).click()

    expect(phone.get_by_role("alert")).to_contain_text(
        "No account has this e-mail address and this password."
    )
    expect(phone.get_by_label("E-mail address")).to_have_value(person.email)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_pages_inside_the_flows_have_no_violation(
    person, new_page, mailoutbox, language
):
    page = new_page(bypass_csp=True)
    found = []

    def look() -> None:
        found.extend(Axe().run(page, options=OPTIONS).response["violations"])

    page.goto(f"/{language}/accounts/password/reset/")
    page.locator("[name=email]").fill(person.email)
    page.locator("main form button").click()
    look()
    page.locator("[name=code]").fill("000-000-000")
    page.locator("main form button").first.click()
    look()
    page.locator("[name=code]").fill(code_in(mailoutbox[0]))
    page.locator("main form button").first.click()
    page.locator("[name=password1]").fill("short")
    page.locator("[name=password2]").fill("other")
    page.locator("main form button").click()
    look()

    assert found == []


def test_demonstration_account_signs_in_with_one_click(
    transactional_db, settings, without_script: Page
):
    settings.DEBUG = True
    demonstration_accounts.create_accounts()
    without_script.goto("/fa/accounts/login/")

    without_script.get_by_role("button", name="editor@demo.example").click()

    expect(without_script).to_have_url(re.compile(r"/fa/desk/$"))


def test_administration_works_under_the_policy_of_the_portal(
    transactional_db, browser_as, desktop: Page
):
    root = UserFactory(is_staff=True, is_superuser=True)
    survey, district = community_survey(), DistrictFactory()
    page = browser_as(root, desktop)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.on("pageerror", lambda error: refused.append(str(error)))

    for path in (
        "/admin/",
        "/admin/civic/user/add/",
        f"/admin/surveys/survey/{survey.pk}/change/",
        f"/admin/surveys/page/{survey.pages.first().pk}/change/",
        f"/admin/civic/district/{district.pk}/change/",
    ):
        page.goto(path)
    page.get_by_label("Name [fa]").fill("کنار رود")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".success")).to_be_visible()
    district.refresh_from_db()
    assert district.name_fa == "کنار رود"
    assert [text for text in refused if "Content Security Policy" in text] == []
