"""A text as the patterns read it: one way of writing each sign.

Digits are Latin, letters that Persian and Arabic keyboards write differently are one,
Vietnamese marks are composed, and what cannot be seen is left out. Each sign knows
where it stands in the text as it was written.
"""

import re
import unicodedata
from dataclasses import dataclass

from civic.languages import ARABIC_DIGITS, LATIN_DIGITS, PERSIAN_DIGITS

# Marks that join the sign before them; more than a few on one are no writing
MARKS = "\u0300-\u036f\u0653-\u0655"
CLUSTER = f"[^{MARKS}][{MARKS}]{{0,8}}|[{MARKS}]"
_CLUSTER = re.compile(CLUSTER, re.DOTALL)
# Vowel signs, the stretching sign, marks of direction, joiners: all but the half-space
UNSEEN = (
    "\u00ad\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654\u0655\u0670"
    "\u061c\u200b\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067"
    "\u2068\u2069\ufeff"
)
FROM = f"{PERSIAN_DIGITS}{ARABIC_DIGITS}يىكةۀأإؤÐð’‘ʼ`´‐‑‒–—−\u00a0\u2007\u2009\u202f\t"
TO = LATIN_DIGITS * 2 + "ییکههااوĐđ" + "'" * 5 + "-" * 6 + " " * 5
_FOLD = str.maketrans(FROM, TO, UNSEEN)


@dataclass(frozen=True)
class Plain:
    """A folded text, with the first and the last place of each of its signs."""

    text: str
    starts: list[int]
    ends: list[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where the signs from ``start`` to ``end`` were written."""
        return self.starts[start], self.ends[end - 1]


def plain(text: str) -> Plain:
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        for sign in unicodedata.normalize("NFC", cluster[0]).translate(_FOLD):
            signs.append(sign)
            starts.append(cluster.start())
            ends.append(cluster.end())
    return Plain("".join(signs), starts, ends)
