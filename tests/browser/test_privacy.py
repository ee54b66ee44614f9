"""What may lead to a person, in the browser: found as on the server, gone by a tap."""

import random

import pytest
from playwright.sync_api import Page, expect

from civic import languages
from engagement import privacy
from surveys.models import Response
from tests.browser.on_device import open_log, queue
from tests.engagement.factories import GuideFactory, OutreachEventFactory
from tests.engagement.privacy_notes import notes
from tests.factories import BranchFactory

pytestmark = pytest.mark.django_db(transaction=True)

FIND = (
    "async ([texts, places]) => {"
    " const { findings } = await import('/static/js/privacy_findings.js');"
    " return texts.map((text) => findings(text, places).map("
    " ({ start, end, kind, passage }) => [start, end, kind, passage])); }"
)
BLANK = (
    "async (texts) => {"
    " const { findings, blank } = await import('/static/js/privacy_findings.js');"
    " return texts.map((text) => findings(text).reverse().reduce(blank, text)); }"
)
SAID = {
    "en": ("My name is Anna Kowalska, call 408 555 0100", "My name is […], call […]"),
    "fa": ("من مریم هستم، تلفن ۰۹۱۲ ۳۴۵ ۶۷۸۹", "من […] هستم، تلفن […]"),
    "vi": ("Em tên Lan, ở số 12 đường Lê Lợi", "Em tên […], ở […]"),
}
SAVE = ".log-bar__save"
BLANK_IT = "[data-privacy-do=blank]"
KEEP_IT = "[data-privacy-do=keep]"


@pytest.fixture
def event():
    GuideFactory()
    return OutreachEventFactory(
        branches=[BranchFactory(address="150 E. San Fernando St.")]
    )


def address(event, language: str = "en", rest: str = "") -> str:
    return f"/{language}/desk/conversations/{event.pk}/{rest}"


def wishes() -> list[str]:
    return [row.answers["WISH"] for row in Response.objects.order_by("pk")]


def write_wish(page: Page, event, text: str, language: str = "en") -> None:
    page.goto(address(event, language))
    page.locator("[data-log-next]").tap()
    page.locator("[name=q-WISH]").fill(text)


# The same rules


def units(text: str, place: int) -> int:
    """A place as browsers count it: signs beyond the first plane are two."""
    return len(text[:place].encode("utf-16-le")) // 2


def on_the_server(text: str, places: list[str]) -> list[list]:
    return [
        [units(text, one.start), units(text, one.end), one.kind.value, one.passage]
        for one in privacy.findings(text, public=places)
    ]


def cases() -> list[str]:
    """The notes, and texts in which pieces of two notes meet in odd ways."""
    files = [f"{part}{one}" for part in ("", "held_out_") for one in languages.CODES]
    written = [text for name in files for text, _marked in notes(name)]
    chance = random.Random(408)  # noqa: S311 - the same cases every time
    joints = [
        "",
        " ",
        "\n",
        "😀",
        "\u200f",
        "\u200c",
        "İ",
        "ſ",
        "e\u0301",
        "\u0301",
        "\0",
    ]
    mixed = []
    for _case in range(1500):
        first, second = chance.choice(written), chance.choice(written)
        head = first[: chance.randrange(len(first))]
        mixed.append(head + chance.choice(joints) + second[chance.randrange(9) :])
    return [*written, *mixed]


def test_browser_and_server_find_the_same_passages(phone, event):
    phone.goto("/en/surveys/")
    texts, places = cases(), ["150 E. San Fernando St.", "Dr. Roberto Cruz"]

    told = phone.evaluate(FIND, [texts, places])

    expected = [on_the_server(text, places) for text in texts]
    assert [
        one for one in zip(texts, expected, told, strict=True) if one[1] != one[2]
    ] == []


def test_browser_and_server_blank_out_the_same(phone, event):
    phone.goto("/en/surveys/")
    texts = cases()[:300]

    expected = [privacy.blanked(text, privacy.findings(text)) for text in texts]
    assert phone.evaluate(BLANK, texts) == expected


# On a phone


