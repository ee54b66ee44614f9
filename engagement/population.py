"""Who lives in the city, by district, language and age group: the table in force."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import F

from civic.age_groups import AgeGroup
from civic.languages import CODES
from engagement.models import PopulationCount, PopulationTable
from engagement.models.coverage import OTHER_LANGUAGE

DISTRICT, LANGUAGE, AGE = DIMENSIONS = ("district", "language", "age")
LANGUAGES = (*CODES, OTHER_LANGUAGE)


class Residents(NamedTuple):
    """A row of a table: ``people`` of one group; "" stands for all of a dimension."""

    district: str
    language: str
    age: str
    people: int

    @property
    def group(self) -> tuple[str, str, str]:
        return self.district, self.language, self.age

    @property
    def kind(self) -> tuple[str, ...]:
        """The dimensions that the row tells apart."""
        return tuple(name for name in DIMENSIONS if getattr(self, name))


Margins = dict[str, dict[str, int]]  # dimension: code of a group: residents


def margins_of(rows: Iterable[Residents], districts: Iterable[str]) -> Margins:
    """Return the residents of each group, for each dimension that the rows tell.

    Rows of one kind are one whole table. Where several kinds tell a dimension, the
    one that tells the fewest besides is taken: the margin itself, if it is there.
    """
    by_kind: dict[tuple[str, ...], list[Residents]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    order = {DISTRICT: list(districts), LANGUAGE: LANGUAGES, AGE: AgeGroup.values}
    margins = {}
    for name in DIMENSIONS:
        kinds = [kind for kind in by_kind if name in kind]
        if kinds:
            kind = min(kinds, key=lambda one: (len(one), one))
            margins[name] = _margin(by_kind[kind], name, order[name])
    return margins


def _margin(
    rows: Iterable[Residents], name: str, order: Iterable[str]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        code = getattr(row, name)
        found[code] = found.get(code, 0) + row.people
    return {code: found[code] for code in order if code in found}


def groups_without_row(
    margins: Mapping[str, Mapping[str, int]], districts: Iterable[str]
) -> dict[str, list[str]]:
    """Return which groups each dimension of a table says nothing of.

    Speakers of other languages may be left out: the log does not know them either.
    """
    expected = {DISTRICT: list(districts), LANGUAGE: CODES, AGE: AgeGroup.values}
    return {
        name: [code for code in expected[name] if code not in margin]
        for name, margin in margins.items()
    }


def table_in_force() -> PopulationTable | None:
    return PopulationTable.objects.filter(is_in_force=True).first()


def rows_of(table: PopulationTable) -> list[Residents]:
    counts = PopulationCount.objects.filter(table=table).annotate(
        code=F("district__code")
    )
    stored = counts.values_list("code", "language", "age_group", "people")
    return [
        Residents(code or "", language, age, people)
        for code, language, age, people in stored
    ]
