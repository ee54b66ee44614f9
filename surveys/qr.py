"""QR codes, drawn here: no address goes to anybody else to be turned into one."""

import base64
from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe

MARGIN = 4  # modules of quiet space, as the standard asks for
PIXELS = 20  # of a module in a PNG: sharp on a printed poster
COLORS = {"dark": "#000", "light": "#fff"}


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False)


def svg_inline(text: str) -> SafeString:
    """Return an SVG element for a page, as large as its style says; of fixed colors.

    What it leads to must stand beside it in words: to a screen reader it is nothing.
    """
    drawn = _code(text).svg_inline(border=MARGIN, omitsize=True, **COLORS)
    return mark_safe(  # noqa: S308 - drawn from the text, which it does not contain
        drawn.replace("<svg ", '<svg aria-hidden="true" ', 1)
    )


def svg(text: str) -> bytes:
    """Return an SVG file."""
    file = BytesIO()
    _code(text).save(file, kind="svg", border=MARGIN, scale=10, **COLORS)
    return file.getvalue()


def png(text: str) -> bytes:
    """Return a PNG file."""
    file = BytesIO()
    _code(text).save(file, kind="png", border=MARGIN, scale=PIXELS, **COLORS)
    return file.getvalue()


def png_inline(text: str) -> str:
    """Return a PNG as the address of a picture: WeasyPrint draws no SVG in a page."""
    return f"data:image/png;base64,{base64.b64encode(png(text)).decode()}"
