"""Who was heard beside who lives in the city: by district, language and age group.

*Heard* means another thing in each of the three, because each is known from another
place. By district and by language it counts people heard, as ``engagement.evidence``
does: in the district where the event was held, whether they live there or not, and in
the language that was spoken. By age it counts people met at our tables, as staff
guessed and tallied them, whether they said much or little. Shares are of those of whom
the group is known. None of it is a sample: no margin of error belongs to it.
What may be published, and why, stands in decision 0015.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import Sum

from civic import languages
from civic.models import District
from engagement.coverage_disclosure import published, shows_all_ages
from engagement.coverage_figures import (
    LEVELS,
    DimensionCoverage,
    GroupCoverage,
    dimension_from_json,
    dimension_of,
)
from engagement.evidence import Labels, labels_of
from engagement.heard import Heard, people_heard
from engagement.models import OutreachEvent, PopulationTable, ReachCount
from engagement.population import (
    AGE,
    DISTRICT,
    LANGUAGE,
    Margins,
    margins_of,
    rows_of,
    table_in_force,
)
from surveys.models import Survey, Tally


@dataclass(frozen=True)
class Coverage:
    """Heard beside population for one period; ``published`` gives what may be shown.

    ``open_ages`` are the ages at those events whose own pages show every age group:
    more of them, published as a sum, would give away what those pages hide.
    """

    starts_on: str
    ends_on: str
    source: Labels
    year: int
    dimensions: tuple[DimensionCoverage, ...]
    open_ages: DimensionCoverage | None = None
    is_published: bool = False

    @property
    def first_day(self) -> dt.date:
        return dt.date.fromisoformat(self.starts_on)

    @property
    def last_day(self) -> dt.date:
        return dt.date.fromisoformat(self.ends_on)

    @property
    def below_target(self) -> list[GroupCoverage]:
        """The groups to go to next, those hardly heard first."""
        groups = [one for each in self.dimensions for one in each.below_target]
        return sorted(groups, key=lambda one: list(LEVELS).index(one.level))

    @property
    def hardly_heard(self) -> list[GroupCoverage]:
        return [one for one in self.below_target if one.level == "hardly"]

    @property
    def hardly_heard_by_dimension(self) -> list[tuple[str, list[GroupCoverage]]]:
        found = [
            (each.name, [one for one in each.groups if one.level == "hardly"])
            for each in self.dimensions
        ]
        return [(name, groups) for name, groups in found if groups]

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON column gives it back: lists, no tuples."""
        return json.loads(json.dumps(asdict(self)))

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Coverage":
        """Return what ``as_json`` gave."""
        ages = stored["open_ages"]
        parts = {
            "dimensions": tuple(map(dimension_from_json, stored["dimensions"])),
            "open_ages": ages and dimension_from_json(ages),
        }
        return cls(**{**stored, **parts})

    def published(self) -> "Coverage":
        """Return the form for the public: every count passed through disclosure.

        What is in that form already, such as frozen coverage, comes back as it is.
        """
        if self.is_published:
            return self
        exact = {one.name: one for one in self.dimensions}
        if self.open_ages is None:
            exact.pop(AGE, None)
        else:
            exact[AGE] = self.open_ages
        return replace(
            self,
            is_published=True,
            open_ages=None,
            dimensions=tuple(published(one) for one in exact.values()),
        )


# Counting


def coverage_of(first: dt.date, last: dt.date) -> Coverage | None:
    """Lay who was heard from ``first`` to ``last`` beside the table in force.

    None where no table is. Exact, for staff only; publish ``….published()``. The
    number of queries is the same whatever the number of events and entries.
    """
    table = table_in_force()
    return None if table is None else _coverage(table, first, last)


def _coverage(table: PopulationTable, first: dt.date, last: dt.date) -> Coverage:
    places = {one.code: one for one in District.objects.all()}
    margins = margins_of(rows_of(table), places)
    heard, answers = people_heard(first, last), _survey_answers(first, last)
    found = []
    if DISTRICT in margins:
        found.append(_by_district(margins, places, heard, answers))
    if LANGUAGE in margins:
        found.append(_by_language(margins, heard, answers))
    open_ages = None
    if AGE in margins:
        events = _ages_by_event(first, last)
        found.append(_by_age(margins, list(events.values())))
        shown = [ages for ages in events.values() if shows_all_ages(ages)]
        open_ages = _by_age(margins, shown) if shown else None
    return Coverage(
        starts_on=first.isoformat(),
        ends_on=last.isoformat(),
        source=labels_of(table, "source"),
        year=table.year,
        dimensions=tuple(found),
        open_ages=open_ages,
    )


Answers = dict[tuple[str, Any], int]  # dimension and group: responses


def _by_district(
    margins: Margins,
    places: Mapping[str, District],
    heard: Sequence[Heard],
    answers: Answers,
) -> DimensionCoverage:
    people: Counter[int | None] = Counter()
    for one in heard:
        people[one.district] += one.people
    groups = [
        GroupCoverage(
            dimension=DISTRICT,
            code=code,
            labels=labels_of(places[code], "name"),
            residents=residents,
            heard=people[places[code].pk],
            answers=answers.get((DISTRICT, places[code].pk), 0),
        )
        for code, residents in margins[DISTRICT].items()
    ]
    known = sum(one.heard or 0 for one in groups)
    return dimension_of(DISTRICT, groups, elsewhere=people.total() - known)


def _by_language(
    margins: Margins, heard: Sequence[Heard], answers: Answers
) -> DimensionCoverage:
    people: Counter[str] = Counter()
    for one in heard:
        people[one.language] += one.people
    return dimension_of(
        LANGUAGE,
        [
            GroupCoverage(
                dimension=LANGUAGE,
                code=code,
                labels={},
                residents=residents,
                heard=people[code] if code in languages.CODES else None,
                answers=answers.get((LANGUAGE, code), 0),
            )
            for code, residents in margins[LANGUAGE].items()
        ],
    )


def _by_age(margins: Margins, events: Sequence[Counter[str]]) -> DimensionCoverage:
    people: Counter[str] = sum(events, Counter())
    groups = [
        GroupCoverage(AGE, code, {}, residents, people[code])
        for code, residents in margins[AGE].items()
    ]
    return dimension_of(AGE, groups, events=len(events))


def _ages_by_event(first: dt.date, last: dt.date) -> dict[int, Counter[str]]:
    """People tallied by age at each event of the period that residents know of."""
    events = OutreachEvent.objects.public().not_canceled()
    rows = ReachCount.objects.filter(
        dimension=ReachCount.Dimension.AGE,
        event__in=events.filter(starts_at__date__range=(first, last)),
    ).values_list("event", "group", "people")
    found: dict[int, Counter[str]] = {}
    for event, group, people in rows:
        found.setdefault(event, Counter())[group] += people
    return found


def _survey_answers(first: dt.date, last: dt.date) -> Answers:
    """Responses to surveys, not guides, by language and by the district told."""
    rows = (
        Tally.objects.filter(
            question=None,
            day__range=(first, last),
            survey__in=Survey.objects.filter(purpose=Survey.Purpose.SURVEY),
        )
        .values_list("language", "district")
        .annotate(responses=Sum("answers"))
    )
    found: Answers = {}
    for language, district, responses in rows:
        for key in ((LANGUAGE, language), (DISTRICT, district)):
            found[key] = found.get(key, 0) + responses
    return found
