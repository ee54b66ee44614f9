"""How many people an outreach event reached: for staff, and as the public may read it.

Tallies by language and age are what staff guessed at their table, one person each.
They add up to those who were tallied, who may be fewer than stopped by.
"""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext, pgettext

from civic import disclosure, languages, numbers
from civic.age_groups import AgeGroup
from engagement.models import OutreachEvent, ReachCount

MANY = disclosure.THRESHOLD  # a hidden figure is named as one of many


@dataclass(frozen=True)
class ReachFigure:
    """One count of people: ``shown`` is empty where it is too small to publish."""

    shown: str
    unit: str
    context: str


def reach_of(event: OutreachEvent) -> list[ReachFigure]:
    """Return attendance and people who stopped by, as staff counted them on the day.

    Both count people, not conversations, and come from the event's own record; what
    was not recorded is left out.
    """
    figures = []
    if event.attendance is not None:
        figures.append(_attendance(event, event.attendance))
    if event.stopped_by is not None:
        figures.append(_stopped_by(event.stopped_by))
    return figures


def _shown(people: int) -> str:
    public = disclosure.figure(people)
    return "" if public is None else numbers.number(public, languages.current())


def _public(people: int) -> int:
    """The number that the unit agrees with: nothing of a hidden one shows in it."""
    return MANY if disclosure.figure(people) is None else people


def _attendance(event: OutreachEvent, people: int) -> ReachFigure:
    shown = _shown(people)
    if shown and event.attendance_is == event.Exactness.AT_LEAST:
        shown = pgettext("attendance", "at least %(people)s") % {"people": shown}
    return ReachFigure(
        shown=shown,
        unit=ngettext("person attended", "people attended", _public(people)),
        context=gettext("Counted or estimated by the host or by our staff."),
    )


def _stopped_by(people: int) -> ReachFigure:
    return ReachFigure(
        shown=_shown(people),
        unit=ngettext(
            "person stopped at our table",
            "people stopped at our table",
            _public(people),
        ),
        context=gettext("Everyone who came up to us, also without a conversation."),
    )


# Tallies

Dimension = ReachCount.Dimension


def groups_of(dimension: str) -> dict[str, str]:
    """Return every group of a dimension, in its order, with its name for readers."""
    if dimension == Dimension.AGE:
        return {one.value: str(one.label) for one in AgeGroup}
    other = pgettext("languages", "Another language")
    return dict(languages.CHOICES) | {ReachCount.OTHER_LANGUAGE: other}


@dataclass(frozen=True)
class Tally:
    """People of one dimension by the code of their group, every group among them."""

    dimension: str
    people: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.people.values())

    @property
    def rows(self) -> list[tuple[str, int]]:
        """The groups that anybody was in, by name."""
        names = groups_of(self.dimension)
        return [(names[code], people) for code, people in self.people.items() if people]


def tallies_of(event: OutreachEvent) -> list[Tally]:
    """Return what staff counted by language and by age; exact, for the desk only."""
    found = {(one.dimension, one.group): one.people for one in event.reach_counts.all()}
    return [
        Tally(name, {code: found.get((name, code), 0) for code in groups_of(name)})
        for name in Dimension.values
    ]


def reach_by(event: OutreachEvent, dimension: str) -> dict[str, int | None]:
    """Return the people met by language or age as the public may read it.

    Every group by its code, None for one that is not shown; empty where so few were
    tallied that nothing is. The threshold is that of demographic breakdowns.
    """
    tally = next(one for one in tallies_of(event) if one.dimension == dimension)
    shown = disclosure.disclose(
        tally.people,
        total=tally.total,
        is_exclusive=True,
        threshold=disclosure.DEMOGRAPHIC_THRESHOLD,
    )
    return shown if any(people is not None for people in shown.values()) else {}


@dataclass(frozen=True)
class ReachTable:
    """What the public may read of one dimension: by name, None for what is hidden."""

    title: str
    rows: list[tuple[str, int | None]]


def reach_tables(event: OutreachEvent) -> list[ReachTable]:
    """Return the tables by language and by age of which anything may be shown.

    Every group is a row: which are hidden for being empty is not told.
    """
    titles = {
        Dimension.LANGUAGE: gettext("By language"),
        Dimension.AGE: gettext("By age"),
    }
    tables = []
    for dimension, title in titles.items():
        if shown := reach_by(event, dimension):
            names = groups_of(dimension)
            if dimension == Dimension.LANGUAGE:
                names |= {code: languages.name_of(code) for code in languages.CODES}
            rows = [(names[code], people) for code, people in shown.items()]
            tables.append(ReachTable(title, rows))
    return tables
