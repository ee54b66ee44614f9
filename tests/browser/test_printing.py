"""What comes out of a printer: the page of a summary, and receipt slips."""

from io import BytesIO

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from engagement.actions import publish_summary
from engagement.models import EvidenceSet
from tests.engagement.factories import GuideFactory
from tests.engagement.listening import Listening
from tests.engagement.reviewing import finding_of
from tests.engagement.writing import fall_summary

MARGINS = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")


def sheets(page: Page, paper: str) -> list[str]:
    """The words on each sheet that the browser prints."""
    printed = page.pdf(format=paper, margin=MARGINS)
    with pypdfium2.PdfDocument(BytesIO(printed)) as opened:
        texts = [one.get_textpage().get_text_bounded() for one in opened]
    return [" ".join(one.split()) for one in texts]


@pytest.fixture
def published(transactional_db):
    listening = Listening()
    event = listening.event()
    listening.entry(event, {"WHY": ["borrow"]}, people=984)
    summary = fall_summary()
    finding = finding_of(summary)
    EvidenceSet.objects.create(finding=finding, event=event)
    return publish_summary(summary, actor=None)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_summary_is_printed_with_what_the_reader_opened(published, desktop, language):
    desktop.goto(f"/{language}/summaries/2025/fall/")
    address = desktop.locator("[data-print-only]")
    evidence = desktop.locator(".finding .disclosure")
    expect(address).to_be_hidden()

    desktop.emulate_media(media="print")
    expect(address).to_contain_text(f"/{language}/summaries/2025/fall/")
    expect(evidence).to_be_hidden()
    expect(desktop.locator(".citation")).to_be_visible()

    evidence.evaluate("one => one.open = true")
    expect(evidence.locator(".event-lines").first).to_be_visible()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(("chosen", "fit"), [("", 6), ("pl", 8), ("fa", 8)])
def test_slips_are_whole_on_one_sheet(  # noqa: PLR0913, PLR0917 - fixtures
    transactional_db, librarian, desktop, browser_as, paper, chosen, fit
):
    GuideFactory()
    page = browser_as(librarian, desktop)
    page.goto("/fa/desk/conversations/slips/")
    page.fill("[name=slips]", str(fit))
    page.select_option("[name=language]", chosen)
    page.locator("#desk-form .actions .button").click()
    expect(page.locator("[data-slip]")).to_have_count(fit)

    [words] = sheets(page, paper)

    assert words.count("/voice/") == fit
    if chosen != "fa":  # letters of Persian are drawn in another order
        assert words.count("od chwili wpisania rozmowy") == fit
        assert words.count("Stolik rozmów") == fit
    codes = page.locator("[data-slip]").all_inner_texts()
    assert all(code.isascii() is (chosen != "fa") for code in codes)
