"""Numbers as each language writes them (CLDR), and back from what people type."""

from decimal import Decimal

from babel.numbers import format_decimal, format_percent

from civic.languages import Language


def number(value: int | float | Decimal, language: Language) -> str:
    """Return ``value`` with the language's digits and separators, 3 decimals at most."""
    return format_decimal(value, locale=language.code, numbering_system="default")


def share(value: float, language: Language) -> str:
    """Return a share between 0 and 1 as a whole percentage."""
    return format_percent(value, locale=language.code, numbering_system="default")
