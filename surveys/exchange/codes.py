"""Codes of our own rule made from whatever names a file uses."""

import re
import unicodedata

MOST = 40
RULE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


class Codes:
    """Hands out codes, none twice and none that is taken from the beginning."""

    def __init__(self, *taken: str) -> None:
        self._taken = set(taken)

    def make(self, name: str, prefix: str) -> str:
        """Return a code like ``name``; ``prefix`` stands where a letter is missing."""
        wished = _ascii(name, prefix)
        code, number = wished, 2
        while code in self._taken:
            ending = f"_{number}"
            code, number = wished[: MOST - len(ending)] + ending, number + 1
        self._taken.add(code)
        return code


def _ascii(name: str, prefix: str) -> str:
    if RULE.fullmatch(name):
        return name
    letters = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("ł", "l"))
    plain = letters.encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_")
    if not plain:
        return prefix
    if not plain[0].isalpha():
        plain = f"{prefix}_{plain}"
    return plain[:MOST]
