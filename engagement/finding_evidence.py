"""What a finding of a summary rests on: the responses of its evidence sets, counted.

People are counted as everywhere (``docs/decisions/0004-counting-people.md``): all of a
talk, of an event's boards the notes under the fullest question, and of surveys whoever
answered. The counts are exact and for staff; ``published`` gives what may be shown.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import CharField, Count, F, Func, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from civic import disclosure
from civic.models import District
from engagement.evidence import Labels, labels_of
from engagement.models import (
    CodedAnswer,
    Conversation,
    CountedResponse,
    EvidenceSet,
    Finding,
    OutreachEvent,
    Round,
    Summary,
)
from surveys.models import Response

TALKS, BOARDS, SURVEYS = "talks", "boards", "surveys"
UNKNOWN = ""  # the district of whoever did not say


@dataclass(frozen=True)
class Part:
    """People of one source, language or district; None: hidden."""

    code: str
    labels: Labels
    people: int | None


@dataclass(frozen=True)
class FindingEvidence:
    """``people`` said it, in ``conversations`` talks, on ``notes`` and in ``answers``
    to surveys. The parts of each kind add up to the people. ``events`` are where it
    was said, without a number."""

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

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "FindingEvidence":
        parts = {
            name: tuple(Part(**one) for one in stored[name])
            for name in ("sources", "languages", "districts")
        }
        lists = {name: tuple(stored[name]) for name in ("events", "themes")}
        return cls(**{**stored, **parts, **lists})

    def published(self) -> "FindingEvidence":
        """Return what may be shown: a breakdown with a small part is left out.

        Notes, talks and answers are told only where each source may be.
        """
        if self.is_published:
            return self
        people = disclosure.figure(self.people or 0)
        sources = _shown(self.sources, disclosure.THRESHOLD) if people else ()
        return replace(
            self,
            is_published=True,
            people=people,
            conversations=self.conversations if sources else None,
            notes=self.notes if sources else None,
            answers=self.answers if sources else None,
            sources=sources,
            languages=_shown_by_traits(self.languages) if people else (),
            districts=_shown_by_traits(self.districts) if people else (),
            events=self.events if people else (),
        )


def _shown_by_traits(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return _shown(parts, disclosure.DEMOGRAPHIC_THRESHOLD)


def _shown(parts: tuple[Part, ...], threshold: int) -> tuple[Part, ...]:
    """Return the parts if none of them is small, else none at all."""
    is_small = any(0 < (part.people or 0) < threshold for part in parts)
    return () if is_small else tuple(part for part in parts if part.people)


# Which responses


def responses_of(finding: Finding) -> QuerySet[Response]:
    """Return the counted responses of the summary's period that its sets hold."""
    sets = [_of_set(one) for one in finding.evidence.select_related("theme")]
    if not sets:
        return Response.objects.none()
    holds = sets[0]
    for one in sets[1:]:
        holds |= one
    summary = finding.summary
    return responses_between(summary.starts_on, summary.ends_on).filter(holds)


def responses_between(first: dt.date, last: dt.date) -> QuerySet[Response]:
    """Return what was logged at events of these days or answered in surveys then."""
    is_logged = Q(conversation__event__starts_at__date__range=(first, last))
    is_sent = Q(conversation=None, submitted_at__date__range=(first, last))
    return Response.objects.counted().filter(is_logged | is_sent)


def _of_set(one: EvidenceSet) -> Q:
    holds = Q()
    if one.theme_id:
        holds &= _with_theme(one)
    elif one.question_id and one.question:
        holds &= _with_answer(one)
    if one.event_id:
        holds &= Q(conversation__event=one.event_id)
    if one.language:
        holds &= Q(language=one.language)
    if one.setting:
        holds &= Q(conversation__event__setting=one.setting)
    if one.district_id:
        holds &= Q(conversation__event__district=one.district_id) | Q(
            conversation=None, district=one.district_id
        )
    return holds


def _with_theme(one: EvidenceSet) -> Q:
    theme = Q(codings__theme=one.theme_id) | Q(codings__theme__parent=one.theme_id)
    if one.mark == EvidenceSet.Mark.IN_TENSION:
        theme &= Q(codings__is_in_tension=True)
    elif one.mark == EvidenceSet.Mark.MINORITY_VIEW:
        theme &= Q(codings__is_minority_view=True)
    if one.question_id:
        theme &= Q(answer__question=one.question_id)
    coded = CodedAnswer.objects.filter(
        theme, round=Round.FIRST, answer__is_counted=True
    )
    return Q(pk__in=coded.values("answer__response"))


