"""Finding and blanking out passages by the patterns of this package."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from engagement.privacy import english, italian, persian, polish, vietnamese
from engagement.privacy.harmless import HARMLESS, NAMESAKES
from engagement.privacy.identity import CHECKS, DOCUMENT_NUMBERS, PLATES
from engagement.privacy.notation import Kind, Pattern
from engagement.privacy.places import is_public
from engagement.privacy.plain import plain
from engagement.privacy.reach import EMAILS, HANDLES, PHONES, PHONES_ABROAD

# Brackets and three points say in all five languages that something was left out.
MARK = "[…]"
HIDDEN = "\0"
ABOUT_PLACES = (Kind.ADDRESS, Kind.NAME)
LANGUAGES = (english, vietnamese, polish, persian, italian)

# What comes first wins: a number is what its form or the word before it says, and
# only what nothing else explains is a telephone number.
PATTERNS: list[Pattern] = [
    *EMAILS,
    *HANDLES,
    *PHONES_ABROAD,
    *PLATES,
    *HARMLESS,
    *(one for language in LANGUAGES for one in language.ADDRESSES),
    *DOCUMENT_NUMBERS,
    *PHONES,
    *NAMESAKES,
    *(one for language in LANGUAGES for one in language.NAMES),
]


@cache
def _compiled() -> list[tuple[Pattern, re.Pattern[str]]]:
    """The patterns to look for; made when first needed, as making them takes time."""
    return [(pattern, pattern.regex) for pattern in PATTERNS]


@dataclass(frozen=True)
class Finding:
    """One passage, as it was written, that looks like a way to someone."""

    start: int
    end: int
    kind: Kind
    passage: str


def findings(text: str, *, public: Collection[str] = ()) -> list[Finding]:
    """Return what in ``text`` may lead to a person, in the order of the text.

    ``public`` are addresses and names of public places: they lead to nobody.
    """
    read = plain(text)
    found: list[Finding] = []
    rest = read.text

    for pattern, regex in _compiled():

        def hide(match: re.Match[str], pattern: Pattern = pattern) -> str:
            start, end = match.end(1), match.end()
            if not _holds(pattern, match.string[start:end]):
                return match[0]
            if pattern.kind is not None:
                first, last = read.place(start, end)
                passage = text[first:last]
                if pattern.kind not in ABOUT_PLACES or not is_public(passage, public):
                    found.append(Finding(first, last, pattern.kind, passage))
            return match[1] + HIDDEN * (end - start)

        rest = regex.sub(hide, rest)
    return sorted(found, key=lambda one: one.start)


def _holds(pattern: Pattern, passage: str) -> bool:
    if not pattern.check:
        return True
    return CHECKS[pattern.check]([int(sign) for sign in passage if sign.isdigit()])


def blanked(text: str, found: Collection[Finding]) -> str:
    """Return ``text`` with a mark in place of each passage of ``found``."""
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        text = text[: one.start] + MARK + text[one.end :]
    return text
