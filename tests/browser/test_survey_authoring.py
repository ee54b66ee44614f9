"""An editor builds a survey by keyboard alone; questions are dragged and moved."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from surveys.models import Question, Survey
from tests.browser.test_summary_publishing import widths
from tests.surveys.authoring import codes
from tests.surveys.factories import (
    CollectorFactory,
    PageFactory,
    SurveyFactory,
    question,
)

OUTLINE = re.compile(r"/desk/surveys/\d+/(#.*)?$")
MOST_STEPS = 60  # of the Tab key on the way to anything on a page


def is_at(page: Page, selector: str) -> bool:
    return page.evaluate(
        "selector => document.activeElement.matches(selector)", selector
    )


def go_to(page: Page, selector: str) -> None:
    """Press Tab until what is wanted has the focus."""
    for _step in range(MOST_STEPS):
        if is_at(page, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The Tab key does not lead to {selector}")


def write(page: Page, selector: str, text: str) -> None:
    go_to(page, selector)
    page.keyboard.type(text)


def press(page: Page, selector: str) -> None:
    go_to(page, selector)
    page.keyboard.press("Enter")


def save(page: Page) -> None:
    press(page, "button[name=save]:not(.enter-key)")
    page.wait_for_url(OUTLINE)


def begin(page: Page, language: str) -> Survey:
    page.goto(f"/{language}/desk/surveys/")
    press(page, "a[href$='new/?purpose=survey']")
    page.wait_for_url("**/new/?purpose=survey")
    write(page, f"[name=title_{language}]", "Hours")
    press(page, "button[name=save]:not(.enter-key)")
    page.wait_for_url(OUTLINE)
    return Survey.objects.get()


def add_choice_question(page: Page, language: str) -> None:
    press(page, "a[href$='questions/new/']")
    page.wait_for_url("**/questions/new/")
    press(page, "a[href='?kind=single']")
    page.wait_for_url("**kind=single")
    write(page, f"[name=text_{language}]", "Do you come?")
    for number, label in enumerate(("Often", "Never")):
        write(page, f"[name=choices-{number}-label_{language}]", label)
    save(page)


def add_page(page: Page, language: str) -> None:
    press(page, "a[href$='pages/new/']")
    page.wait_for_url("**/pages/new/")
    write(page, f"[name=title_{language}]", "More")
    save(page)


def add_conditional_question(page: Page, language: str) -> None:
    press(page, "#page-2 a[href$='questions/new/']")
    page.wait_for_url("**/questions/new/")
    press(page, "a[href='?kind=long_text']")
    page.wait_for_url("**kind=long_text")
    write(page, f"[name=text_{language}]", "Why?")
    press(page, "#shown-add")
    expect(page.locator("[name=shown-0-question]")).to_be_visible()
    go_to(page, "[name=shown-0-question]")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=shown-0-value]")).to_be_visible()
    go_to(page, "[name=shown-0-value]")
    for _choice in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.locator("[name=shown-0-value]")).to_have_value("A2")
    save(page)


@pytest.fixture
def at_desk(transactional_db, editor, browser_as, desktop):
    return browser_as(editor, desktop)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_survey_of_two_pages_is_built_by_keyboard_alone(at_desk, language):
    survey = begin(at_desk, language)
    add_choice_question(at_desk, language)
    add_page(at_desk, language)
    add_conditional_question(at_desk, language)

    assert codes(survey) == [["Q1"], ["Q2"]]
    assert Question.objects.get(code="Q2").shown_if == {
        "match": "all",
        "conditions": [{"question": "Q1", "operator": "is", "value": "A2"}],
    }
    expect(at_desk.locator("#question-Q2 .condition")).to_be_visible()


@pytest.fixture
def survey(transactional_db):
    survey = SurveyFactory(status="draft")
    first, second = (PageFactory(survey=survey, position=place) for place in (1, 2))
    for page, code in ((first, "a"), (first, "b"), (second, "c")):
        question(page, code, "single", "yes", "no")
    return survey


@pytest.mark.parametrize("language", ["en", "fa"])
def test_moved_question_keeps_the_focus_and_is_announced(at_desk, survey, language):
    at_desk.goto(f"/{language}/desk/surveys/{survey.pk}/")
    at_desk.locator("#down-a").focus()
    at_desk.keyboard.press("Enter")

    expect(at_desk.locator("#page-1 .outline-question").nth(1)).to_have_id("question-a")
    expect(at_desk.locator("#down-a")).to_be_focused()
    with translation.override(language):
        told = gettext(
            "%(code)s is question %(place)s of %(questions)s on page %(page)s now."
        ) % {
            "code": "a",
            **{
                name: number if language == "en" else chr(ord(number) + 0x6C0)
                for name, number in (("place", "2"), ("questions", "2"), ("page", "1"))
            },
        }
    expect(at_desk.locator("[data-announcement]")).to_have_text(told)

    at_desk.keyboard.press("Alt+ArrowDown")
    expect(at_desk.locator("#page-2 .outline-question").first).to_have_id("question-a")
    expect(at_desk.locator("#down-a")).to_be_focused()
    assert codes(survey) == [["b"], ["a", "c"]]


def test_question_is_dragged_to_another_page(at_desk, survey):
    at_desk.set_viewport_size({"width": 1280, "height": 1600})
    at_desk.goto(f"/en/desk/surveys/{survey.pk}/")
    grip = at_desk.locator("#question-a [data-grip]").bounding_box()
    target = at_desk.locator("#question-c").bounding_box()

    at_desk.mouse.move(grip["x"] + 8, grip["y"] + 8)
    at_desk.mouse.down()
    at_desk.mouse.move(target["x"] + 60, target["y"] + target["height"] - 4, steps=8)
    at_desk.mouse.up()

    expect(at_desk.locator("[data-announcement]")).not_to_be_empty()
    assert codes(survey) == [["b"], ["c", "a"]]


def test_choice_is_dragged_and_nothing_typed_is_lost(at_desk, survey):
    at_desk.set_viewport_size({"width": 1280, "height": 1600})
    asked = survey.all_questions.get(code="a")
    at_desk.goto(f"/en/desk/surveys/{survey.pk}/questions/{asked.pk}/")
    at_desk.fill("[name=text_en]", "Typed just now?")
    grip = at_desk.locator(".item [data-grip]").first.bounding_box()
    target = at_desk.locator(".item").nth(1).bounding_box()

    at_desk.mouse.move(grip["x"] + 8, grip["y"] + 8)
    at_desk.mouse.down()
    at_desk.mouse.move(grip["x"] + 8, target["y"] + target["height"] - 4, steps=8)
    at_desk.mouse.up()
    expect(at_desk.locator("[name=choices-1-label_en]")).to_have_value("Yes")
    at_desk.locator("button[name=save]:not(.enter-key)").click()
    at_desk.wait_for_url("**/#question-a")

    asked.refresh_from_db()
    assert asked.text_en == "Typed just now?"
    assert list(asked.choices.values_list("code", flat=True)) == ["no", "yes"]


@pytest.fixture
def scriptless_desk(transactional_db, editor, browser_as, without_script):
    """An editor's phone, with JavaScript switched off."""
    return browser_as(editor, without_script)


