"""Masks of public figures, and attempts to see behind them."""

from collections import defaultdict
from itertools import product
from threading import Thread

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from civic.disclosure import Edition, disclose, figure, last_published, remembered

CELLS = "abcdefgh"


def table(*counts):
    return dict(zip(CELLS, counts, strict=False))


def parts(*counts, threshold=5):
    """What is shown of cells that add up to their total."""
    shown = disclose(
        table(*counts), total=sum(counts), is_exclusive=True, threshold=threshold
    )
    return list(shown.values())


def picks(*counts, total):
    """What is shown of cells of which people may have picked several."""
    return list(disclose(table(*counts), total=total, is_exclusive=False).values())


@pytest.mark.parametrize(
    ("n", "shown"), [(0, None), (1, None), (4, None), (5, 5), (984, 984)]
)
def test_figure_below_threshold_is_hidden_like_zero(n, shown):
    assert figure(n) == shown


def test_figure_takes_the_threshold_of_demographic_tables():
    assert figure(9, threshold=10) is None


def test_parts_without_a_small_cell_are_all_shown():
    assert parts(5, 10, 20) == [5, 10, 20]


def test_parts_of_fewer_people_than_the_threshold_are_all_hidden():
    assert parts(0, 4, 0) == [None, None, None]


def test_parts_hide_the_next_cell_with_a_small_one():
    assert parts(40, 3, 30, 20) == [40, None, None, 20]


def test_parts_hide_the_cell_before_where_the_small_one_is_last():
    assert parts(40, 30, 20, 3) == [40, 30, None, None]


def test_parts_hide_the_other_of_two():
    assert parts(2, 98) == [None, None]


def test_parts_hide_an_empty_cell_like_a_small_one():
    assert parts(40, 0, 30, 20) == [40, None, None, 20]


def test_parts_hide_no_more_where_small_cells_cover_each_other():
    assert parts(2, 40, 3, 30, 1) == [None, 40, None, 30, None]


def test_parts_hide_more_where_small_cells_are_all_empty():
    assert parts(0, 40, 0, 30, 0) == [None, 40, None, None, None]


def test_parts_hide_more_where_small_cells_are_all_full():
    assert parts(4, 40, 4, 30) == [None, 40, None, None]


def test_parts_hide_more_until_the_hidden_are_enough():
    assert parts(0, 5, 6, 40) == [None, None, None, 40]


def test_parts_of_a_single_cell_are_the_total():
    assert parts(20) == [20]


def test_parts_of_a_demographic_table_have_a_higher_threshold():
    assert parts(9, 40, 30, threshold=10) == [None, None, 30]


def test_parts_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="The cells add up to 13, not to 14"):
        disclose(table(1, 12), total=14, is_exclusive=True)


def test_picks_hide_small_cells_only():
    assert picks(15, 14, 3, total=20) == [15, 14, None]


def test_picks_hide_a_cell_that_nearly_all_picked():
    assert picks(18, 12, 9, total=20) == [None, 12, 9]


def test_picks_hide_the_next_cell_where_the_others_do_not_cover_all():
    assert picks(10, 6, 4, total=20) == [10, None, None]


def test_picks_of_fewer_people_than_the_threshold_are_all_hidden():
    assert picks(4, 2, total=4) == [None, None]


def test_picks_of_more_people_than_the_table_are_refused():
    with pytest.raises(ValueError, match="more people than the table"):
        disclose(table(6), total=5, is_exclusive=False)


def test_cells_without_a_total_are_hidden_one_by_one():
    shown = disclose(table(3, 8, 0), total=None, is_exclusive=False)

    assert shown == {"a": None, "b": 8, "c": None}


# Attempts to see behind the masks. The observer knows the total, the shown cells and
# this very program: a table is possible if it would have been published the same way.


def possible_values(tables, publish):
    """For each hidden cell of each publication, the values it can have."""
    possible = defaultdict(lambda: defaultdict(set))
    for counts in tables:
        published = tuple(publish(*counts))
        for place, n in enumerate(flat(counts)):
            if published[place] is None:
                possible[published][place].add(n)
    return [values for cells in possible.values() for values in cells.values()]


def flat(counts):
    """The counts of one table, or of two in a row."""
    return counts if isinstance(counts[0], int) else [*counts[0], *counts[1]]


def tables_of(people, cells):
    if cells == 1:
        return [(people,)]
    return [
        (first, *rest)
        for first in range(people + 1)
        for rest in tables_of(people - first, cells - 1)
    ]


