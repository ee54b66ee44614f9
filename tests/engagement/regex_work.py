"""How much work a regular expression is on a text: steps, not seconds.

A matcher that tries what Python's tries, in the same order, and counts each sign it
looks at. Time depends on the machine; this number does not.
"""

from collections.abc import Iterator

from re import _constants as op  # isort: skip
from re import _parser  # isort: skip

Tree = list


class Counter:
    """Counts the steps of looking for one pattern everywhere in a text."""

    def __init__(self, source: str) -> None:
        self.tree = list(_parser.parse(source))
        self.known: dict[tuple[int, str], bool] = {}
        self.steps = 0

    def steps_on(self, text: str) -> int:
        self.steps = 0
        place = 0
        while place <= len(text):
            end = next(self._ends(self.tree, 0, text, place), None)
            place = place + 1 if end is None else max(end, place + 1)
        return self.steps

    def _ends(self, tree: Tree, item: int, text: str, place: int) -> Iterator[int]:
        """Yield where the items of ``tree`` from ``item`` on can end, best first."""
        if item == len(tree):
            yield place
            return
        for end in self._one(tree[item], text, place):
            yield from self._ends(tree, item + 1, text, end)

    def _one(self, node: tuple, text: str, place: int) -> Iterator[int]:
        kind, given = node
        if kind is op.BRANCH:
            for choice in given[1]:
                yield from self._ends(list(choice), 0, text, place)
        elif kind is op.SUBPATTERN:
            yield from self._ends(list(given[3]), 0, text, place)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            yield from self._repeated(node, given[0], text, place)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            found = next(self._ends(list(given[1]), 0, text, place), None) is not None
            if found == (kind is op.ASSERT):
                yield place
        elif kind is op.AT:
            if place == 0:
                yield place
        else:
            self.steps += 1
            if place < len(text) and self._is_in(kind, given, text[place]):
                yield place + 1

    def _repeated(
        self, node: tuple, least: int, text: str, place: int, done: int = 0
    ) -> Iterator[int]:
        kind, (_least, most, body) = node
        may_stop = done >= least
        if may_stop and kind is op.MIN_REPEAT:
            yield place
        if done < most:
            for end in self._ends(list(body), 0, text, place):
                yield from self._repeated(node, least, text, end, done + 1)
        if may_stop and kind is op.MAX_REPEAT:
            yield place

    def _is_in(self, kind, given, sign: str) -> bool:
        if kind is op.LITERAL:
            return ord(sign) == given
        if kind is op.NOT_LITERAL:
            return ord(sign) != given
        if kind is op.ANY:
            return sign != "\n"
        key = id(given), sign
        if key not in self.known:
            is_negated = given[0][0] is op.NEGATE
            self.known[key] = is_negated != any(_holds(one, sign) for one in given)
        return self.known[key]


def _holds(member: tuple, sign: str) -> bool:
    kind, given = member
    if kind is op.RANGE:
        return given[0] <= ord(sign) <= given[1]
    if kind is op.CATEGORY:  # only [\s\S], which is every sign
        return True
    return kind is op.LITERAL and ord(sign) == given


def longest_repeat(source: str) -> int:
    """Return the largest count that any repetition of the pattern allows."""
    return max(_repeats(_parser.parse(source)), default=0)


def _repeats(tree) -> Iterator[int]:
    for kind, given in tree:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            yield int(given[1])
            yield from _repeats(given[2])
        elif kind is op.BRANCH:
            for choice in given[1]:
                yield from _repeats(choice)
        elif kind is op.SUBPATTERN:
            yield from _repeats(given[3])
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _repeats(given[1])
