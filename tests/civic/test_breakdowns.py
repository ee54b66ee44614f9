"""Tables by group, and attempts to win back what they leave out.

The attacker knows every published number and this very program: a city is possible if
it would have been published the same way.
"""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.breakdowns import Dimension, Part, join_groups, may_follow
from civic.disclosure import disclose

ABC = ("a", "b", "c")


def dimension(*groups, threshold=5, **fields):
    return Dimension("by", groups, threshold, **fields)


def joined(totals, before=(), **fields):
    counts = dict(zip("klmnop", totals, strict=False))
    return join_groups(dimension(*counts, **fields), [counts], before)


def tables(groups, **fields):
    """The table of ``groups``: for each, the people who gave each answer."""
    names = "klmnop"[: len(groups)]
    snapshot = {"by": {name: dict(of) for name, of in zip(names, groups, strict=True)}}
    for of in snapshot["by"].values():
        of.setdefault("", sum(of.values()))
    answers = tuple(dict.fromkeys(code for of in groups for code in of if code))
    part = Part(**{"answers": answers, **fields})
    classes = {"by": [(name,) for name in names]}
    return part.tables([dimension(*names)], classes, [snapshot]).get("by")


def counts(*people):
    return dict(zip(ABC, people, strict=False))


# Groups


def test_groups_that_are_large_enough_stay_apart():
    assert joined([10, 20, 15]) == [("k",), ("l",), ("m",)]


def test_small_groups_are_put_together_whatever_stands_between_them():
    assert joined([3, 20, 8]) == [("l",), ("k", "m")]


def test_small_groups_take_the_next_by_place_until_they_are_enough():
    assert joined([30, 3, 12, 11]) == [("k",), ("n",), ("l", "m")]


def test_an_empty_group_is_treated_like_a_small_one():
    assert joined([30, 30, 0]) == joined([30, 30, 4]) == [("k",), ("l", "m")]


def test_neighbors_are_put_together_where_there_is_an_order():
    assert joined([4, 20, 7, 12, 2], is_ordered=True) == [
        ("k", "l"),
        ("m", "n", "o"),
    ]


def test_groups_published_together_are_only_ever_divided():
    assert joined([50, 50, 50], [("k", "l"), ("m",)]) == [("k",), ("l",), ("m",)]
    assert joined([9, 50, 50], [("k", "l"), ("m",)]) == [("k", "l"), ("m",)]


def test_groups_that_are_new_join_the_last():
    assert joined([50, 50, 3], [("k",), ("l",)]) == [("k",), ("l", "m")]


def test_groups_must_be_large_enough_at_each_publication():
    then, now = {"k": 50, "l": 4}, {"k": 60, "l": 40}

    assert join_groups(dimension("k", "l"), [now, then]) == [("k", "l")]


# Answers


def test_table_without_rare_answers_is_shown_as_it_is():
    table = tables([counts(5, 9), counts(7, 6)])

    assert (table.answers, table.people) == ((("a",), ("b",)), ((5, 7), (9, 6)))
    assert table.answered == (14, 13)


def test_rare_answers_are_put_together_in_all_groups():
    table = tables([counts(15, 4, 9), counts(12, 9, 3)])

    assert table.answers == (("a",), ("b", "c"))
    assert table.people == ((15, 12), (13, 12))


def test_one_rare_answer_takes_the_next_by_place():
    assert tables([counts(15, 4, 9), counts(12, 9, 8)]).answers == (("a",), ("b", "c"))


def test_neighbors_are_put_together_on_a_scale():
    table = tables([counts(1, 9, 9), counts(9, 9, 9)], is_ordered=True)

    assert table.answers == (("a", "b"), ("c",))


def test_table_of_which_one_answer_is_left_is_not_shown():
    assert tables([counts(9, 2), counts(8, 7)]) is None


def test_answers_hidden_in_the_table_of_all_stay_together():
    table = tables([counts(9, 7, 9), counts(8, 7, 9)], hidden=frozenset("ac"))

    assert table.answers == (("b",), ("a", "c"))


def picks(*groups, **fields):
    named = [{**counts(*people), "": total} for people, total in groups]
    table = tables(named, is_exclusive=False, **fields)
    return table and [row[0] for row in table.answers]


def test_picks_that_are_rare_are_left_out():
    assert picks(((20, 15, 3), 30), ((20, 15, 9), 30)) == ["a", "b"]


def test_picks_that_nearly_all_chose_are_left_out():
    assert picks(((28, 15, 20), 30), ((20, 15, 9), 30)) == ["b", "c"]