def test_question_is_written_without_script(scriptless_desk, survey):
    page = scriptless_desk
    last = survey.pages.last()
    page.goto(f"/en/desk/surveys/{survey.pk}/pages/{last.pk}/questions/new/")
    page.locator("a[href='?kind=multiple']").click()
    page.fill("[name=text_en]", "What do you use?")
    page.fill("[name=choices-0-label_en]", "Books")
    page.locator("#choices-add").click()
    page.fill("[name=choices-3-label_en]", "Films")
    page.locator("#choices-3-up").click()
    page.locator("#shown-add").click()
    page.select_option("[name=shown-0-question]", "a")
    page.locator("[data-on-change=id_shown-0-question]").click()
    page.select_option("[name=shown-0-value]", "no")
    page.locator("button[name=save]:not(.enter-key)").click()
    page.wait_for_url("**/#question-Q1")

    made = survey.all_questions.get(code="Q1")
    assert list(made.choices.values_list("label_en", flat=True)) == ["Books", "Films"]
    assert made.shown_if["conditions"] == [
        {"question": "a", "operator": "is", "value": "no"}
    ]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_authoring_fits_a_phone(scriptless_desk, survey, language):
    page = scriptless_desk
    asked, first = survey.all_questions.get(code="b"), survey.pages.first()
    desk = f"/{language}/desk/surveys/"

    for path in (
        "",
        "new/",
        f"{survey.pk}/",
        f"{survey.pk}/settings/",
        f"{survey.pk}/pages/{first.pk}/questions/new/",
        f"{survey.pk}/pages/{first.pk}/questions/new/?kind=matrix",
        f"{survey.pk}/questions/{asked.pk}/",
        f"{survey.pk}/questions/{asked.pk}/remove/",
    ):
        page.goto(desk + path)
        assert (path, *widths(page)) == (path, 360, 360)