@pytest.mark.parametrize("cells", [2, 3, 4])
@pytest.mark.parametrize("people", [5, 6, 8, 9, 10, 13, 14, 17, 20])
def test_parts_cannot_be_worked_out_by_whoever_knows_the_rule(people, cells):
    everything = possible_values(tables_of(people, cells), parts)

    assert min(len(values) for values in everything) >= 4


@pytest.mark.parametrize("people", [5, 6, 9, 10, 12, 14])
def test_picks_cannot_be_worked_out_by_whoever_knows_the_rule(people):
    tables = [
        counts
        for counts in product(range(people + 1), repeat=3)
        if sum(counts) >= people
    ]

    everything = possible_values(tables, lambda *counts: picks(*counts, total=people))

    assert min(len(values) for values in everything) >= 4


def other_tables(counts, shown, threshold):
    """Some tables beside the true one: people moved between the hidden cells."""
    hidden = [place for place, n in enumerate(shown) if n is None]
    for giver, taker in product(hidden, hidden):
        for moved in range(1, min(counts[giver], 2 * threshold) + 1):
            other = list(counts)
            other[giver] -= moved
            other[taker] += moved
            yield tuple(other)


def leaves_open(counts, threshold, moves=2):
    """Whether each hidden cell takes two values in tables that look the same.

    They are looked for among those that few moves of people make of the true one.
    """
    shown = parts(*counts, threshold=threshold)
    hidden = [place for place, n in enumerate(shown) if n is None]
    possible = {place: {counts[place]} for place in hidden}
    alike = [tuple(counts)]
    for _move in range(moves):
        further = []
        for table in alike:
            for other in other_tables(table, shown, threshold):
                if parts(*other, threshold=threshold) == shown:
                    further.append(other)
                    for place in hidden:
                        possible[place].add(other[place])
            if all(len(values) >= 2 for values in possible.values()):
                return True
        alike = further
    return False


@given(
    st.lists(st.integers(0, 12) | st.integers(0, 2000), min_size=2, max_size=8),
    st.sampled_from([5, 10]),
)
@example([0, 0, 5, 5, 5], 5)  # only two moves at once look the same
def test_parts_of_any_table_leave_each_hidden_cell_open(counts, threshold):
    if sum(counts) >= threshold and None in parts(*counts, threshold=threshold):
        assert leaves_open(counts, threshold)


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=8))
def test_parts_show_true_numbers_of_the_threshold_or_more(counts):
    for n, shown in zip(counts, parts(*counts), strict=True):
        assert shown is None or (shown == n and n >= 5)


# Successive editions of one table


def edition(*counts, **fields):
    return Edition(**{"total": sum(counts), "counts": table(*counts), **fields})


@pytest.mark.parametrize(
    ("last", "new", "may"),
    [
        ((10, 10, 10), (12, 12, 10), False),  # four came
        ((10, 10, 10), (12, 13, 10), True),
        ((10, 10, 10), (15, 10, 10), False),  # all five said the same
        ((10, 10, 10), (8, 8, 9), True),  # five were excluded
        ((10, 10, 10), (9, 9, 9), False),
        ((3, 20, 30), (5, 20, 34), False),  # the first must have been 3 or 4
        ((3, 20, 30), (6, 23, 32), True),
    ],
)
def test_edition_may_follow_when_enough_people_came(last, new, may):
    assert edition(*new).may_follow(edition(*last)) is may


def test_edition_of_picks_may_not_show_what_was_small_too_soon():
    def picked(*counts, total):
        return edition(*counts, total=total, is_exclusive=False)

    last = picked(4, 20, total=30)

    assert picked(7, 24, total=35).may_follow(last) is False
    assert picked(6, 24, total=35).may_follow(last) is True


@pytest.mark.parametrize(
    ("last", "new", "may"),
    [
        ((20, 15, 9), (20, 15, 9), False),  # nothing is new
        ((20, 15, 9), (20, 17, 9), False),  # two were read otherwise
        ((20, 15, 9), (20, 20, 9), True),
        ((20, 15, 9), (14, 20, 9), True),
        ((20, 15, 9), (20, 20, 8), False),
        ((20, 15, 3), (20, 20, 1), True),  # what is hidden in both is not seen
        ((20, 15, 4), (20, 15, 6), True),  # nor how much it changed
    ],
)
def test_edition_of_the_same_people_may_be_corrected_when_no_change_is_small(
    last, new, may
):
    fields = {"total": 40, "is_exclusive": False}
    before = edition(*last, **fields)

    assert edition(*new, takes_corrections=True, **fields).may_follow(before) is may
    assert edition(*new, **fields).may_follow(before) is False


