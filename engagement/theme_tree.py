"""The tree of themes as pages show it, and how often each was given."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.functions import Coalesce

from civic import languages
from engagement.models import Coding, Round, Theme

LATELY = 1000  # codings


@dataclass(frozen=True)
class Branch:
    """A theme of the first level with those that belong to it, in their order."""

    theme: Theme
    subthemes: list[Theme]

    @property
    def themes(self) -> list[Theme]:
        return [self.theme, *self.subthemes]


def tree_of(themes: Iterable[Theme]) -> list[Branch]:
    """Return ``themes``, sorted as their model sorts them, as a tree.

    A sub-theme whose parent is not among them stands by itself.
    """
    below: dict[int, list[Theme]] = defaultdict(list)
    listed = list(themes)
    known = {theme.pk for theme in listed}
    for theme in listed:
        if theme.parent_id in known:
            below[theme.parent_id].append(theme)
    return [
        Branch(theme, below[theme.pk])
        for theme in listed
        if theme.parent_id not in known
    ]


def most_used(number: int) -> list[int]:
    """Return the pks of the themes in use given most often lately, most first."""
    latest = Coding.objects.filter(theme__retired_at=None).order_by("-pk")
    counted = Counter(latest.values_list("theme", flat=True)[:LATELY])
    return [theme for theme, _times in counted.most_common(number)]


@dataclass(frozen=True)
class CountedTheme:
    """A theme with how many counted answers have it in the first round.

    ``own`` counts those that have the theme itself, ``together`` those that have it
    or one that belongs to it, each once. Answers, not people; for staff only.
    """

    theme: Theme
    own: int
    together: int

    @property
    def lacking(self) -> list[languages.Language]:
        """The languages in which it has no name yet."""
        return [
            one
            for one in languages.LANGUAGES
            if not getattr(self.theme, f"name_{one.code}")
        ]


def counted_themes(themes: Iterable[Theme]) -> dict[int, CountedTheme]:
    """Return ``themes`` with their counts, by pk."""
    counted = Coding.objects.filter(
        coded_answer__round=Round.FIRST, coded_answer__answer__is_counted=True
    ).order_by()
    answers = Count("coded_answer", distinct=True)
    top = Coalesce(F("theme__parent"), F("theme"))
    own: dict[int, int] = dict(counted.values_list("theme").annotate(answers))
    together: dict[int, int] = dict(counted.values_list(top).annotate(answers))
    return {
        theme.pk: CountedTheme(
            theme,
            own.get(theme.pk, 0),
            # A sub-theme's answers are together with those of its top
            (together if theme.parent_id is None else own).get(theme.pk, 0),
        )
        for theme in themes
    }
