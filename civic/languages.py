"""The portal's five languages. No other list of them exists.

Direction, calendar and digits are properties of a language here and are never
guessed from a locale or a character.
"""

from dataclasses import dataclass

from django.utils.translation import get_language, pgettext_lazy

LATIN_DIGITS = "0123456789"
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"

_TO_LATIN = str.maketrans(PERSIAN_DIGITS + ARABIC_DIGITS, LATIN_DIGITS * 2)
_TO_PERSIAN = str.maketrans(LATIN_DIGITS, PERSIAN_DIGITS)


@dataclass(frozen=True)
class Language:
    """One language: ``calendar`` is "gregorian" or "persian" (Solar Hijri)."""

    code: str
    endonym: str
    direction: str = "ltr"
    calendar: str = "gregorian"
    digits: str = LATIN_DIGITS
    comma: str = ","
    week_begins_on: int = 0  # Monday is 0, as in datetime.weekday()

    def with_digits(self, text: str) -> str:
        """Return ``text`` with Latin digits replaced by this language's digits."""
        return text if self.digits == LATIN_DIGITS else text.translate(_TO_PERSIAN)


LANGUAGES = (
    Language("en", "English", week_begins_on=6),
    Language("vi", "Tiếng Việt"),
    Language("pl", "Polski"),
    Language(
        "fa",
        "فارسی",
        direction="rtl",
        calendar="persian",
        digits=PERSIAN_DIGITS,
        comma="،",
        week_begins_on=5,
    ),
    Language("it", "Italiano"),
)
CODES = tuple(language.code for language in LANGUAGES)
BY_CODE = {language.code: language for language in LANGUAGES}
CHOICES = [(language.code, language.endonym) for language in LANGUAGES]


# In figures a reader looks for a language under the name it has in the reader's own
_NAMES = {
    "en": pgettext_lazy("language", "English"),
    "vi": pgettext_lazy("language", "Vietnamese"),
    "pl": pgettext_lazy("language", "Polish"),
    "fa": pgettext_lazy("language", "Persian"),
    "it": pgettext_lazy("language", "Italian"),
}


def name_of(code: str) -> str:
    """Return the name of a language in the language of the page."""
    return str(_NAMES[code])


def current() -> Language:
    """Return the language of the page being made; English outside of one."""
    return BY_CODE.get(get_language() or "en", LANGUAGES[0])


def latin_digits(text: str) -> str:
    """Return ``text`` with Persian and Arabic digits replaced by Latin ones."""
    return text.translate(_TO_LATIN)
