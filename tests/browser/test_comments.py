"""A reader comments on a phone, a moderator decides by keyboard."""

import pytest
from playwright.sync_api import expect

from civic.languages import latin_digits
from civic.roles import Role
from engagement.models import Comment
from tests.engagement.commenting import comment_on, published_summary
from tests.factories import UserFactory

QUEUE = "/{}/desk/moderation/"


@pytest.fixture
def summary(transactional_db):
    return published_summary()


@pytest.fixture
def moderator(transactional_db):
    return UserFactory(roles=[Role.MODERATOR])


def work_out(page) -> str:
    first, second = page.locator("[data-sum]").first.inner_text().split(" + ")
    return str(int(latin_digits(first)) + int(latin_digits(second)))


@pytest.mark.parametrize("language", ["en", "fa"])
def test_reader_comments_without_script_or_account(summary, without_script, language):
    page = without_script
    page.goto(f"/{language}/summaries/2025/fall/")
    page.locator("a[href$='/comments/']").last.click()
    page.locator("#id_text").fill("برنامهٔ خوبی است")
    page.locator("#id_sum").fill("1")
    page.locator("#comment-form button.button").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value("برنامهٔ خوبی است")

    page.locator("#id_sum").fill(work_out(page))
    page.locator("#comment-form button.button").click()

    page.wait_for_url("**/comments/sent/")
    comment = Comment.objects.get()
    assert (comment.language, comment.state) == (language, "waiting")
    assert page.context.cookies() == []


@pytest.mark.parametrize("language", ["en", "fa"])
def test_moderator_decides_by_keyboard_alone(
    summary, moderator, desktop, browser_as, language
):
    first = comment_on(summary, text="First")
    second = comment_on(summary, text="Second")
    page = browser_as(moderator, desktop)
    page.goto(QUEUE.format(language))
    expect(page.locator(f"#comment-{first.pk}")).to_be_focused()

    page.keyboard.press("j")
    expect(page.locator(f"#comment-{second.pk}")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("p")
    page.wait_for_url(f"**/moderation/#comment-{second.pk}")
    expect(page.locator(f"#comment-{second.pk}")).to_be_focused()
    first.refresh_from_db()
    assert first.state == "published"

    page.keyboard.press("u")
    expect(page.locator(f"#comment-{first.pk}")).to_be_focused()
    first.refresh_from_db()
    assert first.state == "waiting"

    page.keyboard.press("r")
    page.wait_for_url("**/refuse/")
    page.locator("input[name=rule]").last.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(f"#comment-{second.pk}")).to_be_focused()
    first.refresh_from_db()
    assert (first.state, first.rule) == ("refused", "subject")


def test_moderator_decides_by_thumb_without_script(
    summary, moderator, without_script, browser_as
):
    comment = comment_on(summary)
    page = browser_as(moderator, without_script)
    page.goto(QUEUE.format("en"))
    button = page.locator("[data-key=p]")
    assert button.bounding_box()["height"] >= 44

    button.click()
    expect(page.locator("[data-key=u]")).to_be_visible()

    comment.refresh_from_db()
    assert comment.state == "published"


@pytest.mark.parametrize("language", ["en", "fa"])
def test_rule_of_a_refusal_is_chosen_by_its_digit(
    summary, moderator, desktop, browser_as, language
):
    comment = comment_on(summary, text="Rude")
    page = browser_as(moderator, desktop)
    page.goto(f"{QUEUE.format(language)}{comment.pk}/refuse/")
    expect(page.locator("[name=rule]").first).to_be_focused()

    key = {"key": "۲" if language == "fa" else "2", "bubbles": True}
    page.locator("[name=rule]").first.dispatch_event("keydown", key)
    expect(page.locator("[name=rule]").nth(1)).to_be_checked()
    page.locator("#id_explanation").fill("1")
    expect(page.locator("[name=rule]").nth(1)).to_be_checked()
    page.locator("[name=rule]").nth(1).press("Enter")

    page.wait_for_url(QUEUE.format(language).join(("**", "")))
    comment.refresh_from_db()
    assert (comment.state, comment.rule) == ("refused", "accusing")
