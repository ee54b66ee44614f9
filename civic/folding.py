"""Text folded for search: what people take for the same letters becomes the same.

Case, accents and other marks fall away (“Łódź” as “lodz”, “Đường” as “duong”), the
Arabic ي, ى and ك become the Persian ی and ک, half-spaces and joiners vanish, digits of
all three scripts become Latin ones.

The database has the same as ``civic_fold(text)``, for generated columns and indexes.
Neither asks a locale what a letter is: the database's answer would depend on how it
was set up. ``tests/civic/test_folding.py`` holds that both agree.
"""

import re
import unicodedata

from django.db.models import Func, TextField

from civic.languages import ARABIC_DIGITS, LATIN_DIGITS, PERSIAN_DIGITS

# Half-spaces part the two halves of one Persian word, which many write with a space.
_HALF_SPACE = "\u200c"
_GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
_CYRILLIC = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐ"
# Of one letter each, for letters that no normalization takes apart
_FROM = "ĐđÐðŁłØøĦħŦŧŊŋıςٱيىكڪةہھە" + PERSIAN_DIGITS + ARABIC_DIGITS
_TO = "ddddlloohhttnniσاییککهههه" + LATIN_DIGITS * 2
_LIGATURES = {"Æ": "ae", "æ": "ae", "Œ": "oe", "œ": "oe", "ẞ": "ss", "ß": "ss"}
_LETTERS = str.maketrans(
    {
        **{chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)},
        **dict(zip(_GREEK + _CYRILLIC, (_GREEK + _CYRILLIC).lower(), strict=True)),
        **dict(zip(_FROM, _TO, strict=True)),
        **_LIGATURES,
    }
)
# Accents, the vowel signs of Arabic and Hebrew, the kashida, joiners and isolates
_MARKS = re.compile(
    "[\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7"
    "\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]"
)


class Fold(Func):
    """The same in the database: ``Fold("text")``."""

    function = "civic_fold"
    arity = 1
    output_field = TextField()


def fold(text: str) -> str:
    """Return ``text`` folded for comparing; it is for search, never for showing."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_LETTERS)


def folded_words(text: str) -> list[str]:
    """Return the words of a search, folded; a half-space parts two words.

    A text that has them all matches, whether it has a half-space, a space or nothing
    between them.
    """
    return fold(text.replace(_HALF_SPACE, " ")).split()
