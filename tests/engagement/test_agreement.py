"""Krippendorff's alpha against published and hand-computed examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.agreement import Band, agreement, alpha, masi_distance, nominal


def units_of(*coders):
    """The units of a table in which each line is one coder's; “.” is missing."""
    lines = [line.split() for line in coders]
    return [
        [None if code == "." else code for code in unit]
        for unit in zip(*lines, strict=True)
    ]


# The examples of Krippendorff (2011), sections A, B and C


def test_alpha_of_two_coders_and_two_codes():
    units = units_of("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")

    assert alpha(units) == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_two_coders_and_many_codes():
    units = units_of("a a b b d c c c e d d a", "b a b b b c c c e d d d")

    assert alpha(units) == pytest.approx(0.692, abs=0.0005)


def test_alpha_of_four_coders_with_gaps():
    units = units_of(
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )

    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


# By hand


def test_alpha_is_one_where_all_agree():
    assert alpha([("a", "a"), ("b", "b")]) == 1


def test_alpha_is_below_zero_where_they_agree_less_than_by_chance():
    # Found 4 of 4 in pairs; expected of a, a, b, b: 8 of the 12 ordered pairs.
    assert alpha([("a", "b"), ("b", "a")]) == pytest.approx(1 - 1 / (8 / 12))


@pytest.mark.parametrize(
    "units",
    [[], [("a", None)], [("a", "a"), ("a", "a")], [("a", "a"), ("b", None)]],
    ids=["nothing", "no pair", "no variation", "no variation among pairs"],
)
def test_alpha_is_not_defined_without_codes_that_differ(units):
    assert alpha(units) is None


def test_alpha_of_sets_counts_what_is_shared_in_part():
    a, ab, b = frozenset("a"), frozenset("ab"), frozenset("b")
    # Distances: a–ab 1 − 1/2 × 2/3 = 2/3, b–b 0. Found: 2 × 2/3 of 4 pairs.
    # Expected of a, ab, b, b: a–ab 2/3, a–b twice 1, ab–b twice 2/3; both ways; of 12.
    found = 2 * (2 / 3) / 4
    expected = 2 * (2 / 3 + 2 + 2 * (2 / 3)) / 12

    assert alpha([(a, ab), (b, b)], masi_distance) == pytest.approx(
        1 - found / expected
    )


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("", "", 0),
        ("ab", "ab", 0),
        ("", "a", 1),
        ("a", "b", 1),
        ("a", "ab", 1 - 1 / 2 * 2 / 3),
        ("ab", "abcd", 1 - 1 / 2 * 2 / 3),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3),
    ],
)
def test_masi_distance(one, other, distance):
    one, other = frozenset(one), frozenset(other)

    assert masi_distance(one, other) == pytest.approx(distance)
    assert masi_distance(other, one) == pytest.approx(distance)


SETS = st.frozensets(st.sampled_from("abcd"))


@given(st.lists(st.tuples(SETS, SETS), max_size=12))
def test_alpha_never_exceeds_one_and_is_one_only_where_all_are_the_same(pairs):
    for distance in (nominal, masi_distance):
        found = alpha(pairs, distance)

        assert found is None or found <= 1
        assert (found == 1) == (
            found is not None and all(one == other for one, other in pairs)
        )


# Two coders and themes


def pair(first, second):
    return frozenset(first.split()), frozenset(second.split())


def test_agreement_counts_by_theme_the_least_agreed_first():
    found = agreement(
        [
            pair("rents teens", "rents"),
            pair("rents", "rents"),
            pair("teens", "hours"),
            pair("", ""),
        ]
    )

    assert (found.answers, found.same) == (4, 2)
    assert [(one.theme, one.first, one.second, one.both) for one in found.themes] == [
        ("teens", 2, 0, 0),
        ("hours", 0, 1, 0),
        ("rents", 2, 2, 2),
    ]
    assert found.themes[-1].alpha == 1
    # Found 4 of 8 codes in pairs that differ; expected of 2 and 6: 24 of 56 pairs.
    assert found.themes[0].alpha == pytest.approx(1 - (4 / 8) / (24 / 56))


def test_agreement_of_themes_nobody_else_got_is_undefined_and_comes_last():
    found = agreement([pair("rents", "rents"), pair("rents", "rents")])

    assert (found.alpha, found.themes[0].alpha) == (None, None)
    assert (found.band, found.themes[0].band) == (Band.UNDEFINED, Band.UNDEFINED)


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (1.0, Band.GOOD),
        (0.8, Band.GOOD),
        (0.799, Band.TENTATIVE),
        (0.667, Band.TENTATIVE),
        (0.666, Band.POOR),
        (-0.2, Band.POOR),
        (None, Band.UNDEFINED),
    ],
)
def test_band_of_an_alpha(value, band):
    assert Band.of(value) is band
