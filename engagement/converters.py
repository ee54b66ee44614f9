"""Parts of addresses that are more than a word or a number."""

import datetime as dt

from civic import languages

FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


class DayConverter:
    """A day such as ``2026-03-22``, in years that a library could have events in."""

    regex = r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)  # a ValueError is an address unknown

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()


class LanguageConverter:
    """One of the portal's languages, such as ``fa``."""

    regex = "|".join(languages.CODES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
