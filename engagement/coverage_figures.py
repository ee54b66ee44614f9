"""One district, language or age group after the other: who was heard, who lives here.

What the numbers count, and what they do not, stands in ``engagement.coverage``.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.utils.translation import pgettext_lazy

from engagement.evidence import Labels
from engagement.models.coverage import OTHER_LANGUAGE
from engagement.population import LANGUAGE

# Of its share among residents, the least that a group is to be heard with: below the
# first it is heard too little, below the second hardly at all.
TARGET, HARDLY = Fraction(4, 5), Fraction(1, 2)
# Of a group that would be fewer people than this nothing can be said
LEAST_EXPECTED = 5
NOWHERE = ""  # the code of what lies in no district, such as meetings online
LEVELS = {
    "hardly": pgettext_lazy("a group", "hardly heard"),
    "little": pgettext_lazy("a group", "heard too little"),
}


@dataclass(frozen=True)
class GroupCoverage:
    """A district, language or age group: ``residents``, and people heard of it.

    ``heard`` is None where it is hidden, or cannot be told: the log knows no other
    languages than the portal's. ``level`` is “hardly” or “little” for a group below
    target, else empty; of a hidden one it says no more than the published numbers do.
    ``answers`` are responses to surveys of the same days, for the desk only.
    """

    dimension: str
    code: str
    labels: Labels
    residents: int
    heard: int | None
    level: str = ""
    answers: int | None = None

    @property
    def is_compared(self) -> bool:
        return (self.dimension, self.code) != (LANGUAGE, OTHER_LANGUAGE)

    @property
    def level_name(self) -> str:
        return str(LEVELS.get(self.level, ""))


@dataclass(frozen=True)
class GroupRow:
    """A group with its shares: of the residents, and of those heard."""

    group: GroupCoverage
    share_of_residents: float | None
    share_heard: float | None
    wanted: int  # people of it that would have been enough


@dataclass(frozen=True)
class DimensionCoverage:
    """All groups of one dimension, in an order that no count changes.

    ``heard``: people whose group is known, None where that is hidden. ``elsewhere``:
    people heard at events of no district. ``similarity`` is the sum over the groups of
    the lesser of both shares: 1 where the mix is that of the city. ``events``: where
    ages were tallied.
    """

    name: str
    groups: tuple[GroupCoverage, ...]
    heard: int | None
    similarity: float | None
    elsewhere: int | None = 0
    events: int | None = None

    @property
    def residents(self) -> int:
        return sum(one.residents for one in self.groups if one.is_compared)

    @property
    def below_target(self) -> list[GroupCoverage]:
        return [one for one in self.groups if one.level]

    @property
    def others_in_hundred(self) -> int:
        """Of a hundred people heard, how many would have to be of other groups."""
        return round(100 * (1 - (self.similarity or 0)))

    @property
    def rows(self) -> list[GroupRow]:
        return [
            GroupRow(one, *self._shares(one), wanted=self._wanted(one))
            for one in self.groups
        ]

    def _wanted(self, group: GroupCoverage) -> int:
        if not group.is_compared or not self.residents:
            return 0
        expected = Fraction(group.residents * (self.heard or 0), self.residents)
        return math.ceil(TARGET * expected)

    def _shares(self, group: GroupCoverage) -> tuple[float | None, float | None]:
        if not group.is_compared or not self.residents:
            return None, None
        of_heard = None
        if group.heard is not None and self.heard:
            of_heard = group.heard / self.heard
        return group.residents / self.residents, of_heard


# Comparing


def similarity(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Return the sum of the lesser of both shares, for pairs of residents and heard.

    One minus it is the part of those heard who would have to be of other groups, for
    the mix to be that of the city.
    """
    lived, heard = (sum(numbers) for numbers in zip(*pairs, strict=True))
    if not lived or not heard:
        return None
    return sum(min(one / lived, other / heard) for one, other in pairs)


def level_of(
    group: GroupCoverage, heard: int | None, of_heard: int, of_residents: int
) -> str:
    """Return the level of a group of which ``heard`` people were heard, or at most."""
    if not group.is_compared or heard is None or not of_residents:
        return ""
    expected = Fraction(group.residents * of_heard, of_residents)
    if expected < LEAST_EXPECTED or heard >= TARGET * expected:
        return ""
    return "hardly" if heard < HARDLY * expected else "little"


def dimension_of(
    name: str, groups: Sequence[GroupCoverage], **facts: Any
) -> DimensionCoverage:
    compared = [one for one in groups if one.is_compared]
    heard = sum(one.heard or 0 for one in compared)
    residents = sum(one.residents for one in compared)
    return DimensionCoverage(
        name=name,
        groups=tuple(
            replace(one, level=level_of(one, one.heard, heard, residents))
            for one in groups
        ),
        heard=heard,
        similarity=similarity([(one.residents, one.heard or 0) for one in compared]),
        **facts,
    )


def dimension_from_json(stored: Mapping[str, Any]) -> DimensionCoverage:
    groups = tuple(GroupCoverage(**one) for one in stored["groups"])
    return DimensionCoverage(**{**stored, "groups": groups})
