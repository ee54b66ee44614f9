"""Text as people send it, without what cannot be stored or shown safely."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.text import slugify

# Control characters but tab and line feed, and halves of surrogate pairs, which
# PostgreSQL refuses in text and JSON.
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Overrides of direction, which make a text read as another one than it is, and what
# Unicode says is no character. Isolates, marks and joiners are part of good Persian.
_LAST_OF_PLANES = "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_MISLEADING = re.compile(f"[\u202d\u202e\ufdd0-\ufdef{_LAST_OF_PLANES}]")


def storable(text: object) -> str:
    """Return ``text`` as it was sent, without what the database cannot hold."""
    text = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return _UNSTORABLE.sub("", text)


def tidy(text: str) -> str:
    """Return ``text`` as an answer is stored: NFC, nothing unseen that misleads."""
    return unicodedata.normalize("NFC", _MISLEADING.sub("", storable(text)))


# Letters that Unicode does not take apart into a Latin one and a mark.
_TO_ASCII = str.maketrans("đĐłŁ", "dDlL")


def address_of(titles: Iterable[str], fallback: str) -> str:
    """Return the first title that can be written in ASCII as part of an address."""
    made = (slugify(title.translate(_TO_ASCII)) for title in titles)
    return next((one for one in made if one), fallback)


_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def direction_of(text: str, otherwise: str) -> str:
    """Return “ltr” or “rtl” by the first letter, as browsers do for ``dir="auto"``."""
    letters = (_DIRECTIONS.get(unicodedata.bidirectional(sign)) for sign in text)
    return next((one for one in letters if one), otherwise)
