"""What may be shown of the people who spoke of each theme.

Three kinds of tables, each through ``civic.disclosure`` and remembered there:

- of a season, the people by upper theme, each of them picked by some; and of each upper
  theme shown there, the people by the theme below it;
- of an upper theme, its people by setting;
- and by language.

The last two count the people of the seasons in which the theme is shown, and are made
only where those numbers are the present ones. So a table by setting adds up to what
stands there already, and no total tells of a season that is hidden. Why nothing small
can be worked out from all of them stands in ``docs/decisions/0013-theme-pages.md``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from civic.disclosure import DEMOGRAPHIC_THRESHOLD, THRESHOLD, Edition, Shown
from engagement.evidence import Evidence
from engagement.theme_counts import (
    EVERYBODY,
    ITSELF,
    NO_THEME,
    People,
    Place,
    Tree,
    in_seasons,
)

KEYS = "theme "  # what the keys of all these tables begin with
BETWEEN = "+"  # languages that are put together
VALUES = 4  # that each hidden number can have at least


def season_key(summary: int, top: str = "") -> str:
    return f"{KEYS}season {summary} {top}".rstrip()


def group_key(top: str, by: str) -> str:
    return f"{KEYS}{by} {top}"


@dataclass(frozen=True)
class Season:
    """A published summary as these tables see it: its key and its frozen evidence."""

    key: int
    evidence: Evidence

    @property
    def hidden_languages(self) -> frozenset[str]:
        rows = self.evidence.languages
        return frozenset(one.code for one in rows if one.people is None)

    def heard_at_most(self, languages: frozenset[str]) -> int:
        """How many people of these languages were heard, as far as readers know."""
        shown = {one.code: one.people or 0 for one in self.evidence.languages}
        known = sum(n for code, n in shown.items() if code in languages)
        if self.hidden_languages & languages:
            known += (self.evidence.people_heard or 0) - sum(shown.values())
        return known


# By season


def season_editions(
    people: People, tree: Tree, seasons: Sequence[Season]
) -> dict[str, Edition]:
    """Return, for each season, its people by upper theme as counted now."""
    cells = [*tree.tops, NO_THEME]
    return {
        season_key(season.key): _picks(people, season.key, EVERYBODY, cells)
        for season in seasons
    }


def editions_below(
    people: People,
    tree: Tree,
    seasons: Sequence[Season],
    shown: Mapping[str, Shown],
) -> dict[str, Edition]:
    """Return the people of each upper theme by the theme below it.

    Only of the seasons in which the theme's own number, as shown, is the present one.
    """
    made = {}
    for top in tree.tops:
        below = tree.below(top)
        for season in current_seasons(top, people, seasons, shown) if below else ():
            cells = [*below, f"{ITSELF}{top}"]
            edition = _picks(people, season.key, top, cells)
            made[season_key(season.key, top)] = edition
    return made


def _picks(people: People, season: int, of: str, cells: list[str]) -> Edition:
    def counted(cell: str) -> int:
        return in_seasons(people.get(cell, Counter()), {season}).total()

    return Edition(
        counted(of),
        {cell: counted(cell) for cell in cells},
        is_exclusive=False,
        takes_corrections=True,
    )


def seasons_showing(
    top: str, seasons: Sequence[Season], shown: Mapping[str, Shown]
) -> list[Season]:
    return [
        season
        for season in seasons
        if shown.get(season_key(season.key), {}).get(top) is not None
    ]


def current_seasons(
    top: str,
    people: People,
    seasons: Sequence[Season],
    shown: Mapping[str, Shown],
) -> list[Season]:
    """Return the seasons that show the theme's number as it is counted now."""
    return [
        season
        for season in seasons_showing(top, seasons, shown)
        if shown[season_key(season.key)][top]
        == in_seasons(people[top], {season.key}).total()
    ]


# By setting and by language


