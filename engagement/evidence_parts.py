"""The rows of a period's evidence, as they are counted, frozen and shown."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Model
from modeltranslation.utils import build_localized_fieldname

from civic import languages
from surveys.models import Question

Labels = dict[str, str]


def labels_of(instance: Model, name: str) -> Labels:
    """Return the texts of a translated field by language code, empty ones left out."""
    texts = {
        code: getattr(instance, build_localized_fieldname(name, code))
        for code in languages.CODES
    }
    return {code: text for code, text in texts.items() if text}


@dataclass(frozen=True)
class Answer:
    """A choice of a guide question and the people who gave it; None: fewer than 5."""

    code: str
    labels: Labels
    people: int | None


@dataclass(frozen=True)
class QuestionEvidence:
    """What one guide question brought.

    ``people`` answered it, in ``conversations`` talks and on ``notes`` slips; a note
    counts as one person. ``choices`` come most frequent first and are empty for a
    question whose answers are not counted one by one, such as free words. What is
    published tells of the people only.
    ``is_exclusive``: nobody gave two of them. ``family`` is that of the survey, which
    all its versions share.
    """

    survey: str
    code: str
    kind: str
    labels: Labels
    people: int | None
    conversations: int | None
    notes: int | None
    is_exclusive: bool
    choices: tuple[Answer, ...] = ()
    family: str = ""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        choices = tuple(Answer(**one) for one in stored["choices"])
        return cls(**{**stored, "choices": choices})

    @property
    def is_in_own_words(self) -> bool:
        return self.kind in Question.KINDS_IN_WORDS

    @property
    def shares(self) -> list[tuple[Answer, float | None]]:
        """Each choice that is shown with its share of the people who answered.

        It describes those heard; of several choices the shares exceed a whole.
        """
        return [
            (choice, self._share(choice.people))
            for choice in self.choices
            if choice.people is not None
        ]

    @property
    def hidden(self) -> list[Answer]:
        """The choices whose number is not shown: none, a few or many gave them."""
        return [choice for choice in self.choices if choice.people is None]

    def _share(self, people: int | None) -> float | None:
        return people / self.people if people is not None and self.people else None


@dataclass(frozen=True)
class Group:
    """A district, branch or setting and the number of events held there."""

    code: str
    labels: Labels
    events: int


@dataclass(frozen=True)
class LanguageHeard:
    """People heard in one language; None: fewer than 5, or hidden with them."""

    code: str
    people: int | None

    @property
    def labels(self) -> Labels:
        """None of its own: a language is named in that of the page."""
        return {}


@dataclass(frozen=True)
class EventHeld:
    """An occasion of the period, without any count of the people met there."""

    slug: str
    labels: Labels
    held_on: str
    setting: str

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.held_on)


@dataclass(frozen=True)
class SurveyAnswered:
    """People who answered a survey on the web, on paper or at a kiosk in the period.

    ``may_be_told``: the number gives away nothing that the survey's own results keep.
    """

    slug: str
    labels: Labels
    people: int | None
    may_be_told: bool


@dataclass(frozen=True)
class ThemeHeard:
    """People who spoke of a theme or of one below it; ``parent`` is that above it.

    ``people`` are those heard, in ``talks`` and at ``boards``, counted as on the theme
    pages; ``surveys`` are people who wrote of it in a survey. ``in_tension`` and
    ``minority_views`` are those of ``people`` whose words bear the mark. ``place`` is
    that in the tree.
    """

    code: str
    labels: Labels
    parent: str
    people: int | None
    talks: int | None
    boards: int | None
    surveys: int | None
    in_tension: int | None = None
    minority_views: int | None = None
    place: int = 0

    @property
    def everybody(self) -> int:
        """Whoever spoke or wrote of it, as far as it is known."""
        return (self.people or 0) + (self.surveys or 0)