# Where the focus is


@pytest.mark.parametrize("address", ["new/?purpose=survey", "{pk}/publication/"])
def test_form_with_errors_leads_to_what_is_wrong(at_desk, survey, address):
    survey.pages.all().delete()
    at_desk.goto(f"/en/desk/surveys/{address.format(pk=survey.pk)}")
    at_desk.locator("#desk-form button[type=submit]:visible").first.click()

    expect(at_desk.locator("#error-summary")).to_be_focused()


def open_conditions(page: Page, survey: Survey) -> None:
    page.goto(f"/en/desk/surveys/{survey.pk}/questions/{survey.questions[-1].pk}/")
    page.locator("#shown-add").focus()
    page.keyboard.press("Enter")


def test_conditions_keep_the_focus_where_one_works(at_desk, survey):
    open_conditions(at_desk, survey)
    expect(at_desk.locator("#id_shown-0-question")).to_be_focused()

    at_desk.locator("#shown-0-remove").focus()
    at_desk.keyboard.press("Enter")
    expect(at_desk.locator("#shown-add")).to_be_focused()


def test_question_of_a_condition_is_found_by_typing_its_code(at_desk, survey):
    for number, one in enumerate(survey.all_questions.order_by("page", "position")):
        Question.objects.filter(pk=one.pk).update(code=f"Q{number + 1}")
    open_conditions(at_desk, survey)
    expect(at_desk.locator("#id_shown-0-question")).to_be_focused()
    at_desk.keyboard.type("Q2", delay=80)
    at_desk.keyboard.press("Tab")

    expect(at_desk.locator("#id_shown-0-question")).to_have_value("Q2")
    expect(at_desk.locator("#id_shown-0-operator")).to_be_focused()


def test_enter_in_a_row_leads_to_the_next_and_ctrl_enter_saves(at_desk, survey):
    asked = survey.all_questions.get(code="a")
    at_desk.goto(f"/en/desk/surveys/{survey.pk}/questions/{asked.pk}/")
    labels = at_desk.locator(".item__label input")
    labels.first.focus()
    at_desk.keyboard.press("Enter")
    expect(labels.nth(1)).to_be_focused()
    at_desk.keyboard.press("Enter")
    expect(labels.nth(2)).to_be_focused()
    at_desk.keyboard.type("Perhaps")
    at_desk.keyboard.press("Control+Enter")

    at_desk.wait_for_url(OUTLINE)
    assert list(asked.choices.values_list("label_en", flat=True))[2:] == ["Perhaps"]


# Tables on a phone


@pytest.mark.parametrize("language", ["en", "fa"])
def test_tables_of_the_desk_need_no_scrolling_on_a_phone(at_desk, survey, language):
    for kind in ("link", "paper"):
        CollectorFactory(survey=survey, kind=kind, name="In front of the library")
    at_desk.set_viewport_size({"width": 360, "height": 740})
    for address in ("", f"{survey.pk}/collectors/", f"{survey.pk}/publication/"):
        at_desk.goto(f"/{language}/desk/surveys/{address}")
        table = at_desk.locator(".table-scroll").last
        assert table.evaluate("one => one.scrollWidth <= one.clientWidth"), address
        label = table.locator("[data-label]").first
        shown = label.evaluate("one => getComputedStyle(one, '::before').content")
        assert shown == f'"{label.get_attribute("data-label")}"'
