"""What the two codings of a sample have in common, and where they differ.

Compared is what each coder wrote down without the other. Of a theme merged since, both
are taken for the one it went into, so that a merger makes no disagreement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engagement.agreement import Agreement, Band, agreement
from engagement.models import CodingSample, SampledAnswer, Theme

Themes = Mapping[str, Theme]
LEAST_ANSWERS = 5  # of a theme, to say how well two coders agree on it


@dataclass(frozen=True)
class Difference:
    """An answer that the two coders gave different themes, each in the tree's order."""

    sampled: SampledAnswer
    both: list[Theme]
    first_only: list[Theme]
    second_only: list[Theme]


@dataclass(frozen=True)
class ThemeLine:
    """One theme's part in the agreement; ``alpha`` has two decimals."""

    theme: Theme
    first: int
    second: int
    both: int
    alpha: float | None
    band: Band

    @property
    def is_rare(self) -> bool:
        """Whether too few answers have it to judge the theme by."""
        return self.first + self.second - self.both < LEAST_ANSWERS


@dataclass(frozen=True)
class Comparison:
    """The agreement of a sample as coded so far, and every answer they differ in."""

    agreement: Agreement
    themes: list[ThemeLine]
    differences: list[Difference]

    @property
    def alpha(self) -> float | None:
        return _two_decimals(self.agreement.alpha)


def compare(sample: CodingSample) -> Comparison:
    """Compare the two codings of a sample; the queries do not grow with it."""
    themes = themes_as_now()
    compared = list(
        sample.sampled.compared()
        .select_related("answer__question", "answer__response")
        .order_by("position")
    )
    pairs = [
        (
            _codes(themes, one.first_themes or []),
            _codes(themes, one.second_themes or []),
        )
        for one in compared
    ]
    found = agreement(pairs)
    by_code = {theme.code: theme for theme in themes.values()}
    return Comparison(
        found,
        [
            ThemeLine(
                by_code[one.theme],
                one.first,
                one.second,
                one.both,
                _two_decimals(one.alpha),
                one.band,
            )
            for one in found.themes
        ],
        [
            _difference(sampled, first, second, by_code)
            for sampled, (first, second) in zip(compared, pairs, strict=True)
            if first != second
        ],
    )


def themes_as_now() -> dict[str, Theme]:
    """Return the themes by code, for a merged one that which it went into."""
    themes = {one.pk: one for one in Theme.objects.all()}
    found = {}
    for theme in themes.values():
        now = theme
        while now.merged_into_id is not None:
            now = themes[now.merged_into_id]
        found[theme.code] = now
    return found


def _codes(themes: Themes, codes: Iterable[str]) -> frozenset[str]:
    return frozenset(themes[code].code for code in codes)


def _difference(
    sampled: SampledAnswer,
    first: frozenset[str],
    second: frozenset[str],
    themes: Themes,
) -> Difference:
    def named(codes: frozenset[str]) -> list[Theme]:
        return [themes[code] for code in sorted(codes)]

    return Difference(
        sampled, named(first & second), named(first - second), named(second - first)
    )


def _two_decimals(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
