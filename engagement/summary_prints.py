"""A summary on paper and as a picture: laid out here, in the language of the page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from civic import languages, pdf
from civic.context import portal_name
from engagement.evidence import Evidence
from engagement.number_sentences import number_sentences
from engagement.summary_reading import Reading
from surveys import qr

SHEET = "css/summary-print.css"
PICTURE_SHEET = "css/summary-picture.css"
LONGEST_INTRODUCTION = 700  # characters, where there are no findings


@dataclass(frozen=True)
class Fit:
    """One way to get a leaflet on its sheet.

    ``size``: the class of its style. ``findings``, ``others`` (questions, and
    commitments), ``answers`` to each question and ``quoted`` voices: how many are
    told. ``longest``: characters of a text; None: texts stay whole.
    """

    size: str
    findings: int
    others: int = 3
    answers: int = 3
    quoted: int = 2
    longest: int | None = None


# Tried until one fits
LEAFLETS = (
    Fit("", 4, others=4, answers=5, quoted=3),
    Fit("", 3),
    Fit("leaflet--small", 3),
    Fit("leaflet--small", 2),
    Fit("leaflet--smallest", 2),
    Fit("leaflet--smallest", 1, others=2, quoted=1),
    Fit("leaflet--smallest", 1, others=1, quoted=1, longest=120),
)
# Where the pattern has a table, in millimeters: rows set off against each other
PATTERN = [(x + 9 * (row % 2), row * 18) for row in range(5) for x in range(0, 99, 18)]


def report(reading: Reading, address: str) -> bytes:
    """Return the whole summary as a PDF on A4; raise ``civic.pdf.CannotPrint``."""
    context = _context(reading, address) | {"longest": None, "bar_width": 60}
    page = render_to_string("engagement/summary_print.html", context)
    return pdf.document(page, sheet=SHEET)


def leaflet(reading: Reading, address: str) -> bytes:
    """Return one sheet of A4, printed on both sides and folded twice, as a PDF."""
    context = _context(reading, address) | {"places": PATTERN, "bar_width": 20}
    pages = [
        render_to_string("engagement/summary_leaflet.html", context | _fitted(fit))
        for fit in LEAFLETS
    ]
    return pdf.on_sheets(pages, sheet=SHEET, most=2)


def _fitted(fit: Fit) -> dict[str, Any]:
    return {
        "size": fit.size,
        "findings_told": f":{fit.findings}",
        "findings_left_out": f"{fit.findings}:",
        "others_told": f":{fit.others}",
        "others_left_out": f"{fit.others}:",
        "answers_told": f":{fit.answers}",
        "quoted": f":{fit.quoted}",
        "longest": fit.longest,
        "longest_introduction": fit.longest or LONGEST_INTRODUCTION,
    }


def picture(reading: Reading) -> bytes:
    """Return what is shown where the page is shared, as a PNG of 1200 by 630."""
    page = render_to_string("engagement/summary_picture.html", _context(reading, ""))
    return pdf.picture(page, sheet=PICTURE_SHEET)


def share_text(evidence: Evidence) -> str:
    """Return the sentences with the numbers, to be shown where the page is shared."""
    return number_sentences(evidence)


def _context(reading: Reading, address: str) -> dict[str, Any]:
    version_path = reading.version.get_absolute_url() if reading.version else ""
    return {
        "reading": reading,
        "summary": reading.summary,
        "content": reading.content,
        "evidence": reading.content.evidence,
        "language": languages.current(),
        "portal_name": portal_name(),
        "is_demonstration_site": settings.DEBUG,
        "today": timezone.localdate(),
        "address": _shown(address),
        "version_address": _shown(urljoin(address, version_path)),
        "picture": qr.png_inline(address) if address else "",
    }


def _shown(address: str) -> str:
    """An address as it is told on paper."""
    return address.partition("://")[2].rstrip("/")
