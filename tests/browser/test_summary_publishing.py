"""An editor composes and publishes a summary; anyone reads it in five languages."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import expect

from civic import languages
from engagement.models import Summary
from tests.engagement.listening import Listening
from tests.factories import BranchFactory

DAYS = {
    "en": ("2025-07-01", "2025-10-31", "2025"),
    "fa": ("۱۴۰۴/۰۴/۱۰", "۱۴۰۴/۰۸/۰۹", "۱۴۰۴"),
}
INTRODUCTIONS = {
    "en": "We listened.",
    "vi": "Chúng tôi đã lắng nghe.",
    "pl": "Słuchaliśmy.",
    "fa": "شنیدیم.",
    "it": "Abbiamo ascoltato.",
}
NUMBERS = dict.fromkeys(languages.CODES, "984") | {"fa": "۹۸۴"}


@pytest.fixture
def heard(transactional_db):
    listening = Listening()
    market = listening.event()
    listening.entry(market, {"WHY": ["borrow"], "WISH": "x"}, people=983)
    listening.entry(
        market, {}, language="vi", quotation="Tôi thích", quotation_consent="anonymous"
    )
    return market


def press(page, text):
    page.get_by_role("button", name=text, exact=True).click()


def begin(page, language):
    first, last, year = DAYS[language]
    page.goto(f"/{language}/desk/summaries/new/")
    page.select_option("[name=season]", "fall")
    page.fill("[name=year]", year)
    page.fill("[name=starts_on]", first)
    page.fill("[name=ends_on]", last)
    press(page, gettext("Save"))


def write(page):
    page.get_by_role("link", name=gettext("Write the introduction")).click()
    for code, text in INTRODUCTIONS.items():
        page.fill(f"[name=introduction_{code}]", text)
    press(page, gettext("Put these sentences in"))
    press(page, gettext("Save"))


def decide(page):
    page.get_by_role("link", name=gettext("Write what was decided and why")).click()
    for code, text in INTRODUCTIONS.items():
        page.fill(f"[name=decided_{code}]", f"{text} 4")
        page.fill(f"[name=reasons_{code}]", f"{text} 5")
    press(page, gettext("Save"))


def add_section(page, branch):
    page.get_by_role("link", name=gettext("Add a section")).click()
    page.select_option("[name=branch]", str(branch.pk))
    for code in languages.CODES:
        page.fill(f"[name=body_{code}]", f"{INTRODUCTIONS[code]} 2")
    press(page, gettext("Save"))


def add_quotation(page):
    page.get_by_role("link", name=gettext("Choose quotations")).click()
    page.get_by_role("link", name=gettext("Use this one")).click()
    page.fill("[name=text_en]", "I like it")
    press(page, gettext("Save"))


def add_commitment(page, year):
    page.get_by_role("link", name=gettext("Add a commitment")).click()
    page.select_option("[name=due_season]", "spring")
    page.fill("[name=due_year]", year)
    for code in languages.CODES:
        page.fill(f"[name=statement_{code}]", f"{INTRODUCTIONS[code]} 3")
        page.fill(f"[name=owner_{code}]", "Evergreen")
    press(page, gettext("Save"))


def publish(page):
    """The quotation is in two languages only, so the others are given a notice."""
    page.get_by_role("link", name=gettext("Check and publish")).click()
    page.locator("[formaction$='/reviewed/en/']").click()
    for box in page.locator("[name=with_notice]:not([value=en])").all():
        box.check()
    press(page, gettext("Save where a notice is enough"))
    press(page, pgettext("button", "Publish"))


@pytest.fixture
def at_desk(heard, editor, browser_as, without_script):
    """An editor's phone, with JavaScript switched off."""
    return browser_as(editor, without_script)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_editor_publishes_and_anyone_reads(at_desk, desktop, language):
    page = at_desk
    with translation.override(language):
        begin(page, language)
        write(page)
        decide(page)
        add_section(page, BranchFactory())
        add_quotation(page)
        add_commitment(page, DAYS[language][2])
        publish(page)

    assert Summary.objects.get().is_published
    for code in languages.CODES:
        desktop.goto(f"/{code}/summaries/2025/fall/")
        main = desktop.locator("main")
        expect(main.locator(".figure__number").first).to_have_text(NUMBERS[code])
        expect(main).to_contain_text(INTRODUCTIONS[code])
        expect(main).to_contain_text(f"{INTRODUCTIONS[code]} 2")
        expect(main).to_contain_text(f"{INTRODUCTIONS[code]} 3")
        expect(main.locator("blockquote[lang=vi]")).to_have_text("Tôi thích")


def test_figures_open_their_evidence(heard, at_desk, phone):
    begin(at_desk, "en")
    write(at_desk)
    decide(at_desk)
    publish(at_desk)

    phone.goto("/en/summaries/2025/fall/")
    details = phone.locator(".summary__figures details")
    expect(details).to_have_count(3)
    details.nth(1).locator("summary").click()

    expect(phone.get_by_text(heard.title)).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_composer_fits_a_phone(at_desk, language):
    page = at_desk
    with translation.override(language):
        begin(page, language)
        write(page)
        add_section(page, BranchFactory())
        add_commitment(page, DAYS[language][2])
    composer = page.url.split("#")[0]

    for path in (
        "",
        "period/",
        "introduction/",
        "sections/new/",
        "publish/",
        "decision/",
    ):
        page.goto(composer + path)
        assert (path, *widths(page)) == (path, 360, 360)


def widths(page):
    """What is seen, and what could be scrolled to."""
    return page.viewport_size["width"], page.evaluate(
        "document.documentElement.scrollWidth"
    )
