"""The notes of a board as they are typed, one a line; the browser's twin is
static/js/log/board_notes.js, and one table of cases runs through both in the tests.
"""

import re
from dataclasses import dataclass

from civic.languages import latin_digits

COUNT_AT_END = re.compile(r"^(.*\S)\s*[x×✕*]\s?([0-9]+)$", re.IGNORECASE)
COUNT_IN_FRONT = re.compile(r"^([0-9]+)\s?[x×✕*]\s+(?=[^0-9])(.*)$", re.IGNORECASE)
LONGEST_COUNT = 9  # digits; more are too many people in any case


@dataclass(frozen=True)
class Note:
    """One line of a board: what is written on it, and for how many people."""

    text: str
    people: int = 1


def parse_notes(text: str) -> list[Note]:
    """Return the notes of ``text``, one per line; “×3” at its end counts for three.

    The count may also stand in front, before a space: “3× tea”. It may be written
    with x or × and with Latin, Persian or Arabic digits.
    """
    lines = (line.strip() for line in text.splitlines())
    return [_parse_note(line) for line in lines if line]


def _parse_note(line: str) -> Note:
    # The text keeps the digits it was written with; positions are the same.
    plain = latin_digits(line)
    if hit := COUNT_AT_END.match(plain):
        return Note(line[: hit.end(1)], _count(hit[2]))
    if hit := COUNT_IN_FRONT.match(plain):
        return Note(line[hit.start(2) :], _count(hit[1]))
    return Note(line)


def _count(digits: str) -> int:
    return int(digits) if len(digits) <= LONGEST_COUNT else 10**LONGEST_COUNT


def as_typed(text: str, people: str) -> str:
    """Return a line as it is typed, from its text and its number as they stand."""
    is_one = latin_digits(people).strip() == "1"
    reads_as_one = parse_notes(text) in ([], [Note(text)])
    return text if is_one and reads_as_one else f"{text} ×{people}"
