"""Pages laid out for printing on the server, kept until what stands on them changes."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.cache import cache

KEPT_FOR = 24 * 60 * 60  # seconds


class CannotPrint(Exception):
    """This machine lacks the libraries that lay out pages."""


def document(page: str, *, sheet: str) -> bytes:
    """Return an HTML page as a PDF, with the style of the static file ``sheet``.

    It takes a second, so it is kept by all that makes it: the page and the style.
    Raise CannotPrint where the machine lacks the libraries for it.
    """
    return on_one_sheet([page], sheet=sheet)


def on_one_sheet(pages: Sequence[str], *, sheet: str) -> bytes:
    """Return the first of ``pages`` that takes one sheet of paper, else the last.

    They are the same page, each time set smaller.
    """
    style = Path(finders.find(sheet) or sheet).read_text(encoding="utf-8")
    digest = hashlib.sha256("\0".join((style, *pages)).encode()).hexdigest()
    kept = cache.get(f"pdf:{digest}")
    if kept is None:
        kept = _laid_out(pages, style)
        cache.set(f"pdf:{digest}", kept, KEPT_FOR)
    return kept


def _laid_out(pages: Sequence[str], style: str) -> bytes:
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 - takes a second to import
    except OSError as error:  # Pango is not there
        raise CannotPrint from error
    for page in pages:
        laid_out = HTML(string=page).render(
            stylesheets=[CSS(string=style)], pdf_tags=True
        )
        if len(laid_out.pages) == 1:
            break
    return bytes(laid_out.write_pdf(pdf_tags=True))