def test_picks_that_would_tell_of_those_left_out_are_not_shown():
    # Two in the first group must have picked “c” and nothing else.
    assert picks(((14, 14, 2), 30), ((20, 15, 9), 30)) is None


def test_picks_beside_one_that_excludes_them_leave_enough_others():
    groups = ((10, 18, 20), 30), ((10, 12, 12), 30)

    assert picks(*groups) == ["a", "b", "c"]
    assert picks(*groups, alone=frozenset("a")) == ["a"]


# Successive publications


@pytest.mark.parametrize(
    ("came", "may"),
    [
        (((0, 0), (0, 0)), True),
        (((3, 2), (0, 0)), True),
        (((3, 1), (3, 4)), False),  # four came to the first group
        (((5, 0), (3, 4)), False),  # all five said the same
        (((-3, -2), (0, 0)), True),
        (((1, -1), (0, 0)), False),  # one was excluded and another came
    ],
)
def test_snapshot_may_follow_when_enough_came_to_each_group(came, may):
    last = {"by": {"k": counts(20, 20), "l": counts(20, 20)}}
    new = {
        "by": {
            name: {
                code: last["by"][name][code] + n for code, n in counts(*people).items()
            }
            for name, people in zip("kl", came, strict=True)
        }
    }
    part = Part(answers=("a", "b"))
    classes = {"by": [("k",), ("l",)]}

    assert may_follow(part, [dimension("k", "l")], classes, new, last) is may


# Attempts: every city of some people is published, and those that look the same laid
# side by side


def splits(people, cells):
    if cells == 1:
        return [(people,)]
    return [
        (first, *rest)
        for first in range(people + 1)
        for rest in splits(people - first, cells - 1)
    ]


def published(city, groups, answers, threshold, **fields):
    """All tables of one question by one dimension; ``city`` counts group by group."""
    snapshot = {
        "by": {
            group: dict(zip(answers, city[n * len(answers) :], strict=False))
            for n, group in enumerate(groups)
        }
    }
    total = sum(city)
    everybody = {one: sum(of[one] for of in snapshot["by"].values()) for one in answers}
    shown = disclose(everybody, total=total, is_exclusive=True, threshold=threshold)
    by = dimension(*groups, threshold=threshold)
    totals = {group: sum(of.values()) for group, of in snapshot["by"].items()}
    classes = {"by": join_groups(by, [totals])}
    hidden = frozenset(one for one, n in shown.items() if n is None)
    part = Part(tuple(answers), hidden, threshold=threshold, **fields)
    made = part.tables([by], classes, [snapshot])
    took_part = Part(()).tables(
        [by], classes, [{"by": {group: {"": n} for group, n in totals.items()}}]
    )
    return repr((shown, made, took_part))


@pytest.mark.parametrize(
    ("people", "groups", "answers", "threshold"),
    [
        (12, "kl", "ab", 3),
        (13, "kl", "ab", 3),
        (12, "klm", "ab", 2),
        (10, "kl", "abc", 2),
        (13, "kl", "abc", 3),
        (14, "klm", "ab", 3),
    ],
)
@pytest.mark.parametrize("is_ordered", [False, True])
def test_no_small_group_can_be_worked_out_by_whoever_knows_the_rule(
    people, groups, answers, threshold, is_ordered
):
    possible = defaultdict(lambda: defaultdict(set))
    for city in splits(people, len(groups) * len(answers)):
        how = {"is_ordered": is_ordered}
        values = possible[published(city, groups, answers, threshold, **how)]
        for place, n in enumerate(city):
            values[place].add(n)
        for first, second in product(range(len(city)), repeat=2):
            values[first, second].add(city[first] + city[second])

    found = {
        next(iter(values))
        for cells in possible.values()
        for values in cells.values()
        if len(values) == 1
    }
    assert not found & set(range(1, threshold))


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=2, max_size=5
    ),
    st.sampled_from([5, 10]),
    st.booleans(),
)
def test_no_cell_of_any_table_is_small(people, threshold, is_ordered):
    groups = "klmnop"[: len(people)]
    snapshot = {
        "by": {
            group: counts(*of) | {"": sum(of)}
            for group, of in zip(groups, people, strict=True)
        }
    }
    by = dimension(*groups, threshold=threshold)
    totals = {group: of[""] for group, of in snapshot["by"].items()}
    classes = {"by": join_groups(by, [totals])}

    made = Part(ABC, is_ordered=is_ordered).tables([by], classes, [snapshot])

    for table in made.values():
        assert min(n for row in table.people for n in row) >= threshold
        assert sum(n for row in table.people for n in row) == sum(map(sum, people))
        assert sorted(code for row in table.answers for code in row) == list(ABC)
