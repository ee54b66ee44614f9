"""Addresses and names of public places, which lead to no person."""

import re
from collections.abc import Collection

from engagement.privacy.notation import LETTERS
from engagement.privacy.plain import plain

WORDS = re.compile(f"[{LETTERS}0-9]{{1,40}}")
LONGEST_SHORT = 4
LEAST_WORDS = 2  # “King” may be a person; “150 E San Fernando St” is a place


def words_of(text: str) -> list[str]:
    return [word.lower() for word in WORDS.findall(plain(text).text)]


def is_public(passage: str, public: Collection[str]) -> bool:
    """Whether ``passage`` is one of the places: each word in its order, or shortened.

    “150 East San Fernando Street” is “150 E. San Fernando St.”, and numbers must be
    the same.
    """
    if not public:
        return False
    said = words_of(passage)
    return len(said) >= LEAST_WORDS and any(
        _is_part(said, words_of(place)) for place in public
    )


def _is_part(said: list[str], place: list[str]) -> bool:
    rest = iter(place)
    return all(any(_is_same(word, other) for other in rest) for word in said)


def _is_same(word: str, other: str) -> bool:
    if word.isdigit() or other.isdigit():
        return word == other
    short, long = sorted((word, other), key=len)
    return long.startswith(short) or (
        len(short) <= LONGEST_SHORT and _is_short_for(short, long)
    )


def _is_short_for(short: str, long: str) -> bool:
    """Whether its letters stand in ``long`` in their order: “rd”, “road”."""
    rest = iter(long)
    return short[0] == long[0] and all(letter in rest for letter in short)
