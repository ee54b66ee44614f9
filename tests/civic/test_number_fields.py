"""Numbers that staff type: in any digits, read as they were meant or asked back."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from civic.number_fields import DecimalNumberField, NumberInput, WholeNumberField


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), (" ۱۲ ", 12), ("٤٢", 42), ("−5", -5), ("\u200e−۵", -5), ("", None)],
)
def test_whole_number_is_read_in_any_digits(typed, number):
    assert WholeNumberField(required=False).clean(typed) == number


@pytest.mark.parametrize("typed", ["1.000", "1,000", "۱٬۰۰۰", "3.5", "1 000", "many"])
def test_whole_number_that_may_mean_two_things_is_asked_back(typed):
    with pytest.raises(ValidationError) as refusal:
        WholeNumberField().clean(typed)

    assert refusal.value.messages == ["Write a whole number in digits, such as 3."]


@pytest.mark.parametrize("typed", ["7.5", "7,5", "۷٫۵", "٧٫٥", " 7.5 "])
def test_decimal_number_is_read_with_any_sign(typed):
    assert DecimalNumberField().clean(typed) == Decimal("7.5")


@pytest.mark.parametrize("typed", ["1.000,5", "NaN", "half"])
def test_decimal_number_that_is_none_is_asked_back(typed):
    with pytest.raises(ValidationError) as refusal:
        DecimalNumberField().clean(typed)

    assert refusal.value.messages == ["Write a number in digits, such as 3.5."]


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [
        ("en", Decimal("7.50"), "7.5"),
        ("it", Decimal("7.5"), "7,5"),
        ("fa", 7.5, "۷٫۵"),
        ("fa", 120, "۱۲۰"),
        ("fa", "7,5", "7,5"),
        ("en", None, None),
    ],
)
def test_number_is_shown_as_its_language_writes_it(language, value, shown):
    with translation.override(language):
        assert NumberInput().format_value(value) == shown
