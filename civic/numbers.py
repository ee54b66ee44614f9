"""Numbers as each language writes them (CLDR)."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal, format_percent

from civic.languages import PERSIAN_DIGITS, Language

# CLDR's minimumGroupingDigits, which Babel does not know: “1000” but “10 000”.
UNGROUPED_BELOW = {"pl": 10_000, "it": 10_000}
# Babel has these signs of the Persian numbering system and does not use them.
PERSIAN_SIGNS = {ord("%"): "٪", ord("-"): "\u200e−"}


def number(value: int | float | Decimal, language: Language) -> str:
    """Return ``value`` with the language's digits and separators, 3 decimals at most.

    Halves are rounded away from zero, as people do.
    """
    rounded = Decimal(str(value)).quantize(Decimal("0.001"), ROUND_HALF_UP)
    text = format_decimal(
        rounded,
        locale=language.code,
        numbering_system="default",
        group_separator=_is_grouped(rounded, language),
    )
    return _with_signs(text, language)


def share(value: float | Decimal, language: Language) -> str:
    """Return a share between 0 and 1 as a whole percentage."""
    percent = (Decimal(str(value)) * 100).quantize(Decimal(1), ROUND_HALF_UP)
    text = format_percent(
        percent / 100,
        locale=language.code,
        numbering_system="default",
        group_separator=_is_grouped(percent, language),
    )
    return _with_signs(text, language)


def _with_signs(text: str, language: Language) -> str:
    if language.digits == PERSIAN_DIGITS:
        text = text.translate(PERSIAN_SIGNS)
    return language.with_digits(text)


def _is_grouped(value: Decimal, language: Language) -> bool:
    return abs(value) >= UNGROUPED_BELOW.get(language.code, 0)
