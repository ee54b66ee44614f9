"""The attributes of one LimeSurvey question: those we read, and the rest."""

import datetime as dt
from collections.abc import Mapping

from surveys.exchange import limesurvey_terms as terms
from surveys.exchange.definition import Texts
from surveys.exchange.limesurvey_file import Record
from surveys.exchange.plain_text import plain_text

RANDOM = ("random_order", "answer_order", "subquestion_order")


class Settings:
    def __init__(self, rows: list[Record]) -> None:
        self._values: dict[str, str] = {}
        self._translated: dict[str, dict[str, str]] = {}
        for row in rows:
            name, value = row.get("attribute", ""), row.get("value", "")
            if row.get("language"):
                self._translated.setdefault(name, {})[row["language"]] = value
            elif value:
                self._values[name] = value
        self._read: set[str] = set()

    def get(self, name: str) -> str:
        return self._values.get(name, "")

    def take(self, name: str) -> str:
        """Return a setting and count it as read."""
        self._read.add(name)
        return self.get(name)

    def is_random(self, *, of_choices: bool = False) -> bool:
        """Whether choices come in random order; rows of a matrix never do here."""
        if of_choices:
            return False
        return any(self.take(name) in {"1", "random"} for name in RANDOM)

    def bounds(self, low: str, high: str) -> tuple[int | None, int | None]:
        """Return two whole numbers that do not contradict each other."""
        minimum, maximum = whole_of(self.get(low)), whole_of(self.get(high))
        if minimum is not None and maximum is not None and minimum > maximum:
            return None, None
        self._read |= {
            name
            for name, found in ((low, minimum), (high, maximum))
            if found is not None
        }
        return minimum, maximum

    def texts(self, name: str, languages: Mapping[str, str]) -> Texts:
        """Return a translated setting in our languages; one value stands for all."""
        self._read.add(name)
        found = {
            languages[language]: plain_text(text)[0]
            for language, text in self._translated.get(name, {}).items()
            if text and language in languages
        }
        one_for_all = self._values.get(name)
        if not found and one_for_all:
            found[""] = plain_text(one_for_all)[0]
        default = next(iter(found.values()), "")
        texts = {code: found.get(code, default) for code in languages.values()}
        return {code: text for code, text in texts.items() if text}

    def rest(self) -> tuple[str, list[tuple[str, str]]]:
        """Return unread settings with unusual values: those of looks, and others."""
        values = dict(self._values)
        for name, texts in self._translated.items():
            shown = next((text for text in texts.values() if text), "")
            values.setdefault(name, shown)
        unusual = [
            (name, value)
            for name, value in sorted(values.items())
            if name not in self._read
            and value not in terms.USUAL | terms.USUAL_OF.get(name, set())
        ]
        looks = [f"{name}={value}" for name, value in unusual if name in terms.LOOKS]
        return ", ".join(looks), [one for one in unusual if one[0] not in terms.LOOKS]


def whole_of(text: str) -> int | None:
    """Return a whole number that the database can hold, or None."""
    digits = text.removeprefix("-")
    is_number = digits.isascii() and digits.isdecimal() and len(digits) < 10  # noqa: PLR2004 - fits 32 bits
    return int(text) if is_number else None


def day_of(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
