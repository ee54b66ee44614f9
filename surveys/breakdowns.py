"""The results of a survey by language, channel, district or month, one at a time.

Each table of answers is kept together with the table of all responses of the same
moment, and a newer one replaces it by the rules of ``civic.breakdowns``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db import transaction

from civic.breakdowns import Class, Dimension, Snapshot, Table, join_groups, may_follow
from civic.breakdowns import Part as Answers
from civic.disclosure import DEMOGRAPHIC_THRESHOLD, THRESHOLD, Edition
from civic.models import PublishedTable
from surveys.cells import NOT, YES, Part, parts_of
from surveys.estimates import LEAST_FOR_MEAN
from surveys.models import Collector, Question, TallySum
from surveys.tabulation import Tabulated, survey_key
from surveys.tallying import NOTHING

By = TallySum.Dimension
POINTS = "=points"  # beside the answers' codes, which begin with a letter


@dataclass(frozen=True)
class Kept:
    """One table as it was counted for publication.

    ``floor`` is the least of this and the last publication, cell by cell; ``hidden``
    are the answers that the table of all responses hid then.
    """

    now: Snapshot
    floor: Snapshot
    hidden: list[str] = field(default_factory=list)
    was_shown: bool = False


@dataclass(frozen=True)
class State:
    """What is published of one survey by groups: put together how, and counted when."""

    classes: Mapping[str, Sequence[Class]] = field(default_factory=dict)
    kept: Mapping[str, Kept] = field(default_factory=dict)

    @classmethod
    def stored(cls, counts: Mapping[str, Any]) -> "State":
        return cls(
            {
                name: [tuple(one) for one in classes]
                for name, classes in counts["classes"].items()
            },
            {key: Kept(**kept) for key, kept in counts["kept"].items()},
        )


@dataclass(frozen=True)
class Breakdowns:
    """Safe tables by dimension and by the key of a question's part.

    That of the survey's own key has no answers and counts who took part.
    """

    dimensions: list[Dimension]
    tables: Mapping[str, Mapping[str, Table]]
    state: State

    def available(self) -> list[str]:
        return [one.name for one in self.dimensions if self.tables.get(one.name)]

    def mean(self, key: str, by: str, groups: Class) -> float:
        """Return the mean of the numbers that the groups gave."""
        given = self.state.kept[key].now[by]
        points = sum(Decimal(given[group][POINTS]) for group in groups)  # type: ignore[arg-type]
        return float(points) / sum(given[group][""] for group in groups)


def breakdowns(tabulated: Tabulated, *, is_public: bool) -> Breakdowns:
    """Return what may be shown of the survey by groups; ``is_public`` as in results."""
    dimensions = dimensions_of(tabulated)
    parts = _answers(tabulated)
    if is_public:
        state = _remembered(tabulated, dimensions, parts)
    else:
        state = _advanced(State(), tabulated, dimensions, parts)
    tables: dict[str, dict[str, Table]] = {}
    for key, kept in state.kept.items():
        for by, table in _tables(key, kept, dimensions, parts, state.classes).items():
            tables.setdefault(by, {})[key] = table
    return Breakdowns(dimensions, tables, state)


# What there is to look at


def dimensions_of(tabulated: Tabulated) -> list[Dimension]:
    survey, by_group = tabulated.survey, tabulated.counts.by_group
    kinds = {one.kind for one in survey.collectors.all()}
    dimensions = [
        _dimension(By.LANGUAGE, survey.languages, by_group, DEMOGRAPHIC_THRESHOLD),
        _dimension(
            By.CHANNEL,
            [kind for kind in Collector.Kind.values if kind in kinds],
            by_group,
            THRESHOLD,
        ),
        Dimension(By.MONTH, _months(by_group), THRESHOLD, is_ordered=True),
    ]
    if survey.asks_district:
        districts = [str(district.pk) for district in tabulated.districts]
        dimensions.insert(
            2, _dimension(By.DISTRICT, districts, by_group, DEMOGRAPHIC_THRESHOLD)
        )
    return dimensions


def _dimension(
    by: str, groups: Sequence[str], by_group: Mapping[str, Any], threshold: int
) -> Dimension:
    seen = sorted(set(by_group.get(by, ())) - set(groups))
    return Dimension(by, (*groups, *seen), threshold)


def _months(by_group: Mapping[str, Any]) -> tuple[str, ...]:
    """Return every month from the first answer to the last, as ``2025-09``."""
    seen = sorted(by_group.get(By.MONTH, ()))
    if not seen:
        return ()
    first, last = (int(one[:4]) * 12 + int(one[5:]) - 1 for one in (seen[0], seen[-1]))
    return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in range(first, last + 1))


def _answers(tabulated: Tabulated) -> dict[str, tuple[Part | None, Answers]]:
    """Return the parts of all questions by key, as ``civic.breakdowns`` sees them."""
    parts: dict[str, tuple[Part | None, Answers]] = {
        survey_key(tabulated.survey): (None, Answers(answers=()))
    }
    for question in tabulated.survey.questions:
        if question.kind != Question.Kind.INFORMATION:
            codes = tuple(cell.code for cell in tabulated.cells[question.pk])
            for part in parts_of(question):
                parts[part.key] = part, _as_answers(question, codes)
    return parts


def _as_answers(question: Question, codes: tuple[str, ...]) -> Answers:
    is_picked = question.kind == Question.Kind.MULTIPLE
    alone = {one.code for one in question.choices.all() if one.is_exclusive}
    threshold = THRESHOLD
    if question.kind == Question.Kind.DISTRICT:
        threshold = DEMOGRAPHIC_THRESHOLD
    if question.kind == Question.Kind.NUMBER:
        threshold = LEAST_FOR_MEAN
    return Answers(
        answers=codes,
        is_exclusive=not is_picked,
        is_ordered=question.kind == Question.Kind.RATING,
        alone=frozenset(alone) if is_picked else frozenset(),
        most_picks=question.maximum if is_picked else None,
        threshold=threshold,
    )


def _snapshot(
    part: Part | None,
    answers: Answers,
    dimensions: Sequence[Dimension],
    tabulated: Tabulated,
) -> Snapshot:
    """Return who gave which answer in each group now."""
    return {
        dimension.name: {
            group: _group(part, answers, given.get(group, {}))
            for group in dimension.groups
        }
        for dimension in dimensions
        for given in [tabulated.counts.by_group.get(dimension.name, {})]
    }


def _group(part: Part | None, answers: Answers, given: Mapping) -> dict[str, Any]:
    if part is None:
        return {"": given.get((None, ""), NOTHING).people}
    question = part.question.pk
    everybody = given.get((question, part.tally("")), NOTHING)
    counted = {
        code: given.get((question, part.tally(code)), NOTHING).people
        for code in answers.answers
    }
    if part.question.kind == Question.Kind.CONSENT:
        took_part = given.get((None, ""), NOTHING).people
        counted = {YES: everybody.people, NOT: took_part - everybody.people}
    if part.question.kind == Question.Kind.NUMBER:
        counted[POINTS] = str(everybody.points)
    return {"": everybody.people, **counted}


# What is published


def _remembered(
    tabulated: Tabulated,
    dimensions: list[Dimension],
    parts: Mapping[str, tuple[Part | None, Answers]],
) -> State:
    """Return what is public now, and store it where it is new."""
    key = f"{survey_key(tabulated.survey)} breakdowns"
    stored = PublishedTable.objects.filter(key=key).first()
    last = State.stored(stored.counts) if stored else State()
    state = _advanced(last, tabulated, dimensions, parts)
    if state == last:
        return state
    with transaction.atomic():
        PublishedTable.objects.bulk_create(
            [PublishedTable(key=key, counts=asdict(State()))], ignore_conflicts=True
        )
        # Another process may have published meanwhile: ask again, now that it cannot.
        table = PublishedTable.objects.select_for_update().get(key=key)
        state = _advanced(State.stored(table.counts), tabulated, dimensions, parts)
        table.counts = asdict(state)
        table.save()
    return state


def _advanced(
    state: State,
    tabulated: Tabulated,
    dimensions: list[Dimension],
    parts: Mapping[str, tuple[Part | None, Answers]],
) -> State:
    """Return what is to be published after ``state``."""
    kept = dict(state.kept)
    own = survey_key(tabulated.survey)
    classes = _classes(state, kept.get(own), dimensions)
    for key, (part, answers) in parts.items():
        edition = tabulated.editions[key]
        if edition.total >= THRESHOLD and _is_current(tabulated, key):
            new = _snapshot(part, answers, dimensions, tabulated)
            kept[key] = _following(
                kept.get(key),
                new,
                edition=edition,
                answers=answers,
                dimensions=dimensions,
                classes=classes,
            )
        if key == own:
            classes = _classes(state, kept.get(own), dimensions)
        if key in kept and not kept[key].was_shown:
            is_shown = bool(_tables(key, kept[key], dimensions, parts, classes))
            kept[key] = replace(kept[key], was_shown=is_shown)
    return State(classes, kept)


def _is_current(tabulated: Tabulated, key: str) -> bool:
    """Whether the table of all responses that is shown is the present one."""
    shown, current = tabulated.editions[key], tabulated.current[key]
    return (shown.total, shown.counts, shown.points) == (
        current.total,
        current.counts,
        current.points,
    )


def _classes(
    state: State, kept: Kept | None, dimensions: list[Dimension]
) -> dict[str, list[Class]]:
    """Return the groups of each dimension as they are put together."""
    snapshots = [kept.now, kept.floor] if kept else [{}]
    return {
        dimension.name: join_groups(
            dimension,
            [
                {group: of[""] for group, of in one.get(dimension.name, {}).items()}
                for one in snapshots
            ],
            state.classes.get(dimension.name, ()),
        )
        for dimension in dimensions
    }


def _following(  # noqa: PLR0913 - the last, the new, and what they are judged by
    last: Kept | None,
    new: Snapshot,
    *,
    edition: Edition,
    answers: Answers,
    dimensions: list[Dimension],
    classes: Mapping[str, Sequence[Class]],
) -> Kept:
    """Return the table to be kept: the new one, if it may follow the last."""
    fresh = Kept(new, new, edition.hidden() if edition.counts else [])
    if last is None or not last.was_shown:
        return fresh
    if new == last.now or not may_follow(answers, dimensions, classes, new, last.now):
        return last
    return replace(fresh, floor=_least(new, last.now), was_shown=True)


def _least(one: Snapshot, other: Snapshot) -> Snapshot:
    """Return the lesser of two numbers in each cell."""
    return {
        by: {
            group: {
                code: min(people, other.get(by, {}).get(group, {}).get(code, 0))
                for code, people in of.items()
                if code != POINTS
            }
            for group, of in groups.items()
        }
        for by, groups in one.items()
    }


def _tables(
    key: str,
    kept: Kept,
    dimensions: list[Dimension],
    parts: Mapping[str, tuple[Part | None, Answers]],
    classes: Mapping[str, Sequence[Class]],
) -> dict[str, Table]:
    if key not in parts:
        return {}
    part, answers = parts[key]
    is_of_districts = part and part.question.kind == Question.Kind.DISTRICT
    chosen = [
        one for one in dimensions if not (is_of_districts and one.name == By.DISTRICT)
    ]
    answers = replace(answers, hidden=frozenset(kept.hidden))
    snapshots = [kept.now] if kept.floor == kept.now else [kept.now, kept.floor]
    return answers.tables(chosen, classes, snapshots)
