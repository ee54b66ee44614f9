"""How one text differs from another, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\S+\s*|\s+")
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Piece:
    """Words that both texts have, only the one before, or only the one after."""

    kind: str
    text: str


def by_word(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in their order."""
    return list(_pieces(WORDS.findall(before), WORDS.findall(after)))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(SAME, "".join(before[start:end]))
            continue
        if end > start:
            yield Piece(GONE, "".join(before[start:end]))
        if new_end > new_start:
            yield Piece(NEW, "".join(after[new_start:new_end]))