def _with_answer(one: EvidenceSet) -> Q:
    question = one.question
    answered = Q(survey=question.survey_id, answers__has_key=question.code)
    if one.choice:
        named = f"answers__{question.code}"
        answered &= Q(**{named: one.choice}) | Q(**{f"{named}__contains": [one.choice]})
    return answered


# Counting


class _Cell(NamedTuple):
    """What a group of responses has in common."""

    method: str | None
    event: int | None
    question: str
    language: str
    district: int | None


def _cells(responses: QuerySet[Response]) -> list[tuple[_Cell, int, int]]:
    """Return each group with its people and its responses."""
    place = Coalesce("conversation__event__district", "district")
    rows = (
        Response.objects.filter(pk__in=responses.values("pk"))
        .annotate(place=place, asked=_FirstKey(F("answers")))
        .values_list(
            "conversation__method", "conversation__event", "asked", "language", "place"
        )
        .annotate(people_sum=Sum("people"), number=Count("pk"))
        .order_by()
    )
    return [(_Cell(*row[:5]), row[5], row[6]) for row in rows]


class _FirstKey(Func):
    """The question that a note on a board answers: it has one alone."""

    template = "(SELECT coalesce(min(k), '') FROM jsonb_object_keys(%(expressions)s) k)"
    output_field = CharField()


def evidence_of(finding: Finding) -> FindingEvidence:
    """Count what the finding rests on, exactly."""
    cells = _cells(responses_of(finding))
    people = _people(cells)
    events = {cell.event for cell, _people, _number in cells if cell.event}
    numbers = _numbers(cells)
    return FindingEvidence(
        people=sum(people.values()),
        conversations=numbers[TALKS],
        notes=numbers[BOARDS],
        answers=numbers[SURVEYS],
        sources=_parts(people, _source, {}),
        languages=_parts(people, lambda cell: cell.language, {}),
        districts=_parts(people, lambda cell: cell.district, _districts()),
        events=_events(events),
        themes=_themes(finding),
    )


def _source(cell: _Cell) -> str:
    if cell.method is None:
        return SURVEYS
    return BOARDS if cell.method in Conversation.BOARDS else TALKS


def _people(cells: Iterable[tuple[_Cell, int, int]]) -> Counter[_Cell]:
    """Return the people of each cell, of an event's boards the fullest question."""
    counted: Counter[_Cell] = Counter()
    boards: dict[Any, dict[str, Counter[_Cell]]] = defaultdict(dict)
    for cell, people, _number in cells:
        if _source(cell) == BOARDS:
            questions = boards[cell.event].setdefault(cell.question, Counter())
            questions[cell] += people
        else:
            counted[cell] += people
    for questions in boards.values():
        counted.update(max(questions.values(), key=Counter.total))
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


def _districts() -> dict[Any, tuple[str, Labels]]:
    return {
        one.pk: (one.code, labels_of(one, "name")) for one in District.objects.all()
    }


def _events(keys: set[int]) -> tuple[Labels, ...]:
    held = OutreachEvent.objects.filter(pk__in=keys).order_by("starts_at", "pk")
    return tuple(labels_of(event, "title") for event in held)


def _themes(finding: Finding) -> tuple[Labels, ...]:
    themes = {one.theme for one in finding.evidence.all() if one.theme}
    return tuple(
        labels_of(theme, "name")
        for theme in sorted(themes, key=lambda theme: (theme.position, theme.code))
    )


# Remembering what was counted


def remember_counted(summary: Summary) -> None:
    """Write down which responses count in a summary and in each of its findings."""
    CountedResponse.objects.filter(summary=summary).delete()
    logged = Response.objects.counted().filter(
        conversation__event__starts_at__date__range=(
            summary.starts_on,
            summary.ends_on,
        )
    )
    _remember(logged, summary, None)
    for finding in summary.findings.all():
        remember_finding(finding)


def remember_finding(finding: Finding) -> None:
    """Write down which responses one finding rests on."""
    _remember(responses_of(finding), finding.summary, finding)


def _remember(
    responses: QuerySet[Response], summary: Summary, finding: Finding | None
) -> None:
    """Copy the keys within the database, whatever their number."""
    chosen, params = responses.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {CountedResponse._meta.db_table}
                (summary_id, finding_id, response_id)
            SELECT %s, %s, counted.id FROM ({chosen}) AS counted(id)
            ON CONFLICT DO NOTHING
            """,  # noqa: S608 - the name of our own table, and SQL that Django made
            [summary.pk, finding.pk if finding else None, *params],
        )
