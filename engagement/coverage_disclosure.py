"""What of the coverage may be published: nothing by which a person is singled out.

Numbers pass through ``civic.disclosure`` with the threshold of demographic groups. All
else (shares, levels, similarity) is worked out from what the reader may know. Why this
is safe stands in ``docs/decisions/0015-heard-and-population.md``.
"""

from collections.abc import Mapping
from dataclasses import replace

from civic import disclosure
from civic.age_groups import AgeGroup
from engagement.coverage_figures import (
    NOWHERE,
    DimensionCoverage,
    GroupCoverage,
    level_of,
    similarity,
)
from engagement.population import LANGUAGE

THRESHOLD = disclosure.DEMOGRAPHIC_THRESHOLD


def shows_all_ages(people: Mapping[str, int]) -> bool:
    """Whether the page of an event shows the number of every age group."""
    return all(people.get(code, 0) >= THRESHOLD for code in AgeGroup.values)


def published(exact: DimensionCoverage) -> DimensionCoverage:
    """Return a dimension as the public may read it."""
    cells = {one.code: one.heard or 0 for one in exact.groups if one.is_compared}
    if exact.elsewhere:
        cells[NOWHERE] = exact.elsewhere
    if sum(cells.values()) < THRESHOLD:
        return _with_nothing(exact)
    by_summary = _hidden_by_the_summary(cells) if exact.name == LANGUAGE else set()
    hidden = _hidden(cells, by_summary)
    heard, elsewhere = exact.heard or 0, exact.elsewhere
    if NOWHERE in hidden:  # those of all districts together would give it away
        heard, elsewhere = heard + cells[NOWHERE], None
    known = _most(cells, hidden, by_summary if exact.name == LANGUAGE else None)
    groups = tuple(
        replace(
            one,
            heard=None if one.code in hidden else one.heard,
            level=level_of(one, known.get(one.code), heard, exact.residents),
            answers=None,
        )
        for one in exact.groups
    )
    return replace(
        exact,
        groups=groups,
        heard=heard,
        elsewhere=elsewhere,
        similarity=_similarity(groups, heard, exact.residents),
    )


def _with_nothing(exact: DimensionCoverage) -> DimensionCoverage:
    groups = tuple(
        replace(one, heard=None, level="", answers=None) for one in exact.groups
    )
    return replace(exact, groups=groups, heard=None, similarity=None, elsewhere=None)


def _hidden(cells: Mapping[str, int], by_summary: set[str]) -> set[str]:
    shown = disclosure.disclose(
        cells,
        total=sum(cells.values()),
        is_exclusive=True,
        threshold=THRESHOLD,
        hidden_before=by_summary,
    )
    return {code for code, people in shown.items() if people is None} | by_summary


def _hidden_by_the_summary(cells: Mapping[str, int]) -> set[str]:
    """Return the languages that the summary's own figures hide on the same page.

    One that is hidden there and shown here would give others away.
    """
    heard = {code: people for code, people in sorted(cells.items()) if people}
    shown = disclosure.disclose(heard, total=sum(heard.values()), is_exclusive=True)
    return {code for code, people in shown.items() if people is None}


def _most(
    cells: Mapping[str, int], hidden: set[str], by_summary: set[str] | None
) -> dict[str, int]:
    """Return how many people of each group there are at most, as readers may know.

    Of a hidden group no more than all hidden ones together; where those are so many
    that it gives nothing away, that it is small.
    Of a language (``by_summary``) what the summary's own table tells: to know besides
    that a number hidden there is small could give it away.
    """
    if by_summary is not None:
        together = sum(cells[code] for code in by_summary)
        return {
            code: together if code in by_summary else n for code, n in cells.items()
        }
    rest = sum(cells[code] for code in hidden)
    most = dict.fromkeys(hidden, rest)
    # Were all but one of the hidden ones not small, it still could be anything below
    if rest >= THRESHOLD * len(hidden) - 1:
        most |= {code: THRESHOLD - 1 for code in hidden if cells[code] < THRESHOLD}
    return {**cells, **most}


def _similarity(
    groups: tuple[GroupCoverage, ...], heard: int, residents: int
) -> float | None:
    """Compare the hidden groups as one; None where there is no other."""
    shown = [(one.residents, one.heard) for one in groups if one.heard is not None]
    if not shown:
        return None
    lived, counted = (sum(numbers) for numbers in zip(*shown, strict=True))
    return similarity([*shown, (residents - lived, heard - counted)])