@pytest.mark.parametrize("language", SAID)
def test_passages_are_blanked_out_with_one_tap_each(
    event, librarian, browser_as, phone, language
):
    page = browser_as(librarian, phone)
    said, without = SAID[language]
    write_wish(page, event, said, language)
    page.locator("[name=q-WISH]").blur()

    expect(page.locator(BLANK_IT)).to_have_count(2)
    boxes = [one.bounding_box() for one in page.locator(".privacy-row button").all()]
    width = page.evaluate("document.documentElement.scrollWidth")
    page.locator(BLANK_IT).first.tap()
    page.locator(BLANK_IT).first.tap()
    expect(page.locator("[name=q-WISH]")).to_have_value(without)
    page.locator(SAVE).tap()
    expect(page.locator(".notice[data-kind=good]")).to_be_visible()

    assert wishes() == [without]
    assert min(box["height"] for box in boxes) >= 48
    assert width == page.viewport_size["width"]


@pytest.mark.parametrize("language", SAID)
def test_nothing_is_saved_before_it_is_decided(
    event, librarian, browser_as, phone, language
):
    """Its step of the log comes back, and what was kept is saved as it is."""
    page = browser_as(librarian, phone)
    said, _without = SAID[language]
    write_wish(page, event, said, language)
    page.locator("[data-log-next]").tap()
    expect(page.locator("[name=q-WISH]")).to_be_hidden()
    page.locator(SAVE).tap()

    expect(page.locator("[name=q-WISH]")).to_be_visible()
    expect(page.locator("[name=q-WISH][aria-invalid=true]")).to_have_count(1)
    expect(page.locator(BLANK_IT).first).to_be_focused()
    assert Response.objects.count() == 0
    two = {"en": "2", "vi": "2", "fa": "۲"}[language]
    expect(page.locator("[data-privacy-held]")).to_contain_text(two)
    page.locator(KEEP_IT).first.tap()
    page.locator(KEEP_IT).first.tap()
    expect(page.locator("[data-privacy-held]")).to_have_count(0)
    expect(page.locator("[name=q-WISH][aria-invalid]")).to_have_count(0)
    page.locator(SAVE).tap()
    expect(page.locator(".notice[data-kind=good]")).to_be_visible()

    assert wishes() == [said]


def test_first_step_stands_before_the_patterns_come_and_saving_waits_for_them(
    event, librarian, browser_as, phone
):
    page = browser_as(librarian, phone)
    held = []
    page.route("**/privacy_patterns.js", lambda route, _: held.append(route))
    page.goto(address(event), wait_until="commit")
    page.locator("[data-log-next]").tap()
    page.locator("[name=q-WISH]").fill(SAID["en"][0])
    page.locator(SAVE).tap()
    expect(page.locator("[name=q-WISH]")).to_have_value(SAID["en"][0])
    held[0].continue_()

    expect(page.locator("[data-privacy-held]")).to_contain_text("2")
    assert queue(page) == []
    page.locator(KEEP_IT).first.tap()
    page.locator(KEEP_IT).first.tap()
    page.locator(SAVE).tap()
    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    assert wishes() == [SAID["en"][0]]


def test_what_was_blanked_out_can_be_put_back(event, librarian, browser_as, phone):
    page = browser_as(librarian, phone)
    write_wish(page, event, SAID["en"][0])
    page.locator("[name=q-WISH]").blur()
    page.locator(BLANK_IT).first.tap()
    page.locator("[data-privacy-do=undo]").tap()

    expect(page.locator("[name=q-WISH]")).to_have_value(SAID["en"][0])
    expect(page.locator(BLANK_IT)).to_have_count(2)


def test_passages_are_told_to_screen_readers_and_while_typing(
    event, librarian, browser_as, phone
):
    page = browser_as(librarian, phone)
    write_wish(page, event, "")
    page.keyboard.type("call 408 555 0100")

    expect(page.locator("[data-privacy-status]")).to_have_text(
        "This looks like a telephone number: “\u2068408 555 0100\u2069”."
    )
    described = page.locator(BLANK_IT).get_attribute("aria-describedby")
    expect(page.locator(f"[id='{described}']")).to_contain_text("408 555 0100")


