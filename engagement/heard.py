"""How many people were heard in each district and language; see ``log_counts``."""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from engagement.log_counts import LogCounts, cells_between


class Heard(NamedTuple):
    """People heard in one language at events of one district, or of none."""

    district: int | None
    language: str
    people: int


def people_heard(first: dt.date, last: dt.date) -> list[Heard]:
    """Count the log of the events that began from ``first`` to ``last``; one query.

    Exact, for staff only. Not counted: excluded responses.
    """
    counts: dict[int | None, LogCounts] = defaultdict(LogCounts)
    for cell in cells_between(first, last):
        counts[cell.district].add(cell)
    return [
        Heard(district, language, people)
        for district, counted in counts.items()
        for language, people in counted.people_by_language().items()
    ]
