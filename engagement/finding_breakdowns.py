"""People of a summary's findings by language or district: the small put together.

Part of the door that ``civic.disclosure`` is. All findings of a summary put the same
groups together, so that no two of them, nor one and the whole period, can be
subtracted to tell those apart. What is promised, and why it holds, stands in
``docs/decisions/0003-disclosure.md``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from civic.disclosure import DEMOGRAPHIC_THRESHOLD

OTHERS = "*"  # the code of all groups that are put together

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Counted:
    """The people of a finding by group; those of the findings ``within`` it are
    among them. ``may_be_divided``: the finding's number is that of everybody."""

    people: Counts
    within: tuple[Counts, ...] = ()
    may_be_divided: bool = True


def divided(
    findings: Mapping[int, Counted],
    groups: Sequence[str],
    whole: Counts | None = None,
    threshold: int = DEMOGRAPHIC_THRESHOLD,
) -> dict[int, dict[str, int]]:
    """Return the people by group of each finding that can be divided without danger.

    ``groups`` are in an order that readers know: the last ones are put together.
    ``whole`` are all people of the period as published, if they are. A finding is left
    out where, beside those of more people, no group could stand alone.
    """
    kept: list[int] = []
    tables = {key: _tables(one, groups, whole) for key, one in findings.items()}

    def alone(keys: Iterable[int]) -> int:
        told = [table for key in keys for table in tables[key]]
        return standing_alone(told, len(groups), threshold)

    for key in sorted(findings, key=lambda key: -sum(findings[key].people.values())):
        if findings[key].may_be_divided and alone([*kept, key]):
            kept.append(key)
    first = alone(kept)
    return {key: _parts(tables[key][0], groups, first) for key in kept}


def standing_alone(tables: Sequence[Sequence[int]], groups: int, threshold: int) -> int:
    """Return how many of the first groups stand alone, the others put together.

    All, or as many as leave at least two others. No number of those put together is
    looked at, only their sum, so it tells nothing of them but that one more group
    could not stand alone.
    """
    for first in (groups, *range(groups - 2, 0, -1)):
        if all(_is_safe(table, first, threshold) for table in tables):
            return first if groups > 1 else 0
    return 0


def _is_safe(table: Sequence[int], first: int, threshold: int) -> bool:
    alone, joined = table[:first], table[first:]
    return min(alone) >= threshold and (not joined or sum(joined) >= 2 * threshold - 1)


def _tables(
    one: Counted, groups: Sequence[str], whole: Counts | None
) -> list[list[int]]:
    """Return what can be told from a finding: its people, and whom they leave over."""
    parts = [one.people, *(_less(one.people, part) for part in one.within)]
    if whole is not None:
        parts.append(_less(whole, one.people))
    return [[part.get(group, 0) for group in groups] for part in parts]


def _less(people: Counts, part: Counts) -> Counts:
    return {group: max(0, n - part.get(group, 0)) for group, n in people.items()}


def _parts(people: Sequence[int], groups: Sequence[str], first: int) -> dict[str, int]:
    alone = dict(zip(groups[:first], people, strict=False))
    return alone | ({OTHERS: sum(people[first:])} if first < len(groups) else {})