def test_passages_are_decided_by_keyboard(event, librarian, browser_as, desktop):
    page = browser_as(librarian, desktop)
    page.goto(address(event))
    page.locator("[data-log-next]").click()
    page.keyboard.type("I am Anna from 12 Oak Lane")
    page.keyboard.press("Tab")
    expect(page.locator(BLANK_IT)).to_have_count(2)
    page.locator("[name=q-WISH]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("[name=q-WISH]")).to_have_value("I am […] from 12 Oak Lane")
    expect(page.locator(".privacy-row--done")).to_have_count(1)


def test_address_of_the_library_is_left_alone(event, librarian, browser_as, phone):
    page = browser_as(librarian, phone)
    write_wish(page, event, "150 E San Fernando Street is too far")
    page.locator(SAVE).tap()

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    assert wishes() == ["150 E San Fernando Street is too far"]


def test_language_can_be_changed_before_it_is_decided(
    event, librarian, browser_as, desktop
):
    page = browser_as(librarian, desktop)
    page.goto(address(event))
    page.locator("[data-log-next]").click()
    page.locator("[name=q-WISH]").fill(SAID["en"][0])
    page.locator(".languages--wide [name=in_language][value=pl]").click()
    page.wait_for_url("**/pl/**")

    expect(page.locator("[name=q-WISH]")).to_have_value(SAID["en"][0])


# Boards


@pytest.mark.parametrize("language", ["en", "fa"])
def test_board_blanks_out_all_lines_with_one_tap(
    event, librarian, browser_as, phone, language
):
    page = browser_as(librarian, phone)
    page.goto(address(event, language, "board/"))
    lines = [f"more manga {number}" for number in range(1, 198)]
    page.locator("[name=notes]").fill(
        "\n".join([*lines, *(said for said, _without in SAID.values())])
    )
    page.locator(SAVE).tap()

    summary = page.locator("[data-privacy-summary]")
    for number in {"en": ["3", "200"], "fa": ["۳", "۲۰۰"]}[language]:
        expect(summary).to_contain_text(number, timeout=20_000)
    expect(page.locator("[data-error-summary]")).to_have_count(0)
    page.locator("[data-privacy-do=blank-all]").tap()
    expect(summary).to_be_hidden()
    page.locator(f"{SAVE}:visible").tap()
    expect(page.locator(".notice[data-kind=good]")).to_be_visible(timeout=20_000)

    assert wishes() == [*lines, *(without for _said, without in SAID.values())]


def test_board_goes_back_to_the_notes_before_it_is_decided(
    event, librarian, browser_as, phone
):
    page = open_log(browser_as(librarian, phone), event, rest="board/")
    page.locator("[name=notes]").fill("tea\ncall 408 555 0100")
    page.locator(SAVE).tap()
    expect(page.locator(BLANK_IT)).to_have_count(1)
    page.locator("[data-board-back]").tap()

    expect(page.locator("[name=notes]")).to_have_value("tea\ncall 408 555 0100")


# Without a script


@pytest.mark.parametrize("language", SAID)
def test_without_a_script_a_button_blanks_out_and_saves(
    event, librarian, browser_as, without_script, language
):
    page = browser_as(librarian, without_script)
    said, without = SAID[language]
    page.goto(address(event, language))
    page.locator("[name=q-WISH]").fill(said)
    page.locator(SAVE).click()

    expect(page.locator("[data-privacy-box] li")).to_have_count(2)
    expect(page.locator("[name=q-WISH]")).to_have_value(said)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.locator("[name=blanks_findings]").click()
    expect(page.locator(".notice[data-kind=good]")).to_be_visible()

    assert wishes() == [without]
    assert width == page.viewport_size["width"]


def test_without_a_script_a_tick_keeps_it(event, librarian, browser_as, without_script):
    page = browser_as(librarian, without_script)
    page.goto(address(event))
    page.locator("[name=q-WISH]").fill("a novel called Mrs. Dalloway and Mr. Ripley")
    page.locator(SAVE).click()
    page.locator("[name=confirms_privacy]").check()
    page.locator(SAVE).click()

    expect(page.locator(".notice[data-kind=good]")).to_be_visible()
    assert wishes() == ["a novel called Mrs. Dalloway and Mr. Ripley"]
