"""Tables of answers by group, made so that no small group can be worked out.

Part of the door that ``civic.disclosure`` is. Nothing is hidden within such a table;
what would be too small is put together with something else until it is not:

- groups, in one way for all questions of a survey (``join_groups``);
- answers, in one way for all tables of a question (``Part.tables``).

So people within joined groups can change places, and their joined answers too, with
no published number changing. What is promised, and why it holds, stands in
``docs/decisions/0003-disclosure.md``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# A group that stands alone holds at least so many times the threshold.
ROOM = 2

Class = tuple[str, ...]
Groups = Mapping[str, Mapping[str, int]]  # group: answer: people; "" is who answered
Snapshot = Mapping[str, Groups]  # dimension: groups


@dataclass(frozen=True)
class Dimension:
    """What a survey is looked at by; ``groups`` in an order that no count changes.

    Of ``is_ordered`` groups (months) only neighbors are put together.
    """

    name: str
    groups: tuple[str, ...]
    threshold: int
    is_ordered: bool = False


# Groups put together


def join_groups(
    dimension: Dimension,
    totals: Sequence[Mapping[str, int]],
    before: Iterable[Class] = (),
) -> list[Class]:
    """Return the groups, put together until each class holds enough people.

    ``totals`` counts who took part by group, now and, if there was one, at the last
    publication: a class must be large enough in each. Classes published ``before``
    are only ever divided, never put together otherwise; groups that are new since
    join the last one.
    """
    need = ROOM * dimension.threshold

    def is_large(groups: Iterable[str]) -> bool:
        chosen = list(groups)
        return all(sum(one.get(g, 0) for g in chosen) >= need for one in totals)

    join = _neighbors_joined if dimension.is_ordered else _small_joined
    return [
        part
        for old in _with_new_groups(dimension, list(before))
        for part in join(old, is_large)
    ]


def _with_new_groups(dimension: Dimension, before: list[Class]) -> list[Class]:
    known = {group for one in before for group in one}
    new = tuple(group for group in dimension.groups if group not in known)
    if not before:
        return [new] if new else []
    return [*before[:-1], (*before[-1], *new)]


Judge = Callable[[Iterable[str]], bool]


def _small_joined(groups: Class, is_large: Judge) -> list[Class]:
    """Return the small ones together, with the next by place until they are large."""
    small = [group for group in groups if not is_large([group])]
    if small:
        for group in _by_place(groups, small[-1]):
            if is_large(small):
                break
            if group not in small:
                small.append(group)
    alone: list[Class] = [(group,) for group in groups if group not in small]
    together = tuple(group for group in groups if group in small)
    return [*alone, together] if together else alone


def _by_place(all_of_them: Sequence[str], last: str) -> list[str]:
    place = all_of_them.index(last)
    return [*all_of_them[place + 1 :], *reversed(all_of_them[:place])]


def _neighbors_joined(groups: Class, is_large: Judge) -> list[Class]:
    classes: list[Class] = []
    waiting: Class = ()
    for group in groups:
        waiting = (*waiting, group)
        if is_large(waiting):
            classes.append(waiting)
            waiting = ()
    if waiting:  # the last few join those before them
        last = classes.pop() if classes else ()
        classes.append((*last, *waiting))
    return classes


# Answers put together


@dataclass(frozen=True)
class Table:
    """One question by one dimension: ``people[i][j]`` gave answers i in groups j.

    ``answered[j]`` people of the groups answered the question at all.
    """

    groups: tuple[Class, ...]
    answers: tuple[Class, ...]
    people: tuple[tuple[int, ...], ...]
    answered: tuple[int, ...]


@dataclass(frozen=True)
class Part:
    """A question, or one row of a matrix, whose answers are counted.

    ``answers`` are in the questionnaire's order, ``hidden`` are those that the table
    of all responses hides. Of ``is_ordered`` answers (a scale) only neighbors are put
    together. Where people may pick several (not ``is_exclusive``), answers cannot be
    put together, so rare ones are left out; ``alone`` are those that exclude all
    others. ``threshold`` is the least number, whatever the dimension asks.
    """

    answers: tuple[str, ...]
    hidden: frozenset[str] = frozenset()
    is_exclusive: bool = True
    is_ordered: bool = False
    alone: frozenset[str] = frozenset()
    most_picks: int | None = None
    threshold: int = 0

    def tables(
        self,
        dimensions: Sequence[Dimension],
        classes: Mapping[str, Sequence[Class]],
        snapshots: Sequence[Snapshot],
    ) -> dict[str, Table]:
        """Return the safe tables by dimension; a dimension may not be among them.

        The figures are of the first of the ``snapshots``; in all of them no number is
        too small. Where the dimensions together leave no two answers apart, the last
        dimensions give way.
        """
        views = [
            _View(self, dimension, tuple(classes[dimension.name]), tuple(snapshots))
            for dimension in dimensions
            if len(classes[dimension.name]) > 1
        ]
        views = [view for view in views if view.is_safe(self._joined([view]))]
        while views:
            answers = self._joined(views)
            if all(view.is_safe(answers) for view in views):
                return {view.dimension.name: view.table(answers) for view in views}
            views.pop()
        return {}

    def _joined(self, views: "Sequence[_View]") -> tuple[Class, ...]:
        """Return the answers put together, or left out, so that no cell is small."""
        rows = self._visible()
        if not self.is_exclusive:
            return tuple(row for row in rows if not _is_small(row, views))
        while len(rows) > 1 and any(_is_small(row, views) for row in rows):
            small = [place for place, row in enumerate(rows) if _is_small(row, views)]
            rows = _with_joined(rows, self._to_join(rows, small))
        return tuple(self._in_order(rows))

    def _visible(self) -> list[Class]:
        shown: list[Class] = [
            (answer,) for answer in self.answers if answer not in self.hidden
        ]
        if not self.is_exclusive or not self.hidden:
            return shown
        hidden = [place for place, one in enumerate(self.answers) if one in self.hidden]
        if self.is_ordered:
            span = self.answers[hidden[0] : hidden[-1] + 1]
            shown = [row for row in shown if row[0] not in span]
            return self._in_order([*shown, span])
        return [*shown, tuple(self.answers[place] for place in hidden)]

    def _to_join(self, rows: list[Class], small: list[int]) -> list[int]:
        """Return the places of the rows to be put together next.

        One small row takes the next by place, never by size: the least one tells
        that it is no larger than any other.
        """
        if self.is_ordered or len(small) == 1:
            first = small[0]
            return [first, first + 1] if first + 1 < len(rows) else [first - 1, first]
        return small

    def _in_order(self, rows: Iterable[Class]) -> list[Class]:
        place = {answer: number for number, answer in enumerate(self.answers)}
        in_order = [tuple(sorted(row, key=place.__getitem__)) for row in rows]
        return sorted(
            in_order,
            key=lambda row: (not self.is_ordered and len(row) > 1, place[row[0]]),
        )


def _with_joined(rows: list[Class], places: list[int]) -> list[Class]:
    joined = tuple(answer for place in places for answer in rows[place])
    kept = [row for place, row in enumerate(rows) if place not in places]
    return [*kept[: places[0]], joined, *kept[places[0] :]]


def _is_small(row: Class, views: "Sequence[_View]") -> bool:
    return any(view.is_small(row) for view in views)


@dataclass(frozen=True)
class _View:
    """One part by one dimension, in all snapshots that must be safe."""

    part: Part
    dimension: Dimension
    groups: tuple[Class, ...]
    snapshots: tuple[Snapshot, ...]
    _kept: dict = field(default_factory=dict, compare=False)

    @property
    def threshold(self) -> int:
        return max(self.part.threshold, self.dimension.threshold)

    def people(self, number: int, row: Class, groups: Class) -> int:
        """Who gave one of the answers ``row`` in ``groups``, in snapshot ``number``."""
        key = number, row, groups
        if key not in self._kept:
            of = self.snapshots[number].get(self.dimension.name, {})
            self._kept[key] = sum(
                of.get(group, {}).get(one, 0) for group in groups for one in row
            )
        return self._kept[key]

    def answered(self, number: int, groups: Class) -> int:
        if self.part.is_exclusive and self.part.answers:
            return self.people(number, self.part.answers, groups)
        return self.people(number, ("",), groups)

    def places(self) -> list[tuple[int, Class]]:
        numbers = range(len(self.snapshots))
        return [(number, groups) for number in numbers for groups in self.groups]

    def is_small(self, row: Class) -> bool:
        """Whether too few in some group gave, or of several picks did not give, it."""
        return any(
            self.people(number, row, groups) < self.threshold
            or not self._has_enough_others(number, row, groups)
            for number, groups in self.places()
        )

    def _has_enough_others(self, number: int, row: Class, groups: Class) -> bool:
        if self.part.is_exclusive:
            return True
        of = self.answered(number, groups)
        if row[0] not in self.part.alone:
            of = self._free(number, groups)
        return of - self.people(number, row, groups) >= self.threshold

    def _free(self, number: int, groups: Class) -> int:
        """How many picked something that does not exclude the rest."""
        alone = tuple(self.part.alone)
        return self.answered(number, groups) - self.people(number, alone, groups)

    def is_safe(self, rows: tuple[Class, ...]) -> bool:
        if any(
            self.answered(number, groups) < self.threshold
            for number, groups in self.places()
        ):
            return False
        if not self.part.answers:
            return True
        if self.part.is_exclusive:
            return len(rows) > 1 and not any(map(self.is_small, rows))
        return (
            bool(rows)
            and not any(map(self.is_small, rows))
            and all(self._leaves_open(place, rows) for place in self.places())
        )

    def _leaves_open(self, place: tuple[int, Class], rows: tuple[Class, ...]) -> bool:
        """Whether what is shown tells nothing small of the picks left out.

        Everybody picked something: where those shown do not cover the group, that
        many at least picked what is left out, so they must be none or enough.
        """
        number, groups = place
        shown = sum(self.people(number, row, groups) for row in rows)
        of = self.answered(number, groups)
        is_whole = len(rows) == len(self.part.answers)
        if is_whole:
            return True
        if self.part.most_picks and self.part.most_picks * of - shown < of:
            return False
        return shown >= of or of - shown >= self.threshold

    def table(self, rows: tuple[Class, ...]) -> Table:
        return Table(
            groups=self.groups,
            answers=rows,
            people=tuple(
                tuple(self.people(0, row, groups) for groups in self.groups)
                for row in rows
            ),
            answered=tuple(self.answered(0, groups) for groups in self.groups),
        )


# Successive publications


def may_follow(
    part: Part,
    dimensions: Sequence[Dimension],
    classes: Mapping[str, Sequence[Class]],
    new: Snapshot,
    last: Snapshot,
) -> bool:
    """Whether the two snapshots, laid side by side, single out no newcomers.

    In each class of groups nobody came, or enough, and not all with one answer.
    """
    for dimension in dimensions:
        threshold = max(part.threshold, dimension.threshold)
        groups = tuple(classes[dimension.name])
        view = _View(part, dimension, groups, (new, last))
        for one in groups:
            changes = [
                view.people(0, (answer,), one) - view.people(1, (answer,), one)
                for answer in part.answers
            ]
            came = view.answered(0, one) - view.answered(1, one)
            is_same = all(
                new.get(dimension.name, {}).get(group, {})
                == last.get(dimension.name, {}).get(group, {})
                for group in one
            )
            if not is_same and (abs(came) < threshold or came in changes):
                return False
    return True
