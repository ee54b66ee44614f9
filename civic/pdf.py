"""Pages laid out for printing on the server, kept until what stands on them changes."""

import hashlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.cache import cache

KEPT_FOR = 24 * 60 * 60  # seconds
PIXELS_A_POINT = 96 / 72  # of CSS


class CannotPrint(Exception):
    """This machine lacks the libraries that lay out pages."""


def document(page: str, *, sheet: str) -> bytes:
    """Return an HTML page as a PDF, with the style of the static file ``sheet``.

    It takes a second, so it is kept by all that makes it: the page and the style.
    Raise CannotPrint where the machine lacks the libraries for it.
    """
    return on_sheets([page], sheet=sheet, most=1)


def on_sheets(pages: Sequence[str], *, sheet: str, most: int = 1) -> bytes:
    """Return the first of ``pages`` that takes ``most`` pages of paper, else the last.

    They are the same page, each time set smaller.
    """
    style = _style(sheet)
    return _kept("pdf", [style, *pages], lambda: _laid_out(pages, style, most))


def picture(page: str, *, sheet: str) -> bytes:
    """Return the first sheet of an HTML page as a PNG, a pixel for each of its style.

    Raise CannotPrint where the machine lacks the libraries for it.
    """
    style = _style(sheet)
    return _kept("png", [style, page], lambda: _drawn(_laid_out([page], style, 1)))


def _style(sheet: str) -> str:
    return Path(finders.find(sheet) or sheet).read_text(encoding="utf-8")


def _kept(kind: str, parts: Sequence[str], make: Callable[[], bytes]) -> bytes:
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    kept = cache.get(f"{kind}:{digest}")
    if kept is None:
        kept = make()
        cache.set(f"{kind}:{digest}", kept, KEPT_FOR)
    return kept


def _laid_out(pages: Sequence[str], style: str, most: int) -> bytes:
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 - takes a second to import
    except OSError as error:  # Pango is not there
        raise CannotPrint from error
    for page in pages:
        laid_out = HTML(string=page).render(
            stylesheets=[CSS(string=style)], pdf_tags=True
        )
        if len(laid_out.pages) <= most:
            break
    return bytes(laid_out.write_pdf(pdf_tags=True))


def _drawn(document: bytes) -> bytes:
    import pypdfium2  # noqa: PLC0415 - large, and seldom needed

    with pypdfium2.PdfDocument(document) as opened:
        bitmap = opened[0].render(scale=PIXELS_A_POINT)
        file = BytesIO()
        bitmap.to_pil().save(file, format="PNG", optimize=True)
    return file.getvalue()
