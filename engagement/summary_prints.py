"""A summary on paper and as a picture: laid out here, in the language of the page."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from civic import languages, pdf
from civic.context import portal_name
from engagement.evidence import Evidence, Labels
from engagement.number_sentences import number_sentences
from engagement.summary_reading import Reading
from engagement.templatetags.evidence import in_paragraphs
from surveys import qr

SHEET = "css/summary-print.css"
PICTURE_SHEET = "css/summary-picture.css"
# Tried until one fits the sheet: the class of its style, and how many findings and
# commitments are told
LEAFLETS = (
    ("", 3),
    ("leaflet--small", 3),
    ("leaflet--smallest", 3),
    ("leaflet--smallest", 2),
    ("leaflet--smallest", 1),
)
LONGEST_TEXT = 700  # characters of the introduction, where there are no findings


def report(reading: Reading, address: str) -> bytes:
    """Return the whole summary as a PDF on A4; raise ``civic.pdf.CannotPrint``."""
    page = render_to_string("engagement/summary_print.html", _context(reading, address))
    return pdf.document(page, sheet=SHEET)


def leaflet(reading: Reading, address: str) -> bytes:
    """Return one sheet of A4, printed on both sides and folded twice, as a PDF."""
    context = _context(reading, address) | {
        "introduction": _beginning(reading.content.introduction)
    }
    pages = [
        render_to_string(
            "engagement/summary_leaflet.html",
            {**context, "size": size, "most_shown": f":{most}"},
        )
        for size, most in LEAFLETS
    ]
    return pdf.on_sheets(pages, sheet=SHEET, most=2)


def _beginning(labels: Labels) -> SafeString:
    """As much of a text as a panel of the leaflet has room for."""
    short = {code: Truncator(text).chars(LONGEST_TEXT) for code, text in labels.items()}
    return in_paragraphs(short)


def picture(reading: Reading) -> bytes:
    """Return what is shown where the page is shared, as a PNG of 1200 by 630."""
    page = render_to_string("engagement/summary_picture.html", _context(reading, ""))
    return pdf.picture(page, sheet=PICTURE_SHEET)


def share_text(evidence: Evidence) -> str:
    """Return the sentences with the numbers, to be shown where the page is shared."""
    return number_sentences(evidence)


def _context(reading: Reading, address: str) -> dict[str, Any]:
    return {
        "reading": reading,
        "summary": reading.summary,
        "content": reading.content,
        "evidence": reading.content.evidence,
        "language": languages.current(),
        "portal_name": portal_name(),
        "address": address.partition("://")[2].rstrip("/"),
        "picture": qr.png_inline(address) if address else "",
    }
