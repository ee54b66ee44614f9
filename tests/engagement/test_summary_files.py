"""A summary on paper, as a leaflet, as a picture and as a feed, in each language."""

import unicodedata
from io import BytesIO

import pypdfium2
import pytest
import time_machine
from defusedxml import ElementTree
from PIL import Image

from civic.languages import CODES
from engagement.actions import publish_summary
from engagement.models import (
    EvidenceSet,
    OutreachEvent,
    Summary,
    SummaryVersion,
)
from engagement.summary_content import SummaryContent
from tests.engagement.residents import population
from tests.engagement.reviewing import finding_of
from tests.engagement.test_evidence_sources import code as give_themes
from tests.engagement.theming import theme_of
from tests.engagement.writing import commitment_of, fall_summary, section_of
from tests.factories import DistrictFactory

LEAST = 15  # points from the edge of a sheet, about half a centimeter
ATOM = "{http://www.w3.org/2005/Atom}"
WORDS = {
    "en": "We went out to listen.",
    "vi": "Chúng tôi đã đi lắng nghe.",
    "pl": "Wyszliśmy, żeby słuchać.",
    "fa": "به شنیدن رفتیم.",
    "it": "Siamo usciti ad ascoltare.",
}


@pytest.fixture
def summary(listening):
    listening.entry(listening.event(), {"WHY": ["borrow"], "WISH": "x"}, people=984)
    summary = fall_summary(**{f"introduction_{code}": WORDS[code] for code in CODES})
    section_of(summary)
    commitment_of(summary)
    return summary


@pytest.fixture
def published(summary):
    return publish_summary(summary, actor=None)


def text_of(document: bytes) -> str:
    """The words of a PDF; shaped letters as those that they stand for."""
    with pypdfium2.PdfDocument(document) as opened:
        pages = [page.get_textpage().get_text_bounded() for page in opened]
    return unicodedata.normalize("NFKC", " ".join(" ".join(pages).split()))


def sheets_in(document: bytes) -> int:
    with pypdfium2.PdfDocument(document) as opened:
        return len(opened)


