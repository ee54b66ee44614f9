"""The kinds of questions as authors choose them, and what each lets them set."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys.models import Question

Kind = Question.Kind

FEWEST_STEPS, MOST_STEPS = 2, 11  # of a rating scale: at most 0 to 10
LONGEST_TEXTS = {Kind.SHORT_TEXT: 200, Kind.LONG_TEXT: 5000}


@dataclass(frozen=True)
class KindOfQuestion:
    """A kind with its picture, a line that says what it is for, and its settings."""

    kind: Question.Kind
    icon: str
    purpose: Promise
    settings: frozenset[str]

    @property
    def has_choices(self) -> bool:
        return self.kind in Question.KINDS_WITH_CHOICES

    @property
    def has_rows(self) -> bool:
        return self.kind == Kind.MATRIX


def _kind(kind: Question.Kind, icon: str, purpose: Promise, *settings: str):
    return KindOfQuestion(kind, icon, purpose, frozenset(settings))


ANSWERED = ("is_required", "speaks_of")
CHOSEN = (*ANSWERED, "has_other", "is_randomized")
BOUNDS = ("minimum", "maximum")
KINDS = (
    _kind(Kind.SINGLE, "kind-single", _("One answer of several"), *CHOSEN),
    _kind(Kind.MULTIPLE, "kind-multiple", _("Any number of answers"), *CHOSEN, *BOUNDS),
    _kind(Kind.DROPDOWN, "kind-dropdown", _("One answer of a long list"), *CHOSEN),
    _kind(
        Kind.RATING,
        "kind-rating",
        _("A step on a scale, such as 1 to 5"),
        *ANSWERED,
        *BOUNDS,
        "minimum_label",
        "maximum_label",
    ),
    _kind(
        Kind.MATRIX,
        "kind-matrix",
        _("The same answers for several statements"),
        *ANSWERED,
    ),
    _kind(
        Kind.RANKING,
        "kind-ranking",
        _("Answers in order of importance"),
        *ANSWERED,
        *BOUNDS,
        "is_randomized",
    ),
    _kind(
        Kind.NUMBER,
        "kind-number",
        _("An amount, with or without decimals"),
        *ANSWERED,
        *BOUNDS,
        "decimals",
    ),
    _kind(
        Kind.DATE,
        "calendar",
        _("A day, in the reader’s own calendar"),
        *ANSWERED,
        "earliest_on",
        "latest_on",
    ),
    _kind(Kind.SHORT_TEXT, "kind-short-text", _("A few words"), *ANSWERED, "maximum"),
    _kind(Kind.LONG_TEXT, "kind-long-text", _("Several lines"), *ANSWERED, "maximum"),
    _kind(Kind.DISTRICT, "place", _("Where somebody lives, from the list"), *ANSWERED),
    _kind(Kind.CONSENT, "check", _("A box to tick in agreement"), "is_required"),
    _kind(Kind.INFORMATION, "info", _("A text to read, which asks nothing")),
)
BY_KIND = {one.kind.value: one for one in KINDS}
# What a setting is when its kind does not have it
ABSENT: dict[str, object] = {
    "is_required": False,
    "speaks_of": Question.SpeaksOf.NONE,
    "has_other": False,
    "is_randomized": False,
    "minimum": None,
    "maximum": None,
    "decimals": 0,
    "earliest_on": None,
    "latest_on": None,
}
# What the two bounds are called for each kind that has them
BOUND_LABELS: dict[str, tuple[Promise, Promise]] = {
    Kind.MULTIPLE: (_("Fewest answers to choose"), _("Most answers to choose")),
    Kind.RATING: (_("Lowest step"), _("Highest step")),
    Kind.RANKING: (_("Fewest to rank"), _("Most to rank")),
    Kind.NUMBER: (_("Smallest number"), _("Largest number")),
    Kind.SHORT_TEXT: (_("Minimum"), _("Longest answer, in characters")),
    Kind.LONG_TEXT: (_("Minimum"), _("Longest answer, in characters")),
}
