from decimal import Decimal

import pytest

from civic import numbers
from civic.languages import BY_CODE


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "1,234,567.5"),
        ("vi", "1.234.567,5"),
        ("pl", "1\xa0234\xa0567,5"),
        ("fa", "۱٬۲۳۴٬۵۶۷٫۵"),
        ("it", "1.234.567,5"),
    ],
)
def test_number_has_the_languages_separators_and_digits(code, expected):
    assert numbers.number(Decimal("1234567.5"), BY_CODE[code]) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "1,000"), ("vi", "1.000"), ("pl", "1000"), ("fa", "۱٬۰۰۰"), ("it", "1000")],
)
def test_four_digits_are_grouped_only_where_the_language_does(code, expected):
    assert numbers.number(1000, BY_CODE[code]) == expected


def test_number_rounds_halves_away_from_zero():
    assert numbers.number(0.0005, BY_CODE["en"]) == "0.001"
    assert numbers.number(-0.0005, BY_CODE["en"]) == "-0.001"


def test_negative_number_in_persian_keeps_its_sign_in_front():
    assert numbers.number(-5, BY_CODE["fa"]) == "\u200e−۵"


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "43%"), ("vi", "43%"), ("pl", "43%"), ("fa", "۴۳٪"), ("it", "43%")],
)
def test_share_is_a_whole_percentage(code, expected):
    assert numbers.share(0.425, BY_CODE[code]) == expected