def group_editions(
    people: People,
    tree: Tree,
    seasons: Sequence[Season],
    shown: Mapping[str, Shown],
    last: Mapping[str, Edition],
) -> dict[str, Edition]:
    """Return the people of each upper theme by setting and by language.

    Left out is a theme of which a number that is shown is not the present one, and a
    table whose hidden numbers could be told from those of the summaries.
    """
    made = {}
    for top in tree.tops:
        within = seasons_showing(top, seasons, shown)
        if not within or within != current_seasons(top, people, seasons, shown):
            continue
        its_people = in_seasons(people[top], {one.key for one in within})
        made[group_key(top, "setting")] = _by_setting(its_people, within)
        key = group_key(top, "language")
        edition, bounds = _by_language(its_people, within, last.get(key))
        if leaves_room(edition, bounds, last.get(key)):
            made[key] = edition
    return made


def _by_setting(people: Counter[Place], seasons: Sequence[Season]) -> Edition:
    """Settings without an event in these seasons are known to be empty."""
    visited = {one.code for season in seasons for one in season.evidence.settings}
    cells = dict.fromkeys(sorted(visited | {one.setting for one in people}), 0)
    for place, n in people.items():
        cells[place.setting] += n
    return Edition(people.total(), cells)


def _by_language(
    people: Counter[Place], seasons: Sequence[Season], last: Edition | None
) -> tuple[Edition, dict[str, int]]:
    """Return the table, and how many were heard in each of its languages at most.

    Languages that a summary hides stand together here, as only their sum is known, and
    so do those that stood together before.
    """
    spoken = {one.code for season in seasons for one in season.evidence.languages}
    together = [season.hidden_languages for season in seasons]
    together += [
        frozenset(cell.split(BETWEEN)) for cell in (last.counts if last else ())
    ]
    classes = joined(sorted(spoken | {one.language for one in people}), together)
    of = {code: BETWEEN.join(one) for one in classes for code in one}
    cells = dict.fromkeys(of.values(), 0)
    for place, n in people.items():
        cells[of[place.language]] += n
    bounds = {
        BETWEEN.join(one): sum(each.heard_at_most(frozenset(one)) for each in seasons)
        for one in classes
    }
    return Edition(people.total(), cells), bounds


def joined(
    codes: Sequence[str], together: Iterable[frozenset[str]]
) -> list[tuple[str, ...]]:
    """Return the codes in classes such that each set of ``together`` is in one."""
    classes = [{code} for code in codes]
    for one in together:
        meeting = [each for each in classes if each & one]
        rest = [each for each in classes if not each & one]
        classes = [*rest, set().union(*meeting)] if meeting else classes
    return sorted(tuple(sorted(one)) for one in classes)


def leaves_room(
    edition: Edition, bounds: Mapping[str, int], last: Edition | None = None
) -> bool:
    """Whether each hidden number can have several values though none exceeds its bound.

    The bounds stand in the summaries: as many people were heard in the language.
    """
    shown = (edition.following(last, DEMOGRAPHIC_THRESHOLD) if last else edition).shown(
        DEMOGRAPHIC_THRESHOLD
    )
    hidden = [cell for cell, n in shown.items() if n is None]
    rest = edition.total - sum(n for n in shown.values() if n is not None)
    most = sum(bounds.get(cell, 0) for cell in hidden)
    return all(
        _highest(edition.counts[cell], min(bounds.get(cell, 0), rest))
        - max(0, rest - (most - bounds.get(cell, 0)))
        >= VALUES - 1
        for cell in hidden
    )


def _highest(people: int, bound: int) -> int:
    """A small number is known to be small, for whoever knows why it is hidden."""
    is_small = people < DEMOGRAPHIC_THRESHOLD
    return min(bound, DEMOGRAPHIC_THRESHOLD - 1) if is_small else bound


def shown_of(editions: Mapping[str, Edition]) -> dict[str, Shown]:
    """Return what the public sees of each table."""
    demographic = group_key("", "language")
    return {
        key: edition.shown(
            DEMOGRAPHIC_THRESHOLD if key.startswith(demographic) else THRESHOLD
        )
        for key, edition in editions.items()
    }
