"""What a table of residents says, beside the one in force, before it takes effect."""

from collections.abc import Iterable
from dataclasses import dataclass

from engagement.models.coverage import OTHER_LANGUAGE
from engagement.population import (
    LANGUAGE,
    Margins,
    Residents,
    margins_of,
    rows_of,
    table_in_force,
)
from engagement.population_groups import Groups

MOST_APART = 0.05  # of the largest sum: rounding and refusals to answer differ less


@dataclass(frozen=True)
class PreviewRow:
    """A group by its name; ``before`` is None where the table in force lacks it."""

    name: str
    people: int
    before: int | None


@dataclass(frozen=True)
class PreviewTable:
    """One dimension of the file."""

    dimension: str
    rows: list[PreviewRow]
    may_lack: bool = False  # somebody who belongs to no row

    @property
    def people(self) -> int:
        return sum(row.people for row in self.rows)

    @property
    def before(self) -> int | None:
        known = [row.before for row in self.rows if row.before is not None]
        return sum(known) if known else None


def differ_much(tables: Iterable[PreviewTable]) -> bool:
    """Whether the dimensions add up to cities of different sizes.

    Speakers of other languages may be left out: the languages may then add up to less.
    """
    tables = list(tables)
    most = max((one.people for one in tables), default=0)
    compared = [
        one.people for one in tables if not (one.may_lack and one.people < most)
    ]
    return bool(compared) and most - min(compared) > MOST_APART * most


def preview_of(rows: Iterable[Residents], groups: Groups) -> list[PreviewTable]:
    """Return the residents of each group, now and by the table in force."""
    now = margins_of(rows, groups.districts)
    before = _in_force(groups)
    return [
        PreviewTable(
            dimension,
            [
                PreviewRow(
                    groups.name(dimension, code),
                    people,
                    before.get(dimension, {}).get(code),
                )
                for code, people in margin.items()
            ],
            may_lack=dimension == LANGUAGE and OTHER_LANGUAGE not in margin,
        )
        for dimension, margin in now.items()
    ]


def _in_force(groups: Groups) -> Margins:
    table = table_in_force()
    return margins_of(rows_of(table), groups.districts) if table else {}
