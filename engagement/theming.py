"""Suggestions of themes for answers in words, learnt from those coded before.

Each language has what was learnt in it alone; nothing leaves the server. A suggestion
counts only where a coder takes it. ``engagement.actions.learning`` learns afresh in the
background; a web process keeps what it last read and asks only whether it is current.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from modeltranslation.utils import build_localized_fieldname

from engagement.learnt import Example, Learnt, words
from engagement.models import CodedAnswer, Coding, Round, SuggestionBasis, Theme
from engagement.theme_tree import LATELY
from surveys.models import OpenAnswer

LEAST_LEARNT = 20  # coded answers; of fewer the most frequent themes tell as much
MOST_LEARNT = 20_000  # the latest; more would take long and tell little more


@dataclass(frozen=True)
class Suggestion:
    """A theme that may fit, the likeliest first.

    ``score`` is how near the answer lies to it, from 0 to 1. Where too little is coded
    in the language, ``is_learnt`` is False: it is one of those given most often lately,
    whatever the answer says, and the score is its share of what was given.
    """

    theme: Theme
    score: float
    is_learnt: bool = True


def suggestions_for(
    answers: Sequence[OpenAnswer], *, most: int = 3
) -> dict[int, list[Suggestion]]:
    """Return up to ``most`` suggestions for each answer by its key.

    Costs the same few queries for any number of answers. Retired and merged themes are
    never among them.
    """
    bases = _bases({answer.language for answer in answers})
    themes = Theme.objects.current().in_bulk()
    unlearnt = {one.language for one in answers} - bases.keys()
    frequent = _most_frequent(themes, most) if unlearnt else {}
    return {
        answer.pk: _nearest(bases[answer.language], answer.text, themes, most)
        if answer.language in bases
        else frequent.get(answer.language, frequent.get("", []))
        for answer in answers
    }


def _nearest(
    learnt: Learnt, text: str, themes: dict[int, Theme], most: int
) -> list[Suggestion]:
    scores = learnt.scores(text)
    near = [key for key, score in scores.items() if score > 0 and key in themes]
    near.sort(key=lambda key: (-scores[key], key))
    return [Suggestion(themes[key], scores[key]) for key in near[:most]]


def _most_frequent(themes: dict[int, Theme], most: int) -> dict[str, list[Suggestion]]:
    """Return the themes given most often lately by language, and under "" in all."""
    given = (
        Coding.objects.filter(first_codings("coded_answer__"), theme__in=themes)
        .order_by("-pk")
        .values_list("coded_answer__answer__language", "theme")
    )
    often: dict[str, Counter[int]] = defaultdict(Counter)
    for language, theme in given[:LATELY]:
        often[language][theme] += 1
        often[""][theme] += 1
    return {
        language: [
            Suggestion(themes[key], answers / counts.total(), is_learnt=False)
            for key, answers in sorted(
                counts.items(), key=lambda one: (-one[1], one[0])
            )
        ][:most]
        for language, counts in often.items()
    }


# What was learnt, as this process last read it

_read: dict[str, tuple[dt.datetime, Learnt]] = {}


def _bases(languages: Collection[str]) -> dict[str, Learnt]:
    """Return what was learnt in those of the languages in which anything was."""
    current = dict(
        SuggestionBasis.objects.filter(language__in=languages).values_list(
            "language", "learnt_at"
        )
    )
    stale = [
        language
        for language, learnt_at in current.items()
        if language not in _read or _read[language][0] != learnt_at
    ]
    if stale:
        for basis in SuggestionBasis.objects.filter(language__in=stale):
            _read[basis.language] = (
                basis.learnt_at,
                Learnt.from_bytes(bytes(basis.content)),
            )
    return {language: _read[language][1] for language in current}


# What there is to learn from


def first_codings(path: str = "") -> Q:
    """Codings that figures are made from, looked at from ``path``."""
    return Q(**{f"{path}round": Round.FIRST, f"{path}answer__is_counted": True})


def examples_in(language: str) -> list[Example]:
    """Return the coded answers in a language with the themes that are still in use.

    Answers of the same words are one example, with the themes they were given last.
    """
    coded = (
        CodedAnswer.objects.filter(first_codings(), answer__language=language)
        .filter(codings__theme__retired_at=None, codings__isnull=False)
        .annotate(themes=ArrayAgg("codings__theme", distinct=True))
        .order_by("-coded_at", "-pk")
        .values_list("answer__text", "themes")[:MOST_LEARNT]
    )
    return without_repeats(Example(text, frozenset(keys)) for text, keys in coded)


def without_repeats(examples: Iterable[Example]) -> list[Example]:
    """Return the first example of each text, told apart as a search would.

    Those without a word, such as a lone heart, are left out.
    """
    first: dict[str, Example] = {}
    for one in examples:
        first.setdefault(" ".join(words(one.text)), one)
    first.pop("", None)
    return list(first.values())


def wording_in(language: str) -> dict[int, str]:
    """Return the name and definition of each theme in use; "" where not translated."""
    columns = [build_localized_fieldname(one, language) for one in _WORDED]
    texts = Theme.objects.current().order_by("pk").values_list("pk", *columns)
    return {key: "\n".join(filter(None, wording)) for key, *wording in texts}


_WORDED = ("name", "definition")
