"""How far two people who coded the same answers agree: Krippendorff's alpha.

Alpha is 1 − D / E: the disagreement found, over that which chance would bring if the
same codes were dealt out at random. It is 1 where all agree, 0 where they agree no
more than by chance, and below 0 where they agree less than that. Source: K.
Krippendorff, “Computing Krippendorff's Alpha-Reliability”, University of Pennsylvania
(2011). Where everybody gave the same code to everything, chance would bring no
disagreement either, and there is no alpha.

A coder gives an answer several themes or none, so one code is a *set* of themes. How
far two sets lie apart is 1 − MASI: R. Passonneau, “Measuring Agreement on Set-valued
Items (MASI) for Semantic and Pragmatic Annotation”, LREC (2006).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

Distance = Callable[[Any, Any], float]

GOOD, TENTATIVE = 0.8, 0.667  # the bounds that Krippendorff proposes


class Band(Enum):
    """What an alpha allows to say."""

    GOOD = "good"
    TENTATIVE = "tentative"
    POOR = "poor"
    UNDEFINED = "undefined"

    @classmethod
    def of(cls, alpha: float | None) -> "Band":
        if alpha is None:
            return cls.UNDEFINED
        if alpha >= GOOD:
            return cls.GOOD
        return cls.TENTATIVE if alpha >= TENTATIVE else cls.POOR


def nominal(one: Hashable, other: Hashable) -> float:
    """Codes are the same or they are not."""
    return 0.0 if one == other else 1.0


def masi_distance(one: frozenset, other: frozenset) -> float:
    """How far two sets of themes lie apart, from 0 (the same) to 1 (none shared).

    One less what they share of all they have (Jaccard), times 1 for the same set, 2/3
    where one holds the other, 1/3 where each has something of its own. Two empty sets
    are the same.
    """
    if one == other:
        return 0.0
    shared = one & other
    if not shared:
        return 1.0
    is_within = one <= other or other <= one
    return 1 - len(shared) / len(one | other) * (2 / 3 if is_within else 1 / 3)


def alpha(
    units: Iterable[Sequence[Hashable | None]], distance: Distance = nominal
) -> float | None:
    """Return Krippendorff's alpha of units, each the codes that its coders gave.

    None stands for a coder who did not code a unit; a unit with fewer than two codes
    says nothing of agreement and is left out. Returns None where alpha is not defined:
    nothing was coded twice, or all codes are the same.
    """
    coded = [_present(codes) for codes in units]
    paired = [codes for codes in coded if codes.total() > 1]
    values = sum(paired, Counter())
    everything = values.total()
    expected = _disagreement(values, distance) / (everything - 1) if paired else 0.0
    if not expected:
        return None
    observed = sum(
        _disagreement(codes, distance) / (codes.total() - 1) for codes in paired
    )
    return 1 - observed / expected


def _present(codes: Sequence[Hashable | None]) -> Counter:
    return Counter(code for code in codes if code is not None)


def _disagreement(codes: Counter, distance: Distance) -> float:
    """Return the sum of the distances over all ordered pairs of the codes."""
    return sum(
        one_often * other_often * distance(one, other)
        for one, one_often in codes.items()
        for other, other_often in codes.items()
    )


# Two coders and themes

Pair = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True)
class ThemeAgreement:
    """Of one theme: how many answers each coder gave it, how many both, and alpha."""

    theme: str
    first: int
    second: int
    both: int
    alpha: float | None

    @property
    def band(self) -> Band:
        return Band.of(self.alpha)


@dataclass(frozen=True)
class Agreement:
    """What two codings of the same answers have in common.

    ``alpha`` is of the whole sets of themes; ``themes`` are those that either gave, the
    one with the least agreement first. ``same`` answers have the very same themes.
    """

    answers: int
    same: int
    alpha: float | None
    themes: tuple[ThemeAgreement, ...]

    @property
    def band(self) -> Band:
        return Band.of(self.alpha)


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Compare the themes that a first and a second coder gave to the same answers."""
    codes = sorted({code for first, second in pairs for code in first | second})
    themes = [_of_theme(code, pairs) for code in codes]
    return Agreement(
        answers=len(pairs),
        same=sum(first == second for first, second in pairs),
        alpha=alpha(pairs, masi_distance),
        themes=tuple(sorted(themes, key=_least_first)),
    )


def _of_theme(code: str, pairs: Sequence[Pair]) -> ThemeAgreement:
    given = [(code in first, code in second) for first, second in pairs]
    return ThemeAgreement(
        code,
        first=sum(first for first, _second in given),
        second=sum(second for _first, second in given),
        both=sum(first and second for first, second in given),
        alpha=alpha(given),
    )


def _least_first(one: ThemeAgreement) -> tuple[float, str]:
    return (1.0 if one.alpha is None else one.alpha, one.theme)
