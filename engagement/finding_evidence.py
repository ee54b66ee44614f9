"""What a finding of a summary rests on: the responses of its evidence sets, counted.

People are counted as everywhere (``docs/decisions/0004-counting-people.md``): all of a
talk, of an event's boards the notes under the fullest question, and of surveys whoever
answered. The counts are exact and for staff; ``published`` gives what may be shown.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    F,
    Func,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from civic import disclosure
from civic.models import District
from engagement.evidence import Labels, labels_of
from engagement.evidence_named import SetNamed
from engagement.evidence_sets import (
    responses_between,
    responses_in,
    responses_of,
    sets_of,
    sets_of_all,
)
from engagement.finding_breakdowns import OTHERS
from engagement.log_counts import fullest
from engagement.models import Conversation, EvidenceSet, Finding, OutreachEvent, Summary
from engagement.survey_totals import is_told_elsewhere
from surveys.models import Survey

__all__ = [
    "FindingEvidence",
    "Part",
    "evidence_in",
    "evidence_of",
    "evidence_of_all",
    "responses_between",
    "responses_in",
    "responses_of",
    "sets_of",
]

TALKS, BOARDS, SURVEYS = "talks", "boards", "surveys"
UNKNOWN = ""  # the district of whoever did not say


@dataclass(frozen=True)
class Part:
    """People of one source, language or district; None: hidden."""

    code: str
    labels: Labels
    people: int | None

    @property
    def is_joined(self) -> bool:
        """Whether it is of all groups that were too small to stand alone."""
        return self.code == OTHERS


@dataclass(frozen=True)
class FindingEvidence:
    """``people`` said it, in ``conversations`` talks, on ``notes`` and in ``answers``
    to surveys. The parts of each kind add up to the people. ``sets`` name what it
    rests on, ``events`` where it was said, without a number, and ``pages`` those
    events' own pages, empty for one without. ``is_narrow``: of some language or
    district alone; ``tells_surveys``: none of the surveys keeps how many answered it.
    Versions published before sets were named have none, and only ``themes``."""

    people: int | None
    conversations: int | None
    notes: int | None
    answers: int | None
    sources: tuple[Part, ...] = ()
    languages: tuple[Part, ...] = ()
    districts: tuple[Part, ...] = ()
    events: tuple[Labels, ...] = ()
    themes: tuple[Labels, ...] = ()
    is_published: bool = False
    is_narrow: bool = False
    tells_surveys: bool = True
    sets: tuple[SetNamed, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def places(self) -> list[tuple[Labels, str]]:
        """Return each event with its page; older versions have not kept the pages."""
        pages = self.pages or ("",) * len(self.events)
        return list(zip(self.events, pages, strict=True))

    @property
    def is_joined(self) -> bool:
        return any(part.is_joined for part in (*self.languages, *self.districts))

    @property
    def lacks_breakdown(self) -> bool:
        return not (self.sources and self.languages and self.districts)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "FindingEvidence":
        parts = {
            name: tuple(Part(**one) for one in stored[name])
            for name in ("sources", "languages", "districts")
        }
        lists = {
            name: tuple(stored.get(name, ())) for name in ("events", "themes", "pages")
        }
        sets = tuple(SetNamed(**one) for one in stored.get("sets", ()))
        return cls(**{**stored, **parts, **lists, "sets": sets})

    def published(self) -> "FindingEvidence":
        """Return what may be shown of it alone, without languages and districts.

        Those depend on the other findings (``finding_disclosure``). The people heard
        stand with their themes elsewhere, so those of surveys could be told from the
        sum: where either are few they are not in it. Sources with a small part are
        left out, and notes, talks and answers with them.
        """
        if self.is_published:
            return self
        people = self._people_told()
        sources = _shown(self.sources) if self.is_told_whole else ()
        return replace(
            self,
            is_published=True,
            people=people,
            conversations=self.conversations if sources else None,
            notes=self.notes if sources else None,
            answers=self.answers if sources else None,
            sources=sources,
            languages=(),
            districts=(),
            events=self.events if people else (),
            pages=self.pages if people else (),
            sets=self.sets if people else (),
        )

    @property
    def is_told_whole(self) -> bool:
        """Whether the number that may be shown is that of everybody."""
        return bool(self.people) and self._people_told() == self.people

    def _people_told(self) -> int | None:
        by_source = {part.code: part.people or 0 for part in self.sources}
        written = by_source.get(SURVEYS, 0) if self.tells_surveys else 0
        heard = by_source.get(TALKS, 0) + by_source.get(BOARDS, 0)
        threshold = (
            disclosure.DEMOGRAPHIC_THRESHOLD if self.is_narrow else disclosure.THRESHOLD
        )
        return sum(n for n in (heard, written) if n >= threshold) or None


def _shown(sources: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the sources if none of them is small, else none at all."""
    small = any(0 < (one.people or 0) < disclosure.THRESHOLD for one in sources)
    return () if small else tuple(one for one in sources if one.people)


# Counting


class _Cell(NamedTuple):
    """What a group of responses has in common."""

    method: str | None
    survey: int
    event: int | None
    question: str
    language: str
    district: int | None


_Counted = list[tuple[_Cell, int, int]]  # each with its people and its responses


def _cells(
    summary: Summary, sets: Mapping[int, Sequence[EvidenceSet]]
) -> dict[int, _Counted]:
    """Return the groups of what the sets under each key hold, with one query."""
    found: dict[int, _Counted] = defaultdict(list)
    queries = [_grouped(summary, key, held) for key, held in sets.items() if held]
    if queries:
        for key, *row, people, number in queries[0].union(*queries[1:], all=True):
            found[key].append((_Cell(*row), people, number))
    return found


