"""What an imported file holds that the portal cannot hold, or holds differently."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

MOST_FINDINGS = 2000


class ImportRefused(Exception):
    """The file cannot be imported; ``message`` tells the reader why, and what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = str(message)


class Outcome(TextChoices):
    """What became of it, in the reader's language."""

    LEFT_OUT = "left_out", _("Left out: surveys here cannot ask this.")
    RECORDED_UNASKED = (
        "recorded_unasked",
        _("Left out: it records something without asking; surveys here only ask."),
    )
    SETTING_LEFT_OUT = "setting_left_out", _("Left out: there is no such setting here.")
    PART_LEFT_OUT = "part_left_out", _("Left out: surveys here have no such part.")
    MEDIA_LEFT_OUT = (
        "media_left_out",
        _("Left out: questions here are in words, without pictures or sound."),
    )
    NOT_UNDERSTOOD = "not_understood", _("Left out: the portal does not know it.")
    NOTHING_TO_CHOOSE = (
        "nothing_to_choose",
        _("Left out: the file has no choices for this question."),
    )
    TOO_MANY = "too_many", _("Left out: it has more parts than one question can have.")
    UNUSED = "unused", _("Left out: no question that was imported uses this list.")
    DISABLED = "disabled", _("Left out: the file says that it is switched off.")
    ALWAYS_SHOWN = (
        "always_shown",
        _(
            "Imported without this condition, so it is always shown: conditions here "
            "compare earlier answers, and all or any of them must hold."
        ),
    )
    UNLIMITED = (
        "unlimited",
        _(
            "Imported without this limit: here, amounts are limited by whole numbers "
            "and dates by fixed days."
        ),
    )
    CONTRADICTORY = (
        "contradictory",
        _("Imported without this limit: no answer could fulfill it."),
    )
    NO_SUCH_QUESTION = (
        "no_such_question",
        _(
            "Imported without this condition, so it is always shown: it names a "
            "question that was not imported or does not come before it."
        ),
    )
    NO_DEFAULT = (
        "no_default",
        _("Imported without it: surveys here begin with nothing chosen."),
    )
    OWN_MESSAGES = (
        "own_messages",
        _("Left out: the portal words its messages itself, in every language."),
    )
    APPEARANCE = (
        "appearance",
        _("Left out: the portal shows its questions its own way."),
    )
    LANGUAGE_LEFT_OUT = (
        "language_left_out",
        _("Left out: the portal does not speak this language."),
    )
    LANGUAGE_TAKEN = (
        "language_taken",
        _("Its language is not named, so it was taken as the one you chose."),
    )
    LANGUAGE_BORROWED = (
        "language_borrowed",
        _(
            "This text is in no language of the portal. It stands in the language you "
            "chose, to be translated."
        ),
    )
    RENAMED = (
        "renamed",
        _(
            "Renamed: codes here begin with a Latin letter, hold Latin letters, digits "
            "and underscores, and occur once."
        ),
    )
    CODE_MADE = "code_made", _("It has no code, so one was made.")
    LABEL_MADE = "label_made", _("It has no text, so its code stands in its place.")
    CUT = "cut", _("Cut: the text is longer than fits here.")
    CONTINUED = (
        "continued",
        _("Too long for one question: the rest stands in its help."),
    )
    MARKUP = "markup", _("Kept as plain text; links, pictures and styles are gone.")
    PIPED = "piped", _("Shown as it is written: texts here do not repeat answers.")
    OTHER_WORDS = (
        "other_words",
        _("Became “Other, please say” with a field for words, as the portal has it."),
    )
    JOINED = "joined", _("Joined to the question before, as its “Other, please say”.")
    MADE_TEXT = "made_text", _("Became a short text.")
    MADE_DATE = "made_date", _("Became a date; the time of day is not asked.")
    MADE_NUMBER = "made_number", _("Became a number between the same limits.")
    MADE_INFORMATION = "made_information", _("Became an information text.")
    MADE_MATRIX = "made_matrix", _("Became a matrix with one row for each question.")
    MADE_QUESTIONS = "made_questions", _("Became a question for each of its parts.")
    MADE_TWO_MATRICES = (
        "made_two_matrices",
        _("Became two matrices, one for each scale."),
    )
    MADE_COMMENTS = (
        "made_comments",
        _("Became the question and text questions for its comments."),
    )
    ASKED_ONCE = "asked_once", _("Asked once: surveys here do not repeat questions.")
    NOT_REQUIRED = (
        "not_required",
        _("Imported as not required: only parts of it were, or only on a condition."),
    )
    FORMULA = "formula", _("A formula: its text was taken, it was not computed.")
    SECOND_COLUMN = (
        "second_column",
        _("Left out: another column holds the same in the same language."),
    )


@dataclass(frozen=True)
class Finding:
    """One thing: ``row`` counts from 1; in a LimeSurvey file it is the row's id."""

    sheet: str
    row: int | None
    kind: str
    what: str
    outcome: str

    @property
    def place(self) -> str | Promise:
        if self.row is None:
            return self.sheet
        return format_lazy("{sheet} {row}", sheet=self.sheet, row=self.row)

    @property
    def sentence(self) -> str:
        return str(Outcome(self.outcome).label)


@dataclass
class Findings:
    """Findings in the order of the file, none twice."""

    found: list[Finding] = field(default_factory=list)
    _known: set[Finding] = field(default_factory=set)

    def add(
        self, sheet: str, row: int | None, kind: str, what: str, outcome: str
    ) -> None:
        finding = Finding(sheet, row, _short(kind), _short(what), str(outcome))
        if finding in self._known:
            return
        if len(self.found) >= MOST_FINDINGS:
            raise ImportRefused(
                _(
                    "Too much of this file is foreign to the portal for a list that "
                    "anybody could read. Please divide the file."
                )
            )
        self._known.add(finding)
        self.found.append(finding)

    def in_order(self, *sheets: str) -> list[Finding]:
        """Return them by sheet, those named first, and row."""
        places = {name: place for place, name in enumerate(sheets)}
        return sorted(
            self.found,
            key=lambda one: (places.get(one.sheet, len(places)), one.row or 0),
        )


def as_json(found: list[Finding]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]


def from_json(found: list[Mapping[str, Any]]) -> list[Finding]:
    return [Finding(**one) for one in found]


def _short(text: str, longest: int = 300) -> str:
    text = " ".join(str(text).split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
