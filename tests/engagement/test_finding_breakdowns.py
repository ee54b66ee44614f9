"""Breakdowns of findings: what is put together, and that nothing can be taken apart."""

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from civic.disclosure import disclose
from engagement.finding_breakdowns import OTHERS, Counted, divided

LANGUAGES = ("en", "vi", "pl", "fa")


def told(*findings, whole=None, groups=LANGUAGES, threshold=10):
    counted = {
        key: one if isinstance(one, Counted) else Counted(one)
        for key, one in enumerate(findings)
    }
    found = divided(counted, groups, whole, threshold)
    return [found.get(key) for key in counted]


def test_small_groups_are_one_part():
    assert told({"en": 56, "vi": 12, "pl": 6, "fa": 13}) == [
        {"en": 56, "vi": 12, OTHERS: 19}
    ]


def test_small_groups_take_another_along_until_they_are_enough():
    assert told({"en": 56, "vi": 19, "pl": 6, "fa": 5}) == [{"en": 56, OTHERS: 30}]
    assert told({"en": 56, "vi": 5, "pl": 6, "fa": 5}) == [None]


def test_all_findings_put_the_same_together():
    assert told(
        {"en": 56, "vi": 19, "pl": 9, "fa": 12}, {"en": 40, "vi": 8, "pl": 7, "fa": 8}
    ) == [{"en": 56, OTHERS: 40}, {"en": 40, OTHERS: 23}]


def test_finding_of_almost_one_group_does_not_blank_the_others():
    assert told(
        {"en": 56, "vi": 19, "pl": 9, "fa": 10}, {"en": 50, "vi": 1, "pl": 0, "fa": 2}
    ) == [{"en": 56, "vi": 19, OTHERS: 19}, None]


def test_few_more_people_than_in_another_finding_are_not_told_apart():
    smaller = {"en": 40, "vi": 30, "pl": 12, "fa": 12}
    larger = {"en": 40, "vi": 31, "pl": 12, "fa": 12}

    assert told(Counted(larger, within=(smaller,)), smaller) == [None, smaller]


def test_few_others_of_the_whole_period_are_not_told_apart():
    people = {"en": 40, "vi": 30, "pl": 12, "fa": 12}
    whole = {"en": 80, "vi": 33, "pl": 40, "fa": 40}

    assert told(people, whole=whole) == [{"en": 40, OTHERS: 54}]


def test_finding_that_is_not_told_whole_is_not_divided():
    people = {"en": 40, "vi": 30, "pl": 12, "fa": 12}

    assert told(Counted(people, may_be_divided=False)) == [None]


# No hidden part can be worked out from everything that is published together

SMALL, ROOM = 6, 4  # a threshold at which cities are small enough to look at many
NAMES = LANGUAGES[:3]
WITHIN = (frozenset(), frozenset("A"), frozenset("B"), frozenset("AB"))


def published(city):
    """All that a reader sees of a city: people by the findings they are in, language.

    They even know how many people are in both findings, and in one alone.
    """
    whole = {name: sum(city[who, name] for who in WITHIN) for name in NAMES}
    people = {key: people_in(city, key) for key in "AB"}
    counted = {
        key: Counted(
            people[key], within=((people[other],) if is_within(city, other) else ())
        )
        for key, other in ("AB", "BA")
    }
    shown = disclose(
        whole, total=sum(whole.values()), is_exclusive=True, threshold=SMALL
    )
    known = {name: n or 0 for name, n in shown.items()}
    found = divided(
        {ord(key): one for key, one in counted.items()},
        sorted(NAMES, key=lambda name: -known[name]),
        known,
        SMALL,
    )
    return shown, found


def people_in(city, key):
    return {
        name: sum(city[who, name] for who in WITHIN if key in who) for name in NAMES
    }


def is_within(city, other):
    return not any(
        city[who, name] for who in WITHIN if who == {other} for name in NAMES
    )


def moves(city, key):
    """Cities in which people of two languages, one in the finding, changed places."""
    inside = [who for who in WITHIN if key in who]
    outside = [who for who in WITHIN if key not in who]
    for one, other in product(NAMES, repeat=2):
        if one == other:
            continue
        for there, elsewhere in product(inside, outside):
            most = min(city[there, one], city[elsewhere, other])
            for people in range(1, most + 1):
                changed = dict(city)
                changed[there, one] -= people
                changed[there, other] += people
                changed[elsewhere, other] -= people
                changed[elsewhere, one] += people
                yield changed


CITIES = st.fixed_dictionaries(
    {(who, name): st.integers(0, 20) for who in WITHIN for name in NAMES}
)


@settings(max_examples=100, deadline=None)
@given(CITIES)
def test_no_small_part_can_be_worked_out(city):
    shown = published(city)
    for key in shown[1]:
        finding = chr(key)
        exact = people_in(city, finding)
        alike = [city, *(c for c in moves(city, finding) if published(c) == shown)]
        for name, people in exact.items():
            if people < SMALL:
                values = {people_in(one, finding)[name] for one in alike}
                assert len(values) >= min(ROOM, 1 + sum(city[w, name] for w in WITHIN))


@settings(max_examples=300, deadline=None)
@given(CITIES)
def test_no_part_or_difference_that_is_published_is_small(city):
    shown = published(city)[1]
    for parts in shown.values():
        assert len(parts) > 1
        assert all(people >= SMALL for people in parts.values())
    classes = [tuple(parts) for parts in shown.values()]
    assert all(one == other for one, other in pairwise(classes))
