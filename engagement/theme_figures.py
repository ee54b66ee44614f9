"""The figures of the theme pages: published by a task, and only read by the pages.

*People* are counted as in the summaries (``engagement.theme_counts``), of the seasons
whose summary is published. They describe those heard and are no sample of the city.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from civic import disclosure
from civic.disclosure import DEMOGRAPHIC_THRESHOLD, Edition, Shown
from engagement import theme_tables as tables
from engagement.evidence import Evidence
from engagement.evidence_disclosure import upper_themes
from engagement.models import Summary, Theme
from engagement.theme_counts import People, Tree, count_people, voices_of

# Publishing


@transaction.atomic
def renew_theme_figures() -> None:
    """Count the log anew and publish what may follow what was published last."""
    summaries = list(Summary.objects.published().order_by("starts_on"))
    tree = Tree.current()
    people = count_people(voices_of(summaries), tree)
    publish(people, tree, [season_of(one) for one in summaries])


def season_of(summary: Summary) -> tables.Season:
    evidence = Evidence.from_json(summary.evidence or {}).published()
    return tables.Season(summary.pk, evidence)


def remember_season(summary: Summary, evidence: Evidence) -> None:
    """Publish a season's people by theme as its summary counts them, exactly now.

    Both are read side by side, so both must have come from one count.
    """
    if evidence.coded is None or evidence.without_theme is None:
        return
    rows = [*upper_themes(evidence.themes), evidence.without_theme]
    edition = Edition(
        evidence.coded.people or 0,
        {one.code: one.people or 0 for one in rows},
        is_exclusive=False,
        takes_corrections=True,
    )
    disclosure.remembered({tables.season_key(summary.pk): edition})


def publish(people: People, tree: Tree, seasons: Sequence[tables.Season]) -> None:
    """Publish the seasons first: what the other tables count depends on them."""
    by_season = tables.season_editions(people, tree, seasons)
    shown = tables.shown_of(disclosure.remembered(by_season))
    disclosure.remembered(tables.editions_below(people, tree, seasons, shown))
    last = disclosure.last_published(tables.KEYS)
    groups = tables.group_editions(people, tree, seasons, shown, last)
    by_language = tables.group_key("", "language")
    disclosure.remembered(
        {key: one for key, one in groups.items() if not key.startswith(by_language)}
    )
    disclosure.remembered(
        {key: one for key, one in groups.items() if key.startswith(by_language)},
        threshold=DEMOGRAPHIC_THRESHOLD,
    )


# Reading


@dataclass(frozen=True)
class SeasonFigure:
    """People who spoke of a theme in one season, None where that is not shown.

    ``out_of``: all people of that season whose words were gone through.
    """

    summary: Summary
    people: int | None
    out_of: int | None

    @property
    def share(self) -> float | None:
        if self.people is None or not self.out_of:
            return None
        return self.people / self.out_of


@dataclass(frozen=True)
class GroupFigure:
    """People of one setting, or of one or several languages that stand together."""

    codes: tuple[str, ...]
    people: int
    out_of: int

    @property
    def share(self) -> float:
        return self.people / self.out_of


@dataclass(frozen=True)
class Groups:
    """A theme's people by setting or by language, the largest group first.

    ``rest`` are the codes of which nothing is shown; ``total`` people of the seasons
    up to ``until`` are in the table, as it was published last.
    """

    figures: list[GroupFigure]
    rest: list[str]
    total: int
    until: Summary | None


@dataclass(frozen=True)
class ThemeFigures:
    """All that is published of the themes, read with one query."""

    summaries: Sequence[Summary]
    editions: Mapping[str, Edition]
    shown: Mapping[str, Shown]

    @classmethod
    def read(cls) -> "ThemeFigures":
        """The seasons come in their order, the latest last."""
        editions = disclosure.last_published(tables.KEYS)
        summaries = Summary.objects.published().order_by("starts_on")
        return cls(list(summaries), editions, tables.shown_of(editions))

    def seasons(self, theme: Theme) -> list[SeasonFigure]:
        """Return the figures of each season in which themes were given at all."""
        return [
            figure
            for summary in self.summaries
            for figure in [self._season(theme, summary)]
            if figure.out_of is not None
        ]

    def _season(self, theme: Theme, summary: Summary) -> SeasonFigure:
        upper = tables.season_key(summary.pk)
        top = theme.parent.code if theme.parent else ""
        key = tables.season_key(summary.pk, top)
        people = self.shown.get(key, {}).get(theme.code)
        if top:
            is_shown = self.shown.get(upper, {}).get(top) is not None
            people = people if is_shown else None
        return SeasonFigure(summary, people, self._total(upper))

    def _total(self, key: str) -> int | None:
        edition = self.editions.get(key)
        return disclosure.figure(edition.total) if edition else None

    def latest(self, theme: Theme) -> SeasonFigure | None:
        """Return the last season in which the theme is shown."""
        shown = [one for one in self.seasons(theme) if one.people is not None]
        return shown[-1] if shown else None

    def later(self, theme: Theme) -> Summary | None:
        """Return the newest season, if the theme is shown in an earlier one only."""
        seasons, latest = self.seasons(theme), self.latest(theme)
        if latest is None or seasons[-1] == latest:
            return None
        return seasons[-1].summary

    def settings(self, theme: Theme) -> "Groups | None":
        return self._groups(theme, "setting")

    def languages(self, theme: Theme) -> "Groups | None":
        return self._groups(theme, "language")

    def _groups(self, theme: Theme, by: str) -> "Groups | None":
        """Return a table of which at least one number is shown."""
        key = tables.group_key(theme.code, by)
        shown = {
            tuple(cell.split(tables.BETWEEN)): n
            for cell, n in self.shown.get(key, {}).items()
        }
        known = {codes: n for codes, n in shown.items() if n is not None}
        if not known:
            return None
        total = self.editions[key].total
        rest = sorted(code for codes in shown.keys() - known.keys() for code in codes)
        return Groups(
            [
                GroupFigure(codes, n, total)
                for codes, n in sorted(known.items(), key=lambda one: (-one[1], one[0]))
            ],
            rest,
            total,
            self._until(theme, total),
        )

    def _until(self, theme: Theme, total: int) -> Summary | None:
        """Return the last season that a table of so many people takes in.

        None where a season's number changed since the table was made.
        """
        people = 0
        for figure in self.seasons(theme):
            people += figure.people or 0
            if figure.people is not None and people == total:
                return figure.summary
        return None