def _grouped(summary: Summary, key: int, sets: Sequence[EvidenceSet]) -> QuerySet[Any]:
    place = Coalesce("conversation__event__district", "district")
    return (
        responses_in(summary, sets)
        .annotate(
            key=Value(key, output_field=BigIntegerField()),
            place=place,
            asked=_FirstKey(F("answers")),
        )
        .values_list(
            "key",
            "conversation__method",
            "survey",
            "conversation__event",
            "asked",
            "language",
            "place",
        )
        .annotate(people_sum=Sum("people"), number=Count("pk"))
        .order_by()
    )


class _FirstKey(Func):
    """The question that a note on a board answers: it has one alone."""

    template = "(SELECT coalesce(min(k), '') FROM jsonb_object_keys(%(expressions)s) k)"
    output_field = CharField()


def evidence_of(finding: Finding) -> FindingEvidence:
    """Count what a finding rests on, exactly."""
    return evidence_in(finding.summary, sets_of(finding))


def evidence_in(summary: Summary, sets: Sequence[EvidenceSet]) -> FindingEvidence:
    """Count what sets hold together, stored or not, exactly."""
    return _counted(summary, {0: sets})[0]


def evidence_of_all(summary: Summary) -> dict[int, FindingEvidence]:
    """Count each finding of a summary, by its key, at a constant number of queries."""
    return _counted(summary, sets_of_all(summary))


def _counted(
    summary: Summary, sets: Mapping[int, Sequence[EvidenceSet]]
) -> dict[int, FindingEvidence]:
    cells = _cells(summary, sets)
    names = _Names.of(cells.values())
    return {key: _evidence(cells[key], held, names) for key, held in sets.items()}


@dataclass(frozen=True)
class _Names:
    """What the cells name by key; ``kept`` are surveys that keep how many answered."""

    districts: Mapping[Any, tuple[str, Labels]]
    events: Mapping[int, tuple[Labels, str]]
    kept: set[int]

    @classmethod
    def of(cls, counted: Iterable[_Counted]) -> "_Names":
        cells = [cell for one in counted for cell, _people, _number in one]
        events = OutreachEvent.objects.filter(
            pk__in={cell.event for cell in cells if cell.event}
        ).annotate(is_public=Q(pk__in=OutreachEvent.objects.public().values("pk")))
        written = {cell.survey for cell in cells if cell.method is None}
        surveys = Survey.objects.filter(pk__in=written)
        return cls(
            {one.pk: (one.code, labels_of(one, "name")) for one in _districts(cells)},
            {
                one.pk: (labels_of(one, "title"), one.slug if one.is_public else "")
                for one in events.order_by("starts_at", "pk")
            },
            {one.pk for one in surveys if not is_told_elsewhere(one)},
        )


def _districts(cells: Iterable[_Cell]) -> QuerySet[District]:
    return District.objects.filter(pk__in={cell.district for cell in cells})


def _evidence(
    cells: _Counted, sets: Sequence[EvidenceSet], names: _Names
) -> FindingEvidence:
    people = _people(cells)
    numbers = _numbers(cells)
    events = {cell.event for cell, _people, _number in cells}
    written = {cell.survey for cell, _people, _number in cells if cell.method is None}
    places = [place for key, place in names.events.items() if key in events]
    return FindingEvidence(
        people=sum(people.values()),
        conversations=numbers[TALKS],
        notes=numbers[BOARDS],
        answers=numbers[SURVEYS],
        sources=_parts(people, _source, {}),
        languages=_parts(people, lambda cell: cell.language, {}),
        districts=_parts(people, lambda cell: cell.district, names.districts),
        events=tuple(text for text, _page in places),
        pages=tuple(page for _text, page in places),
        themes=_themes(sets),
        sets=tuple(map(SetNamed.of, sets)),
        is_narrow=any(one.language or one.district_id for one in sets),
        tells_surveys=not written & names.kept,
    )


def _source(cell: _Cell) -> str:
    if cell.method is None:
        return SURVEYS
    return BOARDS if cell.method in Conversation.BOARDS else TALKS


def _people(cells: Iterable[tuple[_Cell, int, int]]) -> Counter[_Cell]:
    """Return the people of each cell, of an event's boards the fullest question."""
    counted: Counter[_Cell] = Counter()
    boards: dict[Any, dict[Any, Counter[_Cell]]] = defaultdict(dict)
    for cell, people, _number in cells:
        if _source(cell) == BOARDS:
            asked = (cell.survey, cell.question)
            questions = boards[cell.event].setdefault(asked, Counter())
            questions[cell] += people
        else:
            counted[cell] += people
    for asked_there in boards.values():
        counted.update(fullest(asked_there))
    return counted


def _numbers(cells: Iterable[tuple[_Cell, int, int]]) -> Counter[str]:
    """Return talks, notes and answers to surveys; a note counts for each person."""
    numbers: Counter[str] = Counter()
    for cell, people, number in cells:
        source = _source(cell)
        numbers[source] += people if source == BOARDS else number
    return numbers


def _parts(
    people: Counter[_Cell], by: Any, labels: Mapping[Any, tuple[str, Labels]]
) -> tuple[Part, ...]:
    counts: Counter[Any] = Counter()
    for cell, number in people.items():
        counts[by(cell)] += number
    named = [
        Part(*labels.get(key, (str(key or UNKNOWN), {})), people=number)
        for key, number in counts.items()
    ]
    return tuple(sorted(named, key=lambda part: (-(part.people or 0), part.code)))


def _themes(sets: Iterable[EvidenceSet]) -> tuple[Labels, ...]:
    themes = {one.theme for one in sets if one.theme}
    return tuple(
        labels_of(theme, "name")
        for theme in sorted(themes, key=lambda theme: (theme.position, theme.code))
    )
