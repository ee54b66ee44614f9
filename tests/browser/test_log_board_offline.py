"""A question board on the device: typed, looked over, kept, sent."""

import unicodedata

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from civic.texts import tidy
from engagement.board_notes import as_typed, parse_notes
from surveys.models import Response
from tests.browser.conftest import PHONE
from tests.browser.on_device import LANGUAGES, open_log, waits
from tests.engagement.factories import GuideFactory, OutreachEventFactory

pytestmark = pytest.mark.django_db(transaction=True)
RULES = "/static/js/log/board_notes.js"
PARSE = (
    f"async (texts) => {{ const {{ parseNotes }} = await import('{RULES}');"
    " const pair = ({ text, people }) => [text, people];"
    " return texts.map((text) => parseNotes(text).map(pair)); }"
)
TYPED = (
    f"async (lines) => {{ const {{ asTyped }} = await import('{RULES}');"
    " return lines.map(([text, people]) => asTyped(text, people)); }"
)
NUMBERS = st.text("0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", min_size=1, max_size=11)
SPACES = st.text(" \t\u00a0\u200c\u2009\u3000", max_size=2)
WORDS = st.sampled_from(
    ["tea", "قصه‌خوانی", "3x4 meters", "Xbox 360", "naïve", "e\u0301", "👍🏽", "x", "×"]
) | st.text(max_size=6)
SIGNS = st.sampled_from(list("x×✕*X"))
AT_END = st.tuples(WORDS, SPACES, SIGNS, SPACES, NUMBERS)
IN_FRONT = st.tuples(NUMBERS, SPACES, SIGNS, SPACES, WORDS)
LINES = (AT_END | IN_FRONT).map("".join) | WORDS
ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\u2028", "\u0085", "\x0b"])
TEXTS = st.lists(st.tuples(LINES, ENDS), max_size=5).map(
    lambda lines: "".join(part for line in lines for part in line)
)
THOROUGH = settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.generate],  # to make a case smaller would take the browser minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def rules(phone) -> Page:
    phone.goto("/en/surveys/")
    return phone


@pytest.fixture
def event():
    GuideFactory()
    return OutreachEventFactory()


def without_halves(text: str) -> str:
    """What a page can hand over at all: halves of pairs are not."""
    return "".join(one for one in text if unicodedata.category(one) != "Cs")


@THOROUGH
@given(texts=st.lists(TEXTS.map(without_halves), min_size=40, max_size=60))
def test_browser_and_server_agree_on_every_board(rules, texts):
    expected = [
        [[note.text, note.people] for note in parse_notes(tidy(text).strip())]
        for text in texts
    ]

    assert rules.evaluate(PARSE, texts) == expected


@THOROUGH
@given(
    lines=st.lists(
        st.tuples(WORDS.map(without_halves).map(tidy), NUMBERS),
        min_size=40,
        max_size=60,
    )
)
def test_browser_and_server_write_lines_alike(rules, lines):
    expected = [as_typed(text, people) for text, people in lines]

    assert rules.evaluate(TYPED, lines) == expected


def review(page: Page) -> None:
    page.locator("[name=step][value=review]:not(.enter-key)").click()
    expect(page.locator("[data-board-step=review]")).to_be_visible()


def save(page: Page) -> None:
    page.locator("[name=step][value=save]:not(.enter-key)").click()
    expect(page.locator("[data-board-step=review]")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_board_of_two_hundred_lines_without_a_connection(
    event, librarian, browser_as, phone, language
):
    page = open_log(browser_as(librarian, phone), event, language, rest="board/")
    page.context.set_offline(True)
    notes = [f"wish number {number} is this ×۶" for number in range(200)]
    page.locator("[name=notes]").fill("\n".join(notes))

    review(page)
    number = {"en": "1,200", "fa": "۱٬۲۰۰"}[language]
    expect(page.locator("[data-board-people]")).to_have_text(number)
    number = {"en": "200", "fa": "۲۰۰"}[language]
    expect(page.locator("[data-board-count]")).to_have_text(number)
    width = page.evaluate("document.documentElement.scrollWidth")
    save(page)
    waits(page, 1)
    page.context.set_offline(False)
    waits(page, 0)

    people = Response.objects.order_by("pk").values_list("answers__WISH", "people")
    expected = [(f"wish number {number} is this", 6) for number in range(200)]
    assert list(people) == expected
    assert width == PHONE["width"]


def test_board_is_looked_over_and_changed(event, librarian, browser_as, phone):
    page = open_log(browser_as(librarian, phone), event, "fa", rest="board/")
    page.locator("[name=notes]").fill("quiet\nXbox ×360\n\nقصه‌خوانی ×۲")
    review(page)
    expect(page.locator("[name=lines-1-people]")).to_have_value("۳۶۰")
    expect(page.locator(".board-line").nth(1)).to_contain_text(
        page.locator("template[data-board-doubt]").evaluate(
            "(part) => part.content.textContent"
        )
    )

    page.locator("[name=lines-1-people]").fill("۱")
    page.locator("[name=lines-1-text]").fill("Xbox\n360")
    page.locator("[name=lines-0-text]").fill("")
    expect(page.locator("[data-board-people]")).to_have_text("۳")
    page.locator("[data-board-back]").click()
    expect(page.locator("[name=notes]")).to_have_value("\nXbox 360 ×۱\nقصه‌خوانی ×۲")
    review(page)
    save(page)
    waits(page, 0)

    rows = Response.objects.order_by("pk").values_list("answers__WISH", "people")
    assert list(rows) == [("Xbox 360", 1), ("قصه‌خوانی", 2)]


def test_board_of_stickers_without_a_connection(event, librarian, browser_as, phone):
    page = open_log(browser_as(librarian, phone), event, rest="board/?question=WHY")
    page.context.set_offline(True)
    page.locator("[name=choice-borrow]").fill("۱۲")
    page.locator("[name=choice-space]").fill("0")
    page.locator("[name=notes]").fill("to sleep ×2")
    review(page)
    expect(page.locator("[name=lines-0-people]")).to_have_value("۱۲")
    shown = page.locator("[data-board-step=review]")
    expect(shown.get_by_label("borrow")).to_be_visible()
    save(page)
    waits(page, 1)
    page.context.set_offline(False)
    waits(page, 0)

    rows = Response.objects.order_by("pk").values_list("answers", "people")
    assert list(rows) == [
        ({"WHY": ["borrow"]}, 12),
        ({"WHY": ["other"], "WHY-other": "to sleep"}, 2),
    ]


def test_board_says_what_cannot_be_reviewed(event, librarian, browser_as, phone):
    page = open_log(browser_as(librarian, phone), event, rest="board/")

    for notes, words in {
        "  \n\n": "at least one note",
        "a\n" * 301: "At most 300 notes",
    }.items():
        page.locator("[name=notes]").fill(notes)
        page.locator("[name=step][value=review]:not(.enter-key)").click()
        expect(page.locator("[data-log-said]")).to_contain_text(words)
        expect(page.locator("[name=notes]")).to_have_value(notes)