@pytest.mark.parametrize("code", CODES)
def test_report_tells_it_in_the_language_of_its_address(client, published, code):
    response = client.get(f"/{code}/summaries/2025/fall.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert f'filename="2025-fall-{code}.pdf"' in response["Content-Disposition"]
    # Persian is taken out of a PDF in the order in which it is drawn
    words = sorted(WORDS[code].rstrip(".").split())
    found = text_of(response.content)
    assert [word for word in words if word in found or word[::-1] in found] == words


def test_report_says_whose_it_is_which_version_and_of_when(client, published, settings):
    settings.DEBUG = True
    with time_machine.travel("2026-03-01", tick=False):
        found = text_of(client.get("/en/summaries/2025/fall.pdf").content)

    assert found.startswith("This is a demonstration")
    assert "The Listening Table · Fall 2025 · 1 / 2" in found
    assert "What we heard, Fall 2025. Version 1," in found
    assert "/en/summaries/2025/fall/versions/1" in found
    assert "The commitments are shown as they stood on March 1, 2026." in found


@pytest.mark.parametrize("file", ["fall.pdf", "fall-leaflet.pdf"])
def test_paper_ranks_themes_and_names_who_was_hardly_heard(
    client, listening, summary, file
):
    event = OutreachEvent.objects.get()
    event.district = DistrictFactory(code="west", name_en="West Side")
    event.save()
    DistrictFactory(code="east", name_en="East Side")
    population(districts={"west": 600, "east": 400}, languages={"en": 100})
    hours, wish = theme_of("hours", name_en="Opening hours"), {"WISH": "x"}
    give_themes(listening.entry(event, wish, people=12), hours)
    give_themes(listening.note(event, wish, people=7), hours)
    give_themes(listening.entry(event, wish, people=6))
    give_themes(listening.note(event, wish, people=6))
    publish_summary(summary, actor=None)

    found = text_of(client.get(f"/en/summaries/2025/{file}").content)

    assert "Districts: East Side" in found
    assert "Opening hours 19" in found


def with_findings(summary, words: str):
    for position in range(3):
        texts = {f"{name}_en": words for name in ("wants", "concerns", "actions")}
        finding = finding_of(summary, position=position, **texts)
        EvidenceSet.objects.create(finding=finding, event=OutreachEvent.objects.get())
    return publish_summary(summary, actor=None)


def margins_of(document: bytes) -> set[bool]:
    """Whether each text of the sheets is half a centimeter or more from their edges."""
    with pypdfium2.PdfDocument(document) as opened:
        return {
            bottom > LEAST and top < page.get_height() - LEAST
            for page in opened
            for text in [page.get_textpage()]
            for _left, bottom, _right, top in map(
                text.get_rect, range(text.count_rects())
            )
        }


@pytest.mark.parametrize("code", CODES)
def test_leaflet_takes_both_sides_of_one_sheet(client, published, code):
    document = client.get(f"/{code}/summaries/2025/fall-leaflet.pdf").content

    assert sheets_in(document) == 2
    assert margins_of(document) == {True}


@pytest.mark.parametrize("times", [12, 60])
def test_leaflet_leaves_out_what_is_long_and_says_where_it_is(client, summary, times):
    with_findings(summary, "Residents want more of it, and sooner. " * times)

    document = client.get("/fa/summaries/2025/fall-leaflet.pdf").content

    assert sheets_in(document) == 2
    assert margins_of(document) == {True}
    # Beside the code to scan, below the findings and below the answers; a PDF gives a
    # Latin address that a line parts in another order
    assert text_of(document).count("summaries") >= 3


@pytest.mark.parametrize("code", ["en", "fa"])
def test_picture_has_the_size_that_others_expect(client, published, code):
    response = client.get(f"/{code}/summaries/2025/fall.png")
    picture = Image.open(BytesIO(response.content))
    assert response["Content-Type"] == "image/png"
    assert picture.size == (1200, 630)
    assert len(picture.convert("RGB").getcolors(maxcolors=100_000)) > 2


@pytest.mark.parametrize("file", ["fall.pdf", "fall-leaflet.pdf", "fall.png"])
def test_drafts_have_no_files(as_user, editor, summary, file):
    assert as_user(editor).get(f"/en/summaries/2025/{file}").status_code == 404


@pytest.mark.parametrize("code", CODES)
def test_feed_tells_the_summary_in_the_language(client, published, code):
    response = client.get(f"/{code}/summaries/feed/")

    feed = ElementTree.fromstring(response.content)
    [entry] = feed.findall(f"{ATOM}entry")
    assert WORDS[code] in entry.findtext(f"{ATOM}summary")
    [link] = entry.findall(f"{ATOM}link")
    assert link.get("href").endswith(f"/{code}/summaries/2025/fall/")


@pytest.mark.parametrize("code", ["en", "fa"])
def test_feed_holds_the_paragraphs_once_as_html(client, summary, code):
    Summary.objects.update(
        introduction_en="One & two\n\nThree", introduction_fa="یک\n\nدو"
    )
    summary.refresh_from_db()
    publish_summary(summary, actor=None)

    feed = ElementTree.fromstring(client.get(f"/{code}/summaries/feed/").content)

    [told] = feed.iter(f"{ATOM}summary")
    first, second = {"en": ("One &amp; two", "Three"), "fa": ("یک", "دو")}[code]
    direction = {"en": "ltr", "fa": "rtl"}[code]
    assert told.get("type") == "html"
    assert told.text == (
        f'<div lang="{code}" dir="{direction}"><p>{first}</p>\n\n<p>{second}</p></div>'
    )


def test_feed_brings_a_correction_up_as_the_same_entry(client, published):
    first = client.get("/en/summaries/feed/")
    content = SummaryContent.of(published)
    SummaryVersion.objects.create(
        summary=published, number=2, content=content.as_json(), note_en="A number."
    )

    second = client.get("/en/summaries/feed/")

    [before] = ElementTree.fromstring(first.content).findall(f"{ATOM}entry")
    [after] = ElementTree.fromstring(second.content).findall(f"{ATOM}entry")
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert after.findtext(f"{ATOM}updated") > before.findtext(f"{ATOM}updated")
    assert after.findtext(f"{ATOM}title") == "Fall 2025, corrected"


def test_feed_is_not_sent_again_unchanged(client, published):
    etag = client.get("/en/summaries/feed/")["ETag"]
    again = client.get("/en/summaries/feed/", headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_feed_holds_no_drafts(client, summary):
    feed = ElementTree.fromstring(client.get("/en/summaries/feed/").content)
    assert feed.findall(f"{ATOM}entry") == []
