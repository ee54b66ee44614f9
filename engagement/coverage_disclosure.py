"""What of the coverage may be published: nothing by which a person is singled out.

Numbers pass through ``civic.disclosure`` with the threshold of demographic groups. All
else (shares, levels, similarity) is worked out from the numbers that are shown, so that
it tells nothing more. Why stands in ``docs/decisions/0015-heard-and-population.md``.
"""

from collections.abc import Mapping
from dataclasses import replace

from civic import disclosure
from civic.age_groups import AgeGroup
from engagement.coverage_figures import (
    NOWHERE,
    DimensionCoverage,
    level_of,
    similarity,
)
from engagement.population import LANGUAGE


def shows_all_ages(people: Mapping[str, int]) -> bool:
    """Whether the page of an event shows the number of every age group."""
    least = disclosure.DEMOGRAPHIC_THRESHOLD
    return all(people.get(code, 0) >= least for code in AgeGroup.values)


def published(exact: DimensionCoverage) -> DimensionCoverage:
    """Hide what is too small; say of the hidden only what follows from the rest."""
    hidden = _hidden(exact)
    if hidden is None:
        groups = tuple(
            replace(one, heard=None, level="", answers=None) for one in exact.groups
        )
        return replace(
            exact, groups=groups, heard=None, similarity=None, elsewhere=None
        )
    heard = exact.heard or 0
    elsewhere: int | None = exact.elsewhere
    if NOWHERE in hidden:  # then nobody can tell those of the districts by themselves
        heard, elsewhere = heard + (exact.elsewhere or 0), None
    compared = [one for one in exact.groups if one.is_compared]
    shown = [one for one in compared if one.code not in hidden]
    rest = heard - sum(one.heard or 0 for one in shown)
    residents = exact.residents
    groups = tuple(
        replace(
            one,
            heard=None if one.code in hidden else one.heard,
            level=level_of(
                one, rest if one.code in hidden else one.heard, heard, residents
            ),
            answers=None,
        )
        for one in exact.groups
    )
    pairs = [(one.residents, one.heard or 0) for one in shown]
    pairs.append((residents - sum(lived for lived, _heard in pairs), rest))
    return replace(
        exact,
        groups=groups,
        heard=heard,
        elsewhere=elsewhere,
        similarity=similarity(pairs),
    )


def _hidden(exact: DimensionCoverage) -> set[str] | None:
    """Return the codes of the groups to hide; None where nothing may be shown."""
    cells = {one.code: one.heard or 0 for one in exact.groups if one.is_compared}
    if exact.elsewhere:
        cells[NOWHERE] = exact.elsewhere
    total = sum(cells.values())
    threshold = disclosure.DEMOGRAPHIC_THRESHOLD
    if total < threshold:
        return None
    before = _hidden_by_the_summary(cells) if exact.name == LANGUAGE else set()
    shown = disclosure.disclose(
        cells,
        total=total,
        is_exclusive=True,
        threshold=threshold,
        hidden_before=before,
    )
    return {code for code, people in shown.items() if people is None} | before


def _hidden_by_the_summary(cells: Mapping[str, int]) -> set[str]:
    """Return the languages that the summary's own figures hide on the same page.

    One that is hidden there and shown here would give others away.
    """
    heard = {code: people for code, people in sorted(cells.items()) if people}
    shown = disclosure.disclose(heard, total=sum(heard.values()), is_exclusive=True)
    return {code for code, people in shown.items() if people is None}