def test_last_published_finds_the_tables_by_the_beginning_of_their_keys(db):
    remembered({"theme a": edition(10, 10), "other": edition(10, 20)})

    assert last_published("theme ") == {"theme a": edition(10, 10)}


def test_remembered_shows_the_published_edition_until_enough_people_came(db):
    first, second, third = edition(10, 10), edition(11, 12), edition(13, 14)

    shown = [remembered({"key": one})["key"] for one in (first, second, third)]

    assert shown == [first, first, third]


def test_remembered_goes_on_hiding_what_was_hidden(db):
    last, new = edition(30, 3, 1, 30), edition(30, 6, 4, 33)
    remembered({"key": last})

    shown = remembered({"key": new})["key"].shown()

    assert list(new.shown().values()) == [30, 6, None, None]
    assert list(shown.values()) == [30, None, None, 33]


def test_remembered_keeps_the_order_of_the_cells(db):
    counts = {"weekly": 30, "never": 3, "monthly": 20, "a": 30}
    first = Edition(total=83, counts=counts)
    remembered({"key": first})

    shown = remembered({"key": first})["key"].shown()

    assert list(shown) == ["weekly", "never", "monthly", "a"]


def test_remembered_keeps_tables_apart(db):
    one, other = edition(10, 10), edition(20, 20)
    remembered({"one": one})

    assert remembered({"one": edition(10, 11), "other": other}) == {
        "one": one,
        "other": other,
    }


def test_remembered_does_not_remember_a_table_of_which_nothing_is_shown(db):
    remembered({"key": edition(2, 2)})

    assert remembered({"key": edition(4, 3)}) == {"key": edition(4, 3)}


def test_remembered_keeps_the_threshold_of_the_table(db):
    remembered({"key": edition(20, 20)}, threshold=10)

    shown = remembered({"key": edition(23, 23)}, threshold=10)

    assert shown == {"key": edition(20, 20)}


@pytest.mark.parametrize("tables", [1, 3, 100])
def test_remembered_asks_once_for_all_tables(db, tables, django_assert_num_queries):
    editions = {str(n): edition(10, 10) for n in range(tables)}
    remembered(editions)

    with django_assert_num_queries(1):
        remembered(editions)


def pairs_of_editions(last, new, cells):
    """All tables of ``last`` people with what they can become when more come."""
    for before in tables_of(last, cells):
        for came in tables_of(new - last, cells):
            after = tuple(a + b for a, b in zip(before, came, strict=True))
            if edition(*after).may_follow(edition(*before)):
                yield before, after


def publish_twice(before, after):
    first = edition(*before)
    second = edition(*after).following(first)
    return [*first.shown().values(), *second.shown().values()]


@pytest.mark.parametrize(
    ("last", "new", "cells"),
    [(6, 11, 3), (12, 17, 3), (14, 20, 3), (16, 25, 2), (10, 15, 4)],
)
def test_two_editions_cannot_be_worked_out_from_each_other(last, new, cells):
    everything = possible_values(pairs_of_editions(last, new, cells), publish_twice)

    small = [values for values in everything if min(values) < 5]
    assert min(len(values) for values in small) >= 2


@pytest.mark.parametrize(("people", "cells"), [(6, 2), (6, 3), (7, 2), (9, 2)])
def test_a_correction_cannot_be_worked_out_from_what_it_replaces(people, cells):
    fields = {"total": people, "is_exclusive": False, "takes_corrections": True}
    editions = [
        edition(*counts, **fields)
        for counts in product(range(people + 1), repeat=cells)
        if sum(counts) >= people
    ]
    possible = defaultdict(lambda: defaultdict(set))
    for before, after in product(editions, editions):
        if after.may_follow(before, threshold=3):
            second = after.following(before, 3)
            shown = (*before.shown(3).values(), *second.shown(3).values())
            for place, n in enumerate(
                [*before.counts.values(), *after.counts.values()]
            ):
                if shown[place] is None:
                    possible[shown][place].add(n)

    small = [
        values
        for cells in possible.values()
        for values in cells.values()
        if min(values) < 3
    ]
    assert min(len(values) for values in small) >= 2


@pytest.mark.django_db(transaction=True)
def test_remembered_by_two_at_once_shows_both_the_same():
    remembered({"key": edition(10, 10)})
    shown = []

    def read(new):
        try:
            shown.append(remembered({"key": new})["key"])
        finally:
            connection.close()

    news = [edition(13, 12), edition(12, 14)]
    threads = [Thread(target=read, args=[new]) for new in news]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert shown[0] == shown[1]
    assert shown[0] != edition(10, 10)
